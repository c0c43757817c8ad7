package no.altinncamel.emulator.http;

/**
 * Every operation the emulator plays, by the name under which faults are armed, rate limits are counted and calls are
 * recorded.
 */
public enum Operation {
    MASKINPORTEN_METADATA,
    MASKINPORTEN_KEYS,
    MASKINPORTEN_TOKEN,

    OPENID_METADATA,
    OPENID_KEYS,
    TOKEN_EXCHANGE,
    TOKEN_REFRESH,

    INITIALIZE,
    UPLOAD,
    INITIALIZE_AND_UPLOAD,
    OVERVIEW,
    DETAILS,
    LIST,
    DOWNLOAD,
    CONFIRM,

    TUS_OPTIONS,
    /** Creation of an upload, of a partial upload, and the final request of a concatenation. */
    TUS_CREATE,
    TUS_HEAD,
    TUS_PATCH,
    TUS_DELETE,

    SUBSCRIPTIONS,
    SUBSCRIPTION,
    SUBSCRIBE,
    UNSUBSCRIBE,
    VALIDATE_SUBSCRIPTION,

    /** A request that no route answers: 404 or 405. */
    UNKNOWN
}
