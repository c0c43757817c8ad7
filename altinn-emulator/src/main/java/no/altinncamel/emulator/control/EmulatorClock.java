package no.altinncamel.emulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time of the emulated Altinn: the machine's time plus an offset that only moves when a test moves it, or a frozen
 * instant. All parts of the emulator read this clock and no other.
 */
public final class EmulatorClock extends Clock {

    private record State(Duration offset, Instant frozen) {}

    private final AtomicReference<State> state = new AtomicReference<>(new State(Duration.ZERO, null));
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Instant instant() {
        State now = state.get();
        return now.frozen() != null ? now.frozen() : Clock.systemUTC().instant().plus(now.offset());
    }

    /**
     * Moves the time forward (or back, with a negative duration) and runs the jobs that have become due. If some of them
     * fail, the others run all the same; then the first failure is thrown, with the others attached to it.
     */
    public void advance(Duration by) {
        state.updateAndGet(now -> new State(
                now.offset().plus(by),
                now.frozen() == null ? null : now.frozen().plus(by)));
        RuntimeException failure = null;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Stops the clock at its present reading; {@link #advance} still moves it. */
    public void freeze() {
        Instant at = instant();
        state.updateAndGet(now -> new State(now.offset(), at));
    }

    /** Back to the machine's time, running. */
    public void reset() {
        state.set(new State(Duration.ZERO, null));
    }

    /** Called after each {@link #advance}; how the purge and other jobs notice that they are due. */
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
