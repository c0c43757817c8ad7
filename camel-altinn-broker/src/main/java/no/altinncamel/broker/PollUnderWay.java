package no.altinncamel.broker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets a stop wait for the end of the poll that is under way. */
final class PollUnderWay {

    /** For a poll that has no file in hand any more. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();

    void begin() {
        lock.lock();
    }

    void end() {
        lock.unlock();
    }

    /** Whether this thread polls, as when a step of the route stops the consumer. */
    boolean isOfCaller() {
        return lock.isHeldByCurrentThread();
    }

    /** @return whether it has ended, or there was none, or it is the caller's own */
    boolean awaitEnd() {
        try {
            if (lock.tryLock(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                lock.unlock();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
