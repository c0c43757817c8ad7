package no.altinncamel.broker;

/** The onboarding program cannot begin: the message names what is wrong with its file or class path, and what mends it. */
final class WrongSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongSettingsException(String message) {
        super(message);
    }

    /** About one property; its value is left out, because it may be a key. */
    static WrongSettingsException of(String property, String fault, String mend) {
        return new WrongSettingsException("The property " + property + ": " + fault + " - " + mend);
    }
}
