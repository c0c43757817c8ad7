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

    private final CallLimits limits;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Key, CallWindow> windows = new HashMap<>();
    private boolean closed;

    /**
     * @param callsPerMinute limits by operation
     * @param otherwise      limit for any other operation; 0 = none
     * @param maxWait        a caller whose turn would come later fails at once, unless he names a limit of his own
     * @param nanoTime       {@code System::nanoTime}
     */
    public RateBudget(Map<String, Integer> callsPerMinute, int otherwise, Duration maxWait, LongSupplier nanoTime) {
        this.limits = new CallLimits(callsPerMinute, otherwise);
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
     * Waits for a turn and takes it. Turns go round between the parties that wait; within a party, first come, first served.
     *
     * @param  longestWait           whoever would wait longer does not wait at all
     * @param  party                 for whom the call is made
     * @throws RateLimitedException  if the turn would come later than that, or the party is stopped
     * @throws AltinnClientException if the thread is interrupted (the interrupt stays set) or the budget closed
     * @return                       the turn, for {@link #answered}
     */
    public long await(String clientId, String operation, Duration longestWait, RateParty party) {
        Key key = new Key(clientId, operation);
        lock.lock();
        try {
            CallWindow window = window(key);
            Ticket ticket = new Ticket(party, nanoTime.getAsLong(), longestWait.toNanos());
            window.waiting().add(ticket);
            try {
                return await(operation, window, ticket, longestWait);
            } finally {
                window.waiting().remove(ticket);
                moved.signalAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AltinnClientException(
                    Failure.withoutAnswer(
                                    operation, null, "interrupted while it waited for its turn in the rate budget")
                            .withRetryable(true),
                    e);
        } finally {
            lock.unlock();
        }
    }

    private long await(String operation, CallWindow window, Ticket ticket, Duration longestWait)
            throws InterruptedException {
        while (!mayGo(operation, window, ticket, longestWait)) {
            long now = nanoTime.getAsLong();
            long left = ticket.left(now);
            // who is not next is woken when the one before him goes, and has to look himself only when his time is over
            long pause = window.waiting().isNext(ticket) ? window.waitFor(0, now) : left > 0 ? left : Long.MAX_VALUE;
            moved.await(pause, TimeUnit.NANOSECONDS);
        }
        long turn = nanoTime.getAsLong();
        window.taken(turn);
        window.waiting().served(ticket);
        return turn;
    }

    /**
     * The answer to a call has begun. The gateway counted the call some time between its turn and now; until now, to be safe,
     * since a busy machine or a slow line may have held it up.
     */
    public void answered(String clientId, String operation, long turn) {
        lock.lock();
        try {
            window(new Key(clientId, operation)).answered(turn, nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at a turn anew, when its caller comes and each time that something moves. The time of the turn is reckoned from all
     * who wait now; so it is the earliest possible unless somebody before gives up. Parties that come later push it back, which
     * shows at a later look: nobody waits on for a turn that cannot come in time, and nobody longer than he wants to.
     */
    private boolean mayGo(String operation, CallWindow window, Ticket ticket, Duration longestWait) {
        if (closed) {
            throw new AltinnClientException(Failure.withoutAnswer(
                    operation, null, "the client was closed while the call waited for its turn in the rate budget"));
        }
        if (ticket.stopped()) {
            throw new RateLimitedException(Failure.withoutAnswer(
                            operation,
                            null,
                            "the wait for a turn in the rate budget was given up, because " + ticket.party()
                                    + " was stopped")
                    .withRetryable(true));
        }
        long now = nanoTime.getAsLong();
        long wait = window.waitFor(window.waiting().ahead(ticket), now);
        if (wait > ticket.left(now)) {
            throw new RateLimitedException(Failure.withoutAnswer(
                            operation,
                            null,
                            "the rate budget of this Maskinporten client is used up and its next free turn is later than the longest"
                                    + " wait allowed, " + longestWait.toSeconds() + " s")
                    .withRetryable(true)
                    .withRetryAfter(Duration.ofNanos(wait)));
        }
        return wait == 0 && window.waiting().isNext(ticket);
    }

    /**
     * How long a caller would wait who came now, if nobody else came; zero = not at all. Takes nothing: the answer is good for
     * as long as nobody else calls.
     */
    public Duration untilTurn(String clientId, String operation, RateParty party) {
        lock.lock();
        try {
            CallWindow window = windows.get(new Key(clientId, operation));
            return window == null ? Duration.ZERO : window.untilTurn(party, nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits of a party at once, and lets none of its calls pass until it is started again. */
    public void stop(RateParty party) {
        change(party::stop);
    }

    /** Lets the calls of a party pass again. Whoever waited when it was stopped has failed nevertheless. */
    public void start(RateParty party) {
        change(party::start);
    }

    /**
     * Limits what is used of the limits of a Maskinporten client, because other applications use it too: of each operation's
     * calls this share, rounded down, but at least one. Of several shares for one client the smallest counts, until it is taken
     * back.
     *
     * @param  share                    more than 0, at most 1
     * @throws IllegalArgumentException if it is anything else
     */
    public void share(String clientId, double share) {
        change(() -> {
            limits.share(clientId, share);
            limit(clientId);
        });
    }

    /** Takes back what was said by {@link #share}, once. */
    public void unshare(String clientId, double share) {
        change(() -> {
            limits.unshare(clientId, share);
            limit(clientId);
        });
    }

    private void limit(String clientId) {
        windows.forEach((key, window) -> {
            if (key.clientId().equals(clientId)) {
                window.limit(limits.own(clientId, key.operation()));
            }
        });
    }

    /** How far each limit is used that was met so far, by client and operation. */
    public List<RateLimitUsage> snapshot() {
        lock.lock();
        try {
            return windows.entrySet().stream()
                    .map(entry -> entry.getValue()
                            .usage(entry.getKey().clientId(), entry.getKey().operation(), nanoTime.getAsLong()))
                    .sorted(Comparator.comparing(RateLimitUsage::clientId).thenComparing(RateLimitUsage::operation))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The gateway answered 429 nevertheless: nobody calls until the time is over.
     *
     * @param retryAfter the gateway's wish; without one, 1 second the first time and twice as long each further time, up to 60
     */
    public void refused(String clientId, String operation, Duration retryAfter) {
        change(() -> {
            CallWindow window = window(new Key(clientId, operation));
            long now = nanoTime.getAsLong();
            if (retryAfter != null) {
                window.closeUntil(now + retryAfter.toNanos());
            } else if (!window.closedAt(now)) {
                // calls that travelled together are refused together: that is one refusal, not thirty
                window.closeUntil(
                        now + window.nextClosure(FIRST_CLOSURE, LONGEST_CLOSURE).toNanos());
            }
        });
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
            CallWindow window = new CallWindow(limits.full(key.operation()), WINDOW.toNanos());
            window.limit(limits.own(key.clientId(), key.operation()));
            return window;
        });
    }

    /** Changes something and makes everybody who waits look at it. */
    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            moved.signalAll();
            lock.unlock();
        }
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
        change(() -> closed = true);
    }
}
