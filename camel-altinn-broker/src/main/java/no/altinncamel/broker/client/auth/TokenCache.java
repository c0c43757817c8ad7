package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Tokens, flights and failures by identity. Every method decides under one lock and returns at once: what takes time happens
 * outside, so that identities do not wait for one another.
 */
final class TokenCache {

    /** A fresh token that is refused at once is not replaced more often than this (maskinporten 14.3). */
    static final Duration FORCED_REFRESH_INTERVAL = Duration.ofSeconds(5);

    /**
     * @param token  the token to use, or {@code null} if the flight has to be awaited
     * @param flight the flight to await or to start; {@code null} if neither is needed
     * @param start  whether it is the finder's duty to start the flight
     */
    record Found(BearerToken token, TokenFlight flight, boolean start) {}

    private static final class Entry {
        private final FailureMemory failures = new FailureMemory();
        private IssuedToken issued;
        private BearerToken token;
        private TokenFlight flight;
        private boolean forced;
        private long forcedAt;

        boolean usable(long now) {
            return issued != null && issued.usable(now);
        }

        boolean spent(long now) {
            return flight == null && !usable(now) && failures.at(now) == null;
        }

        void drop() {
            issued = null;
            token = null;
        }
    }

    private final int capacity;
    private final LongSupplier nanoTime;
    /** In the order of their last use, so that the first is the one least recently used. */
    private final Map<Identity, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    TokenCache(int capacity, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    /**
     * @return                {@code null} if the cache is closed
     * @throws TokenException a failure that is still remembered
     */
    synchronized Found find(Identity identity) {
        if (closed) {
            return null;
        }
        long now = nanoTime.getAsLong();
        Entry entry = entry(identity, now);
        if (entry.usable(now)) {
            boolean due = now - entry.issued.softLimit() >= 0;
            boolean start = due && entry.flight == null && entry.failures.at(now) == null;
            return new Found(entry.token, start ? newFlight(entry, identity, now, true) : null, start);
        }
        entry.drop();
        if (entry.flight != null) {
            return new Found(null, entry.flight, false);
        }
        TokenException remembered = entry.failures.at(now);
        if (remembered != null) {
            throw remembered.again();
        }
        return new Found(null, newFlight(entry, identity, now, false), true);
    }

    /** The flight brought a token; it is kept if it lives long enough, and if the flight was not given up meanwhile. */
    synchronized void landed(TokenFlight flight, IssuedToken issued, BearerToken token) {
        Entry entry = endOf(flight);
        if (entry == null) {
            return;
        }
        entry.failures.clear();
        if (issued.keepable()) {
            entry.issued = issued;
            entry.token = token;
        }
    }

    /** The flight brought nothing; a token that is still good stays. */
    synchronized void failed(TokenFlight flight, TokenException failure) {
        Entry entry = endOf(flight);
        if (entry != null) {
            entry.failures.remember(failure, nanoTime.getAsLong());
        }
    }

    /** Removes the token if it is still the one, unless the one before was removed only seconds ago. */
    synchronized boolean invalidate(Identity identity, BearerToken token) {
        Entry entry = entries.get(identity);
        if (entry == null || entry.token == null || !entry.token.value().equals(token.value())) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (entry.forced && now - entry.forcedAt < FORCED_REFRESH_INTERVAL.toNanos()) {
            return false;
        }
        entry.forced = true;
        entry.forcedAt = now;
        entry.drop();
        return true;
    }

    /** @return the flights that are under way */
    synchronized List<TokenFlight> close() {
        closed = true;
        List<TokenFlight> flights = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.flight != null) {
                flights.add(entry.flight);
            }
        }
        entries.clear();
        return flights;
    }

    synchronized int size() {
        return entries.size();
    }

    private Entry entry(Identity identity, long now) {
        Entry entry = entries.get(identity);
        if (entry == null) {
            makeRoom(now);
            entry = new Entry();
            entries.put(identity, entry);
        }
        return entry;
    }

    private static TokenFlight newFlight(Entry entry, Identity identity, long now, boolean background) {
        entry.flight = new TokenFlight(identity, now, background);
        return entry.flight;
    }

    private Entry endOf(TokenFlight flight) {
        Entry entry = entries.get(flight.identity());
        if (entry == null || entry.flight != flight) {
            return null;
        }
        entry.flight = null;
        return entry;
    }

    /** What is spent goes first, then what was used longest ago; what is under way stays, even if that is too much. */
    private void makeRoom(long now) {
        if (entries.size() >= capacity) {
            remove(entry -> entry.spent(now));
        }
        if (entries.size() >= capacity) {
            remove(entry -> entry.flight == null);
        }
    }

    private void remove(Predicate<Entry> condition) {
        Iterator<Entry> all = entries.values().iterator();
        while (entries.size() >= capacity && all.hasNext()) {
            if (condition.test(all.next())) {
                all.remove();
            }
        }
    }
}
