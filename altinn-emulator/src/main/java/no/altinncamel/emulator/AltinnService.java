package no.altinncamel.emulator;

/**
 * What a client needs to know of an Altinn environment. Tests written against this interface run against the emulator in
 * the same process, or against a remote environment such as TT02.
 */
public interface AltinnService extends AutoCloseable {

    /** Base URL of the platform, without a trailing slash: {@code https://platform.tt02.altinn.no}. */
    String platformUrl();

    /** Maskinporten's issuer, byte for byte as it must stand in an assertion's {@code aud}: it ends with a slash. */
    String maskinportenIssuer();

    /** Maskinporten's token endpoint. */
    String tokenEndpoint();

    /** A resource that {@link #sender()} may write to and {@link #recipient()} may read from. */
    String resourceId();

    /** An organisation with {@code altinn:broker.write} and {@code altinn:broker.read}. */
    AltinnAccount sender();

    /** Another organisation with both scopes. */
    AltinnAccount recipient();

    @Override
    void close();
}
