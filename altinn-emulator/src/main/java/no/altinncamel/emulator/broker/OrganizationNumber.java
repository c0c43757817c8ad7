package no.altinncamel.emulator.broker;

/**
 * The forms of an organisation number: {@code 123456789}, {@code 0192:123456789} and
 * {@code urn:altinn:organization:identifier-no:123456789} (contract altinn-broker 2.3).
 */
final class OrganizationNumber {

    private static final String PREFIX = "0192:";

    private OrganizationNumber() {}

    /** What stands after the last colon. */
    static String bare(String organization) {
        return organization.substring(organization.lastIndexOf(':') + 1);
    }

    /** The form in which the Broker stores recipients; a foreign country code is lost, as in the real one. */
    static String prefixed(String organization) {
        return PREFIX + bare(organization);
    }
}
