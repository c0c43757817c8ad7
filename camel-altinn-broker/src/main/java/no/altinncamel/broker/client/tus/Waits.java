package no.altinncamel.broker.client.tus;

import java.time.Duration;

import no.altinncamel.broker.client.http.Failure;

/** How often and how long one thing is tried: by the retry policy, and beyond it until patience ends. */
final class Waits {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final TusCalls calls;
    private final TusCalls.Retries retries;
    private final Duration patience;
    private Duration pause = FIRST_PAUSE;
    private long waitsSince;
    private boolean waiting;

    Waits(TusCalls calls, Duration patience) {
        this.calls = calls;
        this.retries = calls.retries();
        this.patience = patience;
    }

    /** Something went well: both begin anew. */
    void progress() {
        retries.reset();
        pause = FIRST_PAUSE;
        waiting = false;
    }

    boolean again(Failure failure) {
        return retries.again(failure);
    }

    /** Waits a little for what heals by itself; {@code false} if that has taken too long. */
    boolean patient() {
        if (!waiting) {
            waiting = true;
            waitsSince = calls.nanoTime();
        }
        Duration left = patience.minusNanos(calls.nanoTime() - waitsSince);
        if (left.isZero() || left.isNegative()) {
            return false;
        }
        calls.pause(pause.compareTo(left) < 0 ? pause : left);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return true;
    }
}
