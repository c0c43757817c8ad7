package no.altinncamel.broker;

import java.util.List;
import java.util.stream.Collectors;

/** The options of an endpoint cannot be used. Says of each at once what is wrong with it and how to mend it. */
public final class WrongOptionsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * One wrong option.
     *
     * @param option its name
     * @param fault  what is wrong with its value; never a secret
     * @param mend   what to do
     */
    public record Fault(String option, String fault, String mend) {

        @Override
        public String toString() {
            return option + ": " + fault + " - " + mend;
        }
    }

    private final String component;
    private final String resourceId;
    private final transient List<Fault> faults;

    WrongOptionsException(String component, String resourceId, List<Fault> faults) {
        this(component, resourceId, faults, faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    }

    private WrongOptionsException(String component, String resourceId, List<Fault> faults, String words) {
        super("Wrong configuration of endpoint " + component + ":" + resourceId + ": " + words);
        this.component = component;
        this.resourceId = resourceId;
        this.faults = List.copyOf(faults);
    }

    static WrongOptionsException of(String component, String resourceId, UnusableKeyException keys) {
        WrongOptionsException wrong =
                new WrongOptionsException(component, resourceId, keys.faults(), keys.getMessage());
        wrong.initCause(keys);
        return wrong;
    }

    /** The name of the endpoint's component, as its URI begins with it. */
    public String getComponent() {
        return component;
    }

    public String getResourceId() {
        return resourceId;
    }

    /** Everything that is wrong. */
    public List<Fault> getFaults() {
        return faults;
    }
}
