package no.altinncamel.emulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

import no.altinncamel.emulator.http.Operation;

/**
 * The gateway's limits: so many calls of an operation within any 60 seconds for each Maskinporten client (contract
 * altinn-broker 2.8). On by default with the documented figures.
 */
public final class RateLimits {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int CALLS = 120;
    private static final int SCARCE_CALLS = 10;

    private record Key(Operation operation, String client) {}

    private final Clock clock;
    private final Map<Operation, Integer> limits = new EnumMap<>(Operation.class);
    private final Map<Key, Deque<Instant>> calls = new HashMap<>();
    private boolean enabled;
    private boolean retryAfter;

    public RateLimits(Clock clock) {
        this.clock = clock;
        reset();
    }

    /** Back to the defaults: on, the documented figures, {@code Retry-After}, and no calls counted. */
    public synchronized void reset() {
        calls.clear();
        limits.clear();
        enabled = true;
        retryAfter = true;
        for (Operation operation : new Operation[] {
            Operation.INITIALIZE,
            Operation.UPLOAD,
            Operation.INITIALIZE_AND_UPLOAD,
            Operation.OVERVIEW,
            Operation.DOWNLOAD,
            Operation.CONFIRM
        }) {
            limits.put(operation, CALLS);
        }
        limits.put(Operation.DETAILS, SCARCE_CALLS);
        limits.put(Operation.LIST, SCARCE_CALLS);
    }

    /** Sets the calls a minute for one operation; 0 refuses every call. */
    public synchronized void limit(Operation operation, int callsPerMinute) {
        limits.put(operation, callsPerMinute);
    }

    public synchronized void enabled(boolean on) {
        this.enabled = on;
    }

    /** Whether a 429 carries {@code Retry-After}; it does by default. */
    public synchronized void retryAfter(boolean on) {
        this.retryAfter = on;
    }

    public synchronized boolean retryAfter() {
        return retryAfter;
    }

    /**
     * Counts a call.
     *
     * @return empty if the call may pass, else the seconds until the next one may
     */
    public synchronized OptionalLong refuse(Operation operation, String client) {
        Integer limit = limits.get(operation);
        if (!enabled || limit == null) {
            return OptionalLong.empty();
        }
        Instant now = clock.instant();
        Deque<Instant> recent = calls.computeIfAbsent(new Key(operation, client), key -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.peek().plus(WINDOW).isAfter(now)) {
            recent.poll();
        }
        if (recent.size() < limit) {
            recent.add(now);
            return OptionalLong.empty();
        }
        Duration wait =
                recent.isEmpty() ? WINDOW : Duration.between(now, recent.peek().plus(WINDOW));
        return OptionalLong.of(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** Forgets all calls counted so far. */
    public synchronized void clear() {
        calls.clear();
    }
}
