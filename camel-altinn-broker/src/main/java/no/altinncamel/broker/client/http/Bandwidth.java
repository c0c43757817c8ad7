package no.altinncamel.broker.client.http;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Caps how many bytes a second travel, up and down together, for all that share it. Whoever comes when the second is used up waits.
 * The file goes first that had the fewest bytes since it came, so that all that wait get equally many, in however many parts and
 * pieces each travels.
 */
public final class Bandwidth implements AutoCloseable {

    /** What was not used is kept for so long, and for so many bytes at least. */
    private static final long BURST = TimeUnit.SECONDS.toNanos(1);

    private static final long LEAST_BURST = 64 * 1024;

    /** Pieces are so small that a wait is short and many can take turns, but not so small that the waiting costs more than it brings. */
    private static final long PIECES_PER_SECOND = 20;

    private static final int SMALLEST_PIECE = 1024;
    private static final int LARGEST_PIECE = 256 * 1024;

    /** What a file has had is forgotten when it did not come again for so long: nobody says that it is over. */
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Turn> waiting = new PriorityQueue<>();
    /** Files with turns that wait. */
    private final Map<Object, Account> present = new HashMap<>();
    /** Files that have gone and may come again, the one that went first at the head. */
    private final Map<Object, Account> quiet = new LinkedHashMap<>();

    private volatile long bytesPerSecond;
    /** Where the file stood whose turn was last. */
    private long served;
    /** When what was taken so far is paid for. */
    private long paid;

    private long turns;

    private boolean closed;

    /** What a file has had; one without it is where {@link #served} is. */
    private static final class Account {

        /** To where its turns reach, as bytes of its own. */
        private long end;

        private int turns;
        private long quietSince;
    }

    /** Somebody who waits. */
    private final class Turn implements Comparable<Turn> {

        private final long start;
        private final long number = turns++;
        private final Condition called = lock.newCondition();

        Turn(long start) {
            this.start = start;
        }

        @Override
        public int compareTo(Turn other) {
            return start == other.start ? Long.compare(number, other.number) : Long.compare(start, other.start);
        }
    }

    /**
     * @param bytesPerSecond 0 = no cap
     * @param nanoTime       {@code System::nanoTime}
     */
    public Bandwidth(long bytesPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.bytesPerSecond = checked(bytesPerSecond);
        this.paid = nanoTime.getAsLong() - burst();
    }

    /** One without a cap. */
    public static Bandwidth unlimited() {
        return new Bandwidth(0, System::nanoTime);
    }

    private static long checked(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "A cap of " + bytesPerSecond + " bytes per second is too small; 0 stands for none");
        }
        return bytesPerSecond;
    }

    /** Changes the cap, also for those who wait. What was taken under another one is paid for. */
    public void limit(long most) {
        lock.lock();
        try {
            if (checked(most) != bytesPerSecond) {
                bytesPerSecond = most;
                paid = nanoTime.getAsLong();
            }
            waiting.forEach(turn -> turn.called.signal());
        } finally {
            lock.unlock();
        }
    }

    /** Bytes per second; 0 = no cap. */
    public long limit() {
        return bytesPerSecond;
    }

    /** How many wait at the moment. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Of how many files it is known what they have had. */
    int files() {
        lock.lock();
        try {
            return present.size() + quiet.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The part of one file in it.
     *
     * @param file      the same for all parts of a file
     * @param operation what travels, for messages
     */
    public Share share(Object file, String operation) {
        return new Share(file, operation);
    }

    /** The part of one file. Safe for use by the threads that move parts of it. */
    public final class Share {

        private final Object file;
        private final String operation;

        private Share(Object file, String operation) {
            this.file = file;
            this.operation = operation;
        }

        /** How many of so many bytes are to be moved at once. */
        public int piece(int most) {
            long cap = bytesPerSecond;
            return cap == 0 ? most : (int) Math.min(most, sized(cap / PIECES_PER_SECOND));
        }

        private static long sized(long bytes) {
            return Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, bytes));
        }

        /**
         * Waits until bytes may move, or for the time that those cost which have moved.
         *
         * @throws AltinnClientException if the thread is interrupted (the interrupt stays set) or the client closed
         */
        public void take(int bytes) {
            if (bytesPerSecond > 0 && bytes > 0) {
                await(file, bytes, operation);
            }
        }
    }

    private void await(Object file, int bytes, String operation) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(operation, e);
        }
        Turn turn = turn(file, bytes);
        try {
            for (long pause = pause(turn, operation); pause > 0; pause = pause(turn, operation)) {
                turn.called.await(pause, TimeUnit.NANOSECONDS);
            }
            served = Math.max(served, turn.start);
            pay(bytes);
        } catch (InterruptedException e) {
            throw interrupted(operation, e);
        } finally {
            leave(file, turn);
            if (!waiting.isEmpty()) {
                waiting.peek().called.signal();
            }
            lock.unlock();
        }
    }

    private Turn turn(Object file, int bytes) {
        forget();
        Account account = present.get(file);
        if (account == null) {
            account = quiet.containsKey(file) ? quiet.remove(file) : new Account();
            present.put(file, account);
        }
        Turn turn = new Turn(Math.max(account.end, served));
        account.end = turn.start + bytes;
        account.turns++;
        waiting.add(turn);
        return turn;
    }

    private void leave(Object file, Turn turn) {
        waiting.remove(turn);
        Account account = present.get(file);
        account.turns--;
        if (account.turns == 0) {
            account.quietSince = nanoTime.getAsLong();
            quiet.put(file, present.remove(file));
        }
    }

    private void forget() {
        long now = nanoTime.getAsLong();
        Iterator<Account> accounts = quiet.values().iterator();
        while (accounts.hasNext() && now - accounts.next().quietSince >= QUIET) {
            accounts.remove();
        }
    }

    /** @return nanoseconds until the turn should look again; 0 if it may go */
    private long pause(Turn turn, String operation) {
        if (closed) {
            throw new AltinnClientException(Failure.withoutAnswer(
                    operation, null, "the client was closed while it waited for its share of the bandwidth"));
        }
        if (bytesPerSecond == 0) {
            return 0;
        }
        // who is not next is called when the one before him goes
        return waiting.peek() == turn ? Math.max(0, paid - nanoTime.getAsLong()) : Long.MAX_VALUE;
    }

    private void pay(int bytes) {
        long cap = bytesPerSecond;
        if (cap > 0) {
            long earliest = nanoTime.getAsLong() - burst();
            paid = (paid - earliest > 0 ? paid : earliest) + bytes * TimeUnit.SECONDS.toNanos(1) / cap;
        }
    }

    private long burst() {
        long cap = bytesPerSecond;
        return cap == 0 ? 0 : Math.max(BURST, LEAST_BURST * TimeUnit.SECONDS.toNanos(1) / cap);
    }

    private static AltinnClientException interrupted(String operation, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AltinnClientException(
                Failure.withoutAnswer(operation, null, "interrupted while it waited for its share of the bandwidth")
                        .withRetryable(true),
                e);
    }

    /** Ends all waits. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(turn -> turn.called.signal());
        } finally {
            lock.unlock();
        }
    }
}
