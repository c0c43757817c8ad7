package no.altinncamel.broker.client.http;

import java.time.Duration;

/** The recent calls of one operation by one client, and who waits for the next. Guarded by the lock of {@link RateBudget}. */
final class CallWindow {

    /** Never waits, so it stands for any party that does not wait yet. */
    private static final RateParty NOBODY = new RateParty("nobody");

    private final int full;
    private final long length;
    private final long[] calls;
    private final TurnQueue waiting = new TurnQueue();
    /** The part of {@link #full} that is ours. */
    private int limit;
    /** How many of {@link #calls} are filled, and where the oldest of them is. */
    private int filled;

    private int oldest;
    private boolean closedOnce;
    private long closedUntil;
    private Duration closure = Duration.ZERO;

    /** @param full the most calls in one window that there can ever be; 0 = any number */
    CallWindow(int full, long lengthNanos) {
        this.full = full;
        this.limit = full;
        this.length = lengthNanos;
        this.calls = new long[full];
    }

    /** @param calls in one window, at most what it was made for; calls that were made already go on counting */
    void limit(int calls) {
        limit = calls;
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

    /** @return nanoseconds; 0 if it is not closed */
    long closedFor(long now) {
        return closedOnce ? Math.max(0, closedUntil - now) : 0;
    }

    /** @return nanoseconds until a caller with so many others before him may go; 0 = now */
    long waitFor(int ahead, long now) {
        long closedFor = closedFor(now);
        if (limit == 0) {
            return closedFor;
        }
        forgetOldCalls(now);
        // each turn follows by one window the turn so many places before it as the limit says
        int leaving = filled + ahead % limit - limit;
        long first = leaving < 0 ? 0 : calls[(oldest + leaving) % full] + length - now;
        return Math.max(closedFor, first) + ahead / limit * length;
    }

    /** How long a caller would wait who came now, if nobody else came. */
    Duration untilTurn(RateParty party, long now) {
        return Duration.ofNanos(waitFor(waiting.aheadOfNewcomer(party), now));
    }

    RateLimitUsage usage(String clientId, String operation, long now) {
        return new RateLimitUsage(
                clientId,
                operation,
                limit,
                used(now),
                waiting.size(),
                Duration.ofNanos(closedFor(now)),
                untilTurn(NOBODY, now));
    }

    void taken(long now) {
        if (limit > 0) {
            calls[(oldest + filled) % full] = now;
            filled++;
        }
    }

    /** The call came to the gateway later than its turn was taken, at the latest now. */
    void answered(long taken, long now) {
        for (int i = 0; i < filled; i++) {
            if (calls[(oldest + i) % full] == taken) {
                for (int behind = i + 1; behind < filled; behind++) {
                    calls[(oldest + behind - 1) % full] = calls[(oldest + behind) % full];
                }
                calls[(oldest + filled - 1) % full] = now;
                return;
            }
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
