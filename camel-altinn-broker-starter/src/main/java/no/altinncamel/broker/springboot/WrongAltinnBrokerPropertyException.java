package no.altinncamel.broker.springboot;

/** A property of the starter cannot be used. */
public final class WrongAltinnBrokerPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String fault;
    private final String mend;

    WrongAltinnBrokerPropertyException(String property, String fault, String mend) {
        super(property + ": " + fault + " - " + mend);
        this.property = property;
        this.fault = fault;
        this.mend = mend;
    }

    /** The whole name of the property. */
    public String getProperty() {
        return property;
    }

    /** What is wrong with it. */
    public String getFault() {
        return fault;
    }

    /** What to do. */
    public String getMend() {
        return mend;
    }
}
