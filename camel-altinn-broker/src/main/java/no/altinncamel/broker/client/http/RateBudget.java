package no.altinncamel.broker.client.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Paces calls so that the gateway has nothing to refuse (altinn-broker 2.8). It counts as the gateway does: for each
 * Maskinporten client and operation, so many calls in any 60 seconds. Whoever comes when the window is full waits for his
 * turn; turns go round between the parties that wait. One budget is meant to be shared by all who use the same Maskinporten
 * client.
 */
public final class RateBudget implements AutoCloseable {

    /** The gateway's 60 seconds and one more, because calls do not all travel equally long. */
    static final Duration WINDOW = Duration.ofSeconds(61);

    private static final Duration FIRST_CLOSURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSURE = Duration.ofSeconds(60);

    private record Key(String clientId, String operation) {

        Key {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(operation, "operation");
        }
    }

    private final Map<String, Integer> callsPerMinute;
    private final int otherwise;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Key, CallWindow> windows = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();
    private final RateParty anybody = new RateParty("anybody");
    private boolean closed;

    /**
     * How far one limit is used.
     *
     * @param clientId  Maskinporten client
     * @param operation the Broker's operation
     * @param limit     calls in 60 seconds that we allow ourselves; 0 = any number
     * @param used      calls of the last 60 seconds
     * @param waiting   callers that wait for their turn
     * @param closedFor how long the gateway has asked us to stay away; zero if it has not
     * @param untilTurn how long a caller would wait who came now
     */
    public record Usage(
            String clientId,
            String operation,
            int limit,
            int used,
            int waiting,
            Duration closedFor,
            Duration untilTurn) {}

