package no.altinncamel.broker.client.auth;

import java.time.Duration;

/**
 * Remembers a failed flight for a while, so that a busy route does not hammer a server that cannot help (maskinporten 6.3).
 * Callers within that time get the same failure at once, unless there is still a good token.
 * <table>
 * <caption>How long</caption>
 * <tr><td>CONFIGURATION, KEY, CLOCK, REPLAY</td><td>10 s</td></tr>
 * <tr><td>CUSTOMER</td><td>30 s: the customer may approve any moment</td></tr>
 * <tr><td>TRANSIENT</td><td>200 ms, doubled with each failure in a row up to 5 s; or {@code Retry-After} if longer, but no
 * more than 60 s</td></tr>
 * </table>
 */
final class FailureMemory {

    static final Duration OURS = Duration.ofSeconds(10);
    static final Duration CUSTOMERS = Duration.ofSeconds(30);
    static final Duration FIRST_TRANSIENT = Duration.ofMillis(200);
    static final Duration LONGEST_TRANSIENT = Duration.ofSeconds(5);
    static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    private TokenException failure;
    private long until;
    private Duration backoff = Duration.ZERO;

    void remember(TokenException latest, long now) {
        failure = latest;
        until = now + span(latest).toNanos();
    }

    void clear() {
        failure = null;
        backoff = Duration.ZERO;
    }

    /** @return what is still remembered, or {@code null} */
    TokenException at(long now) {
        return failure != null && now - until < 0 ? failure : null;
    }

    private Duration span(TokenException latest) {
        return switch (latest.category()) {
            case CONFIGURATION, KEY, CLOCK, REPLAY -> OURS;
            case CUSTOMER -> CUSTOMERS;
            case TRANSIENT -> transientSpan(latest.retryAfter());
        };
    }

    private Duration transientSpan(Duration retryAfter) {
        Duration doubled = backoff.isZero() ? FIRST_TRANSIENT : backoff.multipliedBy(2);
        backoff = doubled.compareTo(LONGEST_TRANSIENT) < 0 ? doubled : LONGEST_TRANSIENT;
        if (retryAfter == null || retryAfter.compareTo(backoff) < 0) {
            return backoff;
        }
        return retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
    }
}
