package no.altinncamel.emulator.broker;

/** The two rights that a resource's policy gives. */
public enum Action {
    READ,
    WRITE
}
