package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a consumer is doing, since when, and when it last completed a poll; by this an operator sees that one hangs. */
final class PollProgress {

    enum Phase {
        /** Waits for the next poll. */
        IDLE,
        /** Asks the Broker, or waits for its turn to do so. */
        ASKING,
        /** The route has a file, or all slots for files are taken. */
        ROUTING
    }

    private record State(Phase phase, Instant since) {}

    private final Clock clock;
    private volatile State state;
    private volatile Instant lastCompleted;
    private volatile int lastDue;

    PollProgress(Clock clock) {
        this.clock = clock;
        this.state = new State(Phase.IDLE, clock.instant());
    }

    void enter(Phase phase) {
        state = new State(phase, clock.instant());
    }

    /** A poll came to its end, neither failed nor cut short for want of a turn. */
    void completed() {
        lastCompleted = clock.instant();
    }

    /** Polls that were before do not count any more. */
    void started() {
        lastCompleted = clock.instant();
        enter(Phase.IDLE);
    }

    void due(int count) {
        lastDue = count;
    }

    Phase phase() {
        return state.phase();
    }

    /** How long the present phase lasts. */
    Duration inPhase() {
        return Duration.between(state.since(), clock.instant());
    }

    /** Or since the start, if none was completed since. {@code null} before the start. */
    Duration sinceLastCompleted() {
        Instant last = lastCompleted;
        return last == null ? null : Duration.between(last, clock.instant());
    }

    /** How many files the last look at the lists found to be due. */
    int lastDue() {
        return lastDue;
    }
}
