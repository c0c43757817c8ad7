package no.altinncamel.broker.client;

import java.time.Duration;

import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.RetryPolicy;

/** Counts the failed attempts at one thing and waits between them, as a {@link RetryPolicy} has it. */
final class Attempts {

    private static final int TOO_MANY_REQUESTS = 429;

    private final RetryPolicy policy;
    private final Timing timing;
    private final Duration longestRefusal;
    private long began;
    private int failed;
    private boolean fresh;

    /** @param longestRefusal how long the rate budget keeps a caller waiting at most */
    Attempts(RetryPolicy policy, Timing timing, Duration longestRefusal) {
        this.policy = policy;
        this.timing = timing;
        this.longestRefusal = longestRefusal;
        this.began = timing.nanoTime();
    }

    /** There was progress: what fails next fails for the first time. */
    void reset() {
        failed = 0;
        fresh = true;
    }

    /**
     * Notes a failed attempt and waits until the next one may begin. A refusal by the gateway (429) is not waited for here: the
     * rate budget keeps everybody waiting.
     *
     * @return whether there is a next one
     */
    boolean again(Failure failure) {
        if (fresh) {
            began = timing.nanoTime();
            fresh = false;
        }
        failed++;
        if (failure.status() == TOO_MANY_REQUESTS) {
            boolean tooLong =
                    failure.retryAfter() != null && failure.retryAfter().compareTo(longestRefusal) > 0;
            return failed < policy.maxAttempts() && !tooLong;
        }
        Duration elapsed = Duration.ofNanos(timing.nanoTime() - began);
        Duration pause = policy.pauseBefore(failed, elapsed, failure.retryAfter());
        if (pause == null) {
            return false;
        }
        timing.pause(pause, failure.operation());
        return true;
    }
}