    /**
     * @param callsPerMinute limits by operation
     * @param otherwise      limit for any other operation; 0 = none
     * @param maxWait        a caller whose turn would come later fails at once, unless he names a limit of his own
     * @param nanoTime       {@code System::nanoTime}
     */
    public RateBudget(Map<String, Integer> callsPerMinute, int otherwise, Duration maxWait, LongSupplier nanoTime) {
        this.callsPerMinute = Map.copyOf(callsPerMinute);
        this.otherwise = otherwise;
        this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** A budget that lets every call pass and only minds the closures that {@link #refused} brings. */
    public static RateBudget unlimited(Duration maxWait) {
        return new RateBudget(Map.of(), 0, maxWait, System::nanoTime);
    }

    /** A caller whose turn would come later fails at once, unless he names a limit of his own. */
    public Duration maxWait() {
        return maxWait;
    }

    /**
     * Waits for a turn and takes it.
     *
     * @throws RateLimitedException  if the turn would come later than the longest wait
     * @throws AltinnClientException if the thread is interrupted (the interrupt stays set) or the budget closed
     */
    public void await(String clientId, String operation) {
        await(clientId, operation, maxWait);
    }

    /** As {@link #await(String, String)}, with a longest wait of the caller's own. */
    public void await(String clientId, String operation, Duration longestWait) {
        await(clientId, operation, longestWait, anybody);
    }

    /**
     * As {@link #await(String, String)}, with a longest wait of the caller's own and for a party.
     *
     * @throws RateLimitedException also if the party is stopped
     */
    public void await(String clientId, String operation, Duration longestWait, RateParty party) {
        Key key = new Key(clientId, operation);
        Object ticket = new Object();
        lock.lock();
        CallWindow window = window(key);
        window.waiting().add(party, ticket);
        long deadline = nanoTime.getAsLong() + longestWait.toNanos();
        try {
            refuseLongWait(
                    operation, window.waitFor(window.waiting().aheadOfLast(party), nanoTime.getAsLong()), longestWait);
            while (!mayGo(operation, window, party, ticket, longestWait)) {
                boolean next = window.waiting().isNext(party, ticket);
                // others may have come and go before this one now, so that its turn comes later than expected
                long left = deadline - nanoTime.getAsLong();
                if (!next && left <= 0) {
                    refuseLongWait(operation, longestWait.toNanos() + 1, longestWait);
                }
                moved.await(next ? window.waitFor(0, nanoTime.getAsLong()) : left, TimeUnit.NANOSECONDS);
            }
            window.taken(nanoTime.getAsLong());
            window.waiting().taken(party, ticket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AltinnClientException(
                    Failure.withoutAnswer(
                                    operation, null, "interrupted while it waited for its turn in the rate budget")
                            .withRetryable(true),
                    e);
        } finally {
            window.waiting().remove(party, ticket);
            moved.signalAll();
            lock.unlock();
        }
    }

    private boolean mayGo(String operation, CallWindow window, RateParty party, Object ticket, Duration longestWait) {
        if (closed) {
            throw new AltinnClientException(Failure.withoutAnswer(
                    operation, null, "the client was closed while the call waited for its turn in the rate budget"));
        }
        if (party.stopped) {
            throw new RateLimitedException(Failure.withoutAnswer(
                            operation,
                            null,
                            "the wait for a turn in the rate budget was given up: " + party + " is stopped")
                    .withRetryable(true));
        }
        if (!window.waiting().isNext(party, ticket)) {
            return false;
        }
        long wait = window.waitFor(0, nanoTime.getAsLong());
        refuseLongWait(operation, wait, longestWait);
        return wait <= 0;
    }

    /** Ends all waits of a party, and lets none of its calls pass until it is started again. */
    public void stop(RateParty party) {
        stopped(party, true);
    }

    /** Lets the calls of a party pass again. */
    public void start(RateParty party) {
        stopped(party, false);
    }

    private void stopped(RateParty party, boolean stopped) {
        lock.lock();
        try {
            party.stopped = stopped;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void refuseLongWait(String operation, long wait, Duration longestWait) {
        if (wait > longestWait.toNanos()) {
            throw new RateLimitedException(Failure.withoutAnswer(
                            operation,
                            null,
                            "the rate budget of this Maskinporten client is used up and its next free turn is later than the longest"
                                    + " wait allowed, " + longestWait.toSeconds() + " s")
                    .withRetryable(true)
                    .withRetryAfter(Duration.ofNanos(wait)));
        }
    }

    /**
     * Limits what is used of the limits of a Maskinporten client, because other applications use it too. Of several shares the
     * smallest counts.
     *
     * @param share more than 0, at most 1
     */
    public void share(String clientId, double share) {
        lock.lock();
        try {
            double smallest = shares.merge(clientId, share, Math::min);
            windows.forEach((key, window) -> {
                if (key.clientId().equals(clientId)) {
                    window.share(smallest);
                }
            });
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How far each limit that was met is used, by client and operation. */
    public List<Usage> usage() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            return windows.entrySet().stream()
                    .map(entry -> usage(entry.getKey(), entry.getValue(), now))
                    .sorted(Comparator.comparing(Usage::clientId).thenComparing(Usage::operation))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static Usage usage(Key key, CallWindow window, long now) {
        return new Usage(
                key.clientId(),
                key.operation(),
                window.limit(),
                window.used(now),
                window.waiting().size(),
                Duration.ofNanos(window.closedFor(now)),
                Duration.ofNanos(Math.max(0, window.waitFor(window.waiting().size(), now))));
    }

    /**
     * The gateway answered 429 nevertheless: nobody calls until the time is over.
     *
     * @param retryAfter the gateway's wish; without one, 1 second the first time and twice as long each further time, up to 60
     */
    public void refused(String clientId, String operation, Duration retryAfter) {
        lock.lock();
        try {
            CallWindow window = window(new Key(clientId, operation));
            long now = nanoTime.getAsLong();
            if (retryAfter != null) {
                window.closeUntil(now + retryAfter.toNanos());
            } else if (!window.closedAt(now)) {
                // calls that travelled together are refused together: that is one refusal, not thirty
                window.closeUntil(
                        now + window.nextClosure(FIRST_CLOSURE, LONGEST_CLOSURE).toNanos());
            }
        } finally {
            moved.signalAll();
            lock.unlock();
        }
    }

    /** The gateway let a call pass: the next closure starts short again. */
    public void accepted(String clientId, String operation) {
        lock.lock();
        try {
            window(new Key(clientId, operation)).resetClosures();
        } finally {
            lock.unlock();
        }
    }

    private CallWindow window(Key key) {
        return windows.computeIfAbsent(key, any -> {
            CallWindow window =
                    new CallWindow(callsPerMinute.getOrDefault(key.operation(), otherwise), WINDOW.toNanos());
            window.share(shares.getOrDefault(key.clientId(), 1.0));
            return window;
        });
    }

    /** How many callers wait for their turn at the moment. */
    public int waiting() {
        lock.lock();
        try {
            return windows.values().stream()
                    .mapToInt(window -> window.waiting().size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
