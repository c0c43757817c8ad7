package no.altinncamel.emulator.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import no.altinncamel.emulator.http.Operation;

/**
 * Faults in waiting: each operation has a queue, and each call of the operation takes one from it. Those that last meet every
 * call about one file instead.
 */
public final class Faults {

    private record Lasting(Operation operation, String id, Fault fault) {}

    private final Map<Operation, Deque<Fault>> queues = new EnumMap<>(Operation.class);
    private final List<Lasting> lasting = new ArrayList<>();
    private CountDownLatch cleared = new CountDownLatch(1);

    /** The next call of the operation that has no earlier fault in waiting meets this one. */
    public void next(Operation operation, Fault fault) {
        next(operation, 1, fault);
    }

    /** The next {@code times} calls of the operation meet this fault. */
    public synchronized void next(Operation operation, int times, Fault fault) {
        Deque<Fault> queue = queues.computeIfAbsent(operation, key -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    /** A call that goes well, between two faults. */
    public synchronized void pass(Operation operation) {
        next(operation, Fault.delay(java.time.Duration.ZERO));
    }

    /**
     * Every call of the operation about one file meets this fault, until the next {@link #clear()}. It uses up none of those in
     * waiting.
     *
     * @param id that of the file transfer
     */
    public synchronized void always(Operation operation, String id, Fault fault) {
        lasting.add(new Lasting(operation, id, fault));
    }

    /**
     * Takes the fault for a call that is being served now.
     *
     * @param path that of the call
     */
    public synchronized Optional<Fault> take(Operation operation, String path) {
        for (Lasting one : lasting) {
            if (one.operation() == operation && path.contains(one.id())) {
                return Optional.of(one.fault());
            }
        }
        Deque<Fault> queue = queues.get(operation);
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
    }

    public synchronized int waiting(Operation operation) {
        Deque<Fault> queue = queues.get(operation);
        return queue == null ? 0 : queue.size();
    }

    /** Forgets the faults in waiting and those that last, and ends those that hang. */
    public synchronized void clear() {
        queues.clear();
        lasting.clear();
        cleared.countDown();
        cleared = new CountDownLatch(1);
    }

    /**
     * Goes down with the next {@link #clear()}. Whoever serves a call asks for it before it takes the call's fault, so that
     * it misses no clearing.
     */
    public synchronized CountDownLatch cleared() {
        return cleared;
    }
}
