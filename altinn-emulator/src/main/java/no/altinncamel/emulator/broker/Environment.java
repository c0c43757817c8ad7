package no.altinncamel.emulator.broker;

/** Which of Altinn's environments the emulator plays (contract altinn-broker 1). */
public enum Environment {
    /** TT02, where integrators test, with Maskinporten TEST. */
    STAGING,
    /** Transfers without virus scan need an approval for their resource; tokens of Maskinporten TEST are refused. */
    PRODUCTION
}
