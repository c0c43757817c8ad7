package no.altinncamel.broker.client.http;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after which pauses a call is tried again. Pauses grow twofold and are drawn at random between zero and their
 * full length ("full jitter"); a longer {@code Retry-After} of the server is obeyed as long as it fits into the total.
 *
 * @param maxAttempts  attempts in all, the first one included; 1 = never again
 * @param firstBackoff longest pause before the second attempt
 * @param maxBackoff   longest pause before any attempt
 * @param totalLimit   no attempt is begun later than this after the first one
 */
public record RetryPolicy(int maxAttempts, Duration firstBackoff, Duration maxBackoff, Duration totalLimit) {

    /** 3 attempts, pauses from 200 ms to 5 s, 30 s in all. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30));
    /** One attempt only. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30));

    public RetryPolicy {
        Objects.requireNonNull(firstBackoff, "firstBackoff");
        Objects.requireNonNull(maxBackoff, "maxBackoff");
        Objects.requireNonNull(totalLimit, "totalLimit");
        if (maxAttempts < 1 || firstBackoff.isNegative() || maxBackoff.isNegative() || totalLimit.isNegative()) {
            throw new IllegalArgumentException(
                    "At least one attempt and no negative durations are allowed in a retry policy");
        }
    }

    /** @return the longest pause after so many failed attempts */
    Duration ceiling(int failedAttempts) {
        Duration ceiling = firstBackoff;
        for (int i = 1; i < failedAttempts && ceiling.compareTo(maxBackoff) < 0; i++) {
            ceiling = ceiling.multipliedBy(2);
        }
        return ceiling.compareTo(maxBackoff) < 0 ? ceiling : maxBackoff;
    }

    /**
     * @param  failedAttempts attempts made so far, all of them failed
     * @param  elapsed        time since the first attempt began
     * @param  retryAfter     the server's wish, or {@code null}
     * @return                the pause before the next attempt, or {@code null} if there shall be none
     */
    public Duration pauseBefore(int failedAttempts, Duration elapsed, Duration retryAfter) {
        if (failedAttempts >= maxAttempts) {
            return null;
        }
        long ceiling = ceiling(failedAttempts).toNanos();
        Duration pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(ceiling + 1));
        if (retryAfter != null && retryAfter.compareTo(pause) > 0) {
            pause = retryAfter;
        }
        return elapsed.plus(pause).compareTo(totalLimit) > 0 ? null : pause;
    }
}
