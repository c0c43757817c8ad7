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

    /** How far it came. */
    public enum Stage {
        /** Maskinporten gave no token. */
        GRANT,
        /** Maskinporten gave a token, Altinn gave none for it. */
        EXCHANGE
    }

    private final Stage stage;
    private final Category category;

    /** The grant failed. */
    public TokenException(Category category, Failure failure, Throwable cause) {
        this(Stage.GRANT, category, failure, cause);
    }

    public TokenException(Stage stage, Category category, Failure failure, Throwable cause) {
        super(failure, cause);
        this.stage = stage;
        this.category = category;
    }

    /** The same failure for another caller, with a stack trace of his own. */
    TokenException again() {
        return new TokenException(stage, category, failure(), this);
    }

    public Stage stage() {
        return stage;
    }

    public Category category() {
        return category;
    }
}
