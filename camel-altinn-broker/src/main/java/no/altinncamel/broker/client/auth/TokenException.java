package no.altinncamel.broker.client.auth;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** No token could be had from Maskinporten or Altinn's exchange (maskinporten 6.3). */
public class TokenException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    /** Who can mend it. */
    public enum Category {
        /** We: client id, audience, scopes, key registration or an unreachable address. */
        CONFIGURATION,
        /** The customer, by approving or delegating; may heal by itself. */
        CUSTOMER,
        /** We: the key is not, not yet or no longer registered. */
        KEY,
        /** We: this machine's clock. */
        CLOCK,
        /** Nobody: Maskinporten has seen this very assertion before. */
        REPLAY,
        /** Time. */
        TRANSIENT
    }

    private final Category category;

    public TokenException(Category category, Failure failure, Throwable cause) {
        super(failure, cause);
        this.category = category;
    }

    /** The same failure for another caller, with a stack trace of his own. */
    TokenException again() {
        return new TokenException(category, failure(), this);
    }

    public Category category() {
        return category;
    }
}
