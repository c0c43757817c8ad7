package no.altinncamel.emulator.broker;

/** Which of Altinn's environments the emulator plays (contract altinn-broker 1). */
public enum Environment {
    /** TT02, where integrators test. */
    STAGING,
    /** Transfers without virus scan need an approval for their resource. */
    PRODUCTION
}
