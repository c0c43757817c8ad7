package no.altinncamel.broker.client;

/** A successful answer whose body is not what the Broker answers. The message says what it should have been. */
final class UnreadableAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String message) {
        super(message);
    }
}
