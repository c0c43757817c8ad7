package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * A token as it came from Maskinporten or the exchange.
 *
 * @param value        the token itself, a secret
 * @param askedAt      our clock just before the request: from then on it ages
 * @param askedAtNanos the same on the monotonic clock
 * @param lifetime     never negative; zero if the server did not say
 */
record IssuedToken(String value, Instant askedAt, long askedAtNanos, Duration lifetime) {

    /** The longest that Maskinporten is said to issue; an unbelievable figure ends here. */
    static final Duration LONGEST_LIFETIME = Duration.ofHours(2);

    private static final Duration LONGEST_SOFT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_SOFT = Duration.ofSeconds(5);
    private static final Duration LONGEST_HARD = Duration.ofSeconds(30);
    private static final Duration SHORTEST_HARD = Duration.ofSeconds(2);

    IssuedToken {
        lifetime = lifetime == null || lifetime.isNegative() ? Duration.ZERO : min(lifetime, LONGEST_LIFETIME);
    }

    BearerToken bearer() {
        return BearerToken.of(value, askedAt.plus(lifetime));
    }

    /** Whether it lives long enough to be used more than once. */
    boolean keepable() {
        return lifetime.compareTo(hardMargin()) > 0;
    }

    /** From here on a new one is fetched while this one is still handed out; never before half its life. */
    long softLimit() {
        Duration margin = min(LONGEST_SOFT, max(SHORTEST_SOFT, lifetime.dividedBy(4)));
        return askedAtNanos + max(lifetime.minus(margin), lifetime.dividedBy(2)).toNanos();
    }

    /** From here on it is not handed out. */
    long hardLimit() {
        return askedAtNanos + lifetime.minus(hardMargin()).toNanos();
    }

    /** Whether it may be handed out. */
    boolean usable(long nanoTime) {
        return keepable() && nanoTime - hardLimit() < 0;
    }

    private Duration hardMargin() {
        return min(LONGEST_HARD, max(SHORTEST_HARD, lifetime.dividedBy(20)));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Only the lifetime. */
    @Override
    public String toString() {
        return "IssuedToken[lifetime=" + lifetime + "]";
    }
}
