package no.altinncamel.broker.client.auth;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A token as it is sent to Altinn.
 *
 * @param value        the token itself, a secret
 * @param expiresAt    when it ceases to be valid
 * @param organization the organisation the token acts for, nine digits, as the Broker determines it (altinn-broker 2.3);
 *                     {@code null} when the token does not say so in a readable way
 */
public record BearerToken(String value, Instant expiresAt, String organization) {

    public BearerToken {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** A token whose organisation is read from its own payload. */
    public static BearerToken of(String value, Instant expiresAt) {
        return new BearerToken(value, expiresAt, TokenPayload.of(value).organization());
    }

    /** The scopes that the token names; empty for a token that does not say so in a readable way. */
    public Set<String> scopes() {
        return TokenPayload.of(value).scopes();
    }

    /** Only the expiry. */
    @Override
    public String toString() {
        return "BearerToken[expiresAt=" + expiresAt + "]";
    }
}
