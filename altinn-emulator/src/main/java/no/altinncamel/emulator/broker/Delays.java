package no.altinncamel.emulator.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Puts things off: for so much real time, or less if the emulator's clock is advanced. */
final class Delays {

    private record Waiting(Instant due, Runnable task) {}

    private final Clock clock;
    private final Background background;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    Delays(Clock clock, Background background) {
        this.clock = clock;
        this.background = background;
    }

    /** Runs the task once: here and now without a delay, else on the background thread or on that which moves the clock. */
    void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
            return;
        }
        Waiting entry = new Waiting(clock.instant().plus(delay), task);
        waiting.add(entry);
        background.after(delay, () -> run(entry));
    }

    /** Runs what is due by the emulator's clock. */
    void runDue() {
        Instant now = clock.instant();
        waiting.stream()
                .filter(entry -> !entry.due().isAfter(now))
                .sorted(Comparator.comparing(Waiting::due))
                .forEach(this::run);
    }

    private void run(Waiting entry) {
        if (waiting.remove(entry)) {
            entry.task().run();
        }
    }
}
