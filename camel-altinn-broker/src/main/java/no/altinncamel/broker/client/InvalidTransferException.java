package no.altinncamel.broker.client;

import java.util.List;
import java.util.stream.Collectors;

/** A transfer that the Broker would refuse; found before anything was sent. It names every fault at once. */
public class InvalidTransferException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param field the field by the Broker's name, such as {@code recipients[1]}
     * @param fault what is wrong with it
     * @param mend  what to do
     */
    public record Fault(String field, String fault, String mend) {

        @Override
        public String toString() {
            return field + " " + fault + ": " + mend;
        }
    }

    private final transient List<Fault> faults;

    public InvalidTransferException(List<Fault> faults) {
        super("The file transfer cannot be sent: "
                + faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
