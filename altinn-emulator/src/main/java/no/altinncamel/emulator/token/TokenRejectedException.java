package no.altinncamel.emulator.token;

/** Why a resource server does not take a token. */
public final class TokenRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Not a JWT. */
        UNREADABLE,
        /** Another issuer, or a key that is not published. */
        FOREIGN,
        /** {@code exp} has passed, or there is none. */
        EXPIRED
    }

    private final Reason reason;

    public TokenRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
