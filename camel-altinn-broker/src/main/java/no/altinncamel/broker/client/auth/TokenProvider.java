package no.altinncamel.broker.client.auth;

/** Where tokens come from. Implementations are safe for use by many threads. */
public interface TokenProvider {

    /**
     * @return                a token that is valid now and some seconds longer
     * @throws TokenException if none can be had
     */
    BearerToken get(Identity identity);

    /** A server refused this token as such (401 without a code): do not hand it out again. Other tokens are not affected. */
    void invalidate(Identity identity, BearerToken token);
}
