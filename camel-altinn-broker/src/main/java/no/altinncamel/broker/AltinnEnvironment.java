package no.altinncamel.broker;

/** The Altinn environments that integrators use, with the addresses that belong together (contract altinn-broker 1). */
public enum AltinnEnvironment {

    /** Altinn's external test environment, paired with Maskinporten's test environment. */
    TT02("https://platform.tt02.altinn.no", "https://test.maskinporten.no/"),

    /** Production. */
    PRODUCTION("https://platform.altinn.no", "https://maskinporten.no/");

    private final String platformUrl;
    private final String maskinportenIssuer;

    AltinnEnvironment(String platformUrl, String maskinportenIssuer) {
        this.platformUrl = platformUrl;
        this.maskinportenIssuer = maskinportenIssuer;
    }

    /** Base URL of the Altinn platform, without a trailing slash. */
    public String platformUrl() {
        return platformUrl;
    }

    /** Maskinporten's issuer; it ends with a slash, which is part of it. */
    public String maskinportenIssuer() {
        return maskinportenIssuer;
    }
}
