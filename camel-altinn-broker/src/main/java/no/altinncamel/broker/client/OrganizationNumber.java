package no.altinncamel.broker.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Norwegian organisation number.
 *
 * @param digits nine digits
 */
public record OrganizationNumber(String digits) {

    /** The code of the Norwegian register that the Broker puts before a number. */
    public static final String PREFIX = "0192:";

    private static final Pattern FORMS = Pattern.compile("(?:0192:|urn:altinn:organization:identifier-no:)?(\\d{9})");

    public OrganizationNumber {
        if (!digits.matches("\\d{9}")) {
            throw new IllegalArgumentException("An organisation number has nine digits");
        }
    }

    /**
     * @param  text {@code 123456789}, {@code 0192:123456789} or {@code urn:altinn:organization:identifier-no:123456789}
     * @return      empty for anything else
     */
    public static Optional<OrganizationNumber> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher form = FORMS.matcher(text.strip());
        return form.matches() ? Optional.of(new OrganizationNumber(form.group(1))) : Optional.empty();
    }

    /** @return what stands after the last colon, as the Broker itself compares numbers */
    static String digits(String text) {
        return text.substring(text.lastIndexOf(':') + 1);
    }

    /**
     * The form the Broker stores and finds again: {@code 0192:123456789}. A sender in urn form is never found by a search
     * (altinn-broker trap 25).
     */
    public String prefixed() {
        return PREFIX + digits;
    }

    @Override
    public String toString() {
        return prefixed();
    }
}
