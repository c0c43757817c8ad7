package no.altinncamel.broker.client.http;

import java.time.Duration;

/** The recent calls of one operation by one client, and who waits for the next. Guarded by the lock of {@link RateBudget}. */
final class CallWindow {

    private final int full;
    private final long length;
    private final long[] calls;
    private final TurnQueue waiting = new TurnQueue();
    /** The part of {@link #full} that we may use. */
    private int limit;
    /** How many of {@link #calls} are filled, and where the oldest of them is. */
    private int filled;

    private int oldest;
    private boolean closedOnce;
    private long closedUntil;
    private Duration closure = Duration.ZERO;

    /** @param limit calls in one window; 0 = any number */
    CallWindow(int limit, long lengthNanos) {
        this.full = limit;
        this.limit = limit;
        this.length = lengthNanos;
        this.calls = new long[limit];
    }

    /** Leaves the rest of the limit to other applications, but at least one call to us. */
    void share(double share) {
        limit = full == 0 ? 0 : Math.max(1, (int) Math.floor(full * share));
    }

    int limit() {
        return limit;
    }

    TurnQueue waiting() {
        return waiting;
    }

    int used(long now) {
        forgetOldCalls(now);
        return filled;
    }

    /** Nanoseconds; 0 if it is not closed. */
    long closedFor(long now) {
        return closedOnce ? Math.max(0, closedUntil - now) : 0;
    }

    /** @return nanoseconds until a caller with so many others before him may go; 0 or less = now */
    long waitFor(int ahead, long now) {
        long wait = closedFor(now);
        if (limit == 0) {
            return wait;
        }
        forgetOldCalls(now);
        int over = filled + ahead - limit;
        if (over < 0) {
            return wait;
        }
        long rounds = over / limit + 1L;
        int position = over % limit;
        long basis = position < filled ? calls[(oldest + position) % full] : now;
        return Math.max(wait, basis + rounds * length - now);
    }

    void taken(long now) {
        if (limit > 0) {
            calls[(oldest + filled) % full] = now;
            filled++;
        }
    }

    void closeUntil(long time) {
        if (!closedOnce || time - closedUntil > 0) {
            closedUntil = time;
            closedOnce = true;
        }
    }

    boolean closedAt(long now) {
        return closedOnce && closedUntil - now > 0;
    }

    Duration nextClosure(Duration first, Duration longest) {
        Duration doubled = closure.isZero() ? first : closure.multipliedBy(2);
        closure = doubled.compareTo(longest) < 0 ? doubled : longest;
        return closure;
    }

    void resetClosures() {
        closure = Duration.ZERO;
    }

    private void forgetOldCalls(long now) {
        while (filled > 0 && now - calls[oldest] >= length) {
            oldest = (oldest + 1) % full;
            filled--;
        }
    }
}
