package no.altinncamel.emulator.broker;

/** The rights that a resource's policy gives. */
public enum Action {
    READ,
    WRITE,
    /** To be told of the resource's events. */
    SUBSCRIBE
}
