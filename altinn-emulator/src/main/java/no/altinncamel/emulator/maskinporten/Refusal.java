package no.altinncamel.emulator.maskinporten;

/** Why a token request is refused, with the status, {@code error}, code and text of contract maskinporten 6.2. */
enum Refusal {
    UNSUPPORTED_GRANT_TYPE(400, "unsupported_grant_type", null, "The grant type is not supported"),
    PARAMETER_MISSING(400, "invalid_request", null, "The parameter %s is missing"),
    MALFORMED(400, "invalid_request", "MP-011", "Invalid assertion. Invalid parameter value"),
    USED_BEFORE(400, "invalid_grant", "MP-012", "Grant is used before"),
    UNKNOWN_CLIENT(400, "invalid_grant", "MP-100", Refusal.PREFIX + "Client not found."),
    WRONG_AUDIENCE(400, "invalid_grant", "MP-110", Refusal.PREFIX + "Invalid JWT claim aud"),
    INVALID_CERTIFICATE(
            400, "invalid_grant", "MP-120", Refusal.PREFIX + "The JWT is signed with an invalid certificate."),
    EXPIRED_KEY(400, "invalid_grant", "MP-121", Refusal.PREFIX + "Expired key."),
    FOREIGN_CERTIFICATE(
            400,
            "invalid_grant",
            "MP-122",
            "Invalid JWT. Invalid organization number for client. Does not match certificate orgno"),
    INVALID_X5C(400, "invalid_grant", "MP-123", "Invalid JWT header x5c"),
    INVALID_SIGNATURE(400, "invalid_grant", "MP-124", "Invalid JWT signature"),
    EXPIRED_OBSERVED(400, "invalid_grant", "MP-130", "JWT has expired."),
    EXPIRED_DOCUMENTED(400, "invalid_grant", "MP-130", "JWT is expired"),
    UNSUPPORTED_ALGORITHM(400, "invalid_grant", null, Refusal.PREFIX + "Unsupported JWT algorithm."),
    UNKNOWN_KEY(400, "invalid_grant", null, Refusal.PREFIX + "Unknown key identifier (kid) for client."),
    KEY_ID_REQUIRED(
            400,
            "invalid_grant",
            null,
            "Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided"),
    NO_KEY(400, "invalid_grant", null, Refusal.PREFIX + "Neither key identifier (kid) nor certificate (x5c) provided."),
    TOO_LONG_LIFETIME(400, "invalid_grant", null, "JWT has too long lifetime."),
    ISSUED_IN_FUTURE(400, "invalid_grant", null, "Issue time is in the future."),
    OWN_CONSUMER(
            400,
            "invalid_request",
            null,
            "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is"
                    + " invalid"),
    NO_SCOPE(400, "invalid_scope", null, "Token request contains no scope"),
    SCOPE_NOT_ON_CLIENT(400, "invalid_scope", "MP-200", "Token request contains invalid scopes for client, %s"),
    SCOPE_OF_OTHER_TYPE(400, "invalid_scope", "MP-201", "Token request contains scopes not allowed for maskinporten"),
    NOT_GRANTED(403, "forbidden", "MP-250", "Consumer has not been granted access to the scope %s"),
    NOT_DELEGATED(403, "forbidden", "MP-251", "Consumer %s has not delegated access to the scope %s to supplier %s."),
    UNKNOWN_DETAILS_TYPE(400, "invalid_request", "MP-301", "Unknown authorization details type"),
    UNKNOWN_DETAILS_FIELD(400, "invalid_request", "MP-302", "Unknown fields in the authorization details"),
    NO_SYSTEM_USER(400, "invalid_altinn_customer_configuration", "MP-303", "Invalid authorization details values");

    private static final String PREFIX = "Invalid assertion. Client authentication failed. ";

    private final int status;
    private final String error;
    private final String code;
    private final String description;

    Refusal(int status, String error, String code, String description) {
        this.status = status;
        this.error = error;
        this.code = code;
        this.description = description;
    }

    /** @param values what the description names: a parameter, scopes or organisations */
    GrantRefusedException exception(Object... values) {
        return new GrantRefusedException(this, String.format(description, values));
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    /** {@code MP-nnn}, or {@code null} if none is known. */
    String code() {
        return code;
    }
}
