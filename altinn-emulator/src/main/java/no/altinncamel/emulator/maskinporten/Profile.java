package no.altinncamel.emulator.maskinporten;

/** Which of two descriptions of Maskinporten is played where they differ (contract maskinporten 17.1). */
public enum Profile {

    /**
     * What live clients get away with: assertions of up to 180 seconds, the token endpoint as audience, {@code sub} and
     * {@code nbf} in the assertion.
     */
    OBSERVED(180),
    /** What the documentation allows: 120 seconds, the issuer as audience, none but the documented claims. */
    DOCUMENTED(120);

    private final int longestAssertion;

    Profile(int longestAssertion) {
        this.longestAssertion = longestAssertion;
    }

    /** Most seconds from {@code iat} to {@code exp} of an assertion. */
    int longestAssertion() {
        return longestAssertion;
    }
}
