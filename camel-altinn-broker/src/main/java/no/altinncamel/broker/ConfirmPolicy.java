package no.altinncamel.broker;

/** When a consumer tells the Broker that a file has been received. */
public enum ConfirmPolicy {

    /** When the route has succeeded and the file has been received whole and verified. */
    onSuccess,

    /** The route confirms by itself, with the producer operation {@code confirm}. */
    manual,

    /** Not at all; for looking without taking. */
    never
}
