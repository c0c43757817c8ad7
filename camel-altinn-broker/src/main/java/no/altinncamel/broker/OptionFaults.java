package no.altinncamel.broker;

import java.util.ArrayList;
import java.util.List;

import no.altinncamel.broker.client.OrganizationNumber;

/** What is wrong with options, as it is found, and the checks that many options have in common. */
final class OptionFaults {

    private final List<WrongOptionsException.Fault> found = new ArrayList<>();

    /** Everything that was found so far. */
    List<WrongOptionsException.Fault> found() {
        return found;
    }

    /**
     * @param option its name
     * @param what   what is wrong with its value; never a secret
     * @param mend   what to do
     */
    void add(String option, String what, String mend) {
        found.add(new WrongOptionsException.Fault(option, what, mend));
    }

    void organization(String option, String value) {
        if (value != null && OrganizationNumber.parse(value).isEmpty()) {
            add(
                    option,
                    ShownValue.of(value) + " is not an organisation number",
                    "write nine digits, or 0192: and nine digits");
        }
    }

    void length(String option, String value, int most) {
        if (value != null && (value.isEmpty() || value.length() > most)) {
            add(option, "it has " + value.length() + " characters", "use 1 to " + most);
        }
    }

    void atLeast(String option, long value, long least) {
        if (value < least) {
            add(option, value + " is too small", "use at least " + least);
        }
    }

    void atMost(String option, long value, long most) {
        if (value > most) {
            add(option, value + " is too large", "use at most " + most);
        }
    }
}
