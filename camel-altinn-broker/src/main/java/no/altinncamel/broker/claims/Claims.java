package no.altinncamel.broker.claims;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of several nodes works on a transfer, and which were routed already, kept in an {@link IdempotentRepository} that the
 * nodes share.
 * <p>
 * A repository knows no times, so a claim carries its own: time is cut into periods of half the timeout, and a claim is the
 * transfer's key with the number of the period. It holds while it is renewed from period to period. Whoever claims first adds
 * the key of the current period, which only one can, and then looks whether there is one of the period before or after:
 * before, because the holder may not have renewed yet; after, because clocks differ. As all add before they look, of two at
 * least one sees the other and withdraws. A claim that is not renewed has therefore lapsed after one to two periods, however
 * its holder came to its end. A holder that was paused stops half a period earlier to believe in its claim. This needs clocks
 * that differ by less than half a period, and a repository whose {@code add} is atomic and seen by all nodes at once, as that
 * of a database is.
 * <p>
 * The last claim of a holder that died stays in the repository, one key for each file that it had in hand.
 */
public final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    /** In one period a claim is renewed so often, in case the repository fails now and then. */
    private static final int RENEWALS_A_PERIOD = 4;

    private final IdempotentRepository repository;
    private final String owner;
    private final long periodMillis;
    private final Clock clock;
    /** What we hold, with the period for which it was claimed or renewed last. */
    private final Map<UUID, Long> held = new HashMap<>();
    /** Told when what we hold is lost. */
    private final Map<UUID, Runnable> losing = new HashMap<>();
    /** Renewals that found the key of their period there already. Guarded by {@link #renewing}. */
    private final Map<UUID, Long> doubtful = new HashMap<>();

    private final ReentrantLock renewing = new ReentrantLock();

    /**
     * @param owner   starts all keys: whose claims they are, so that several recipients of a transfer can share a
     *                repository; short enough, since Camel's own table for them takes 100 characters
     * @param timeout after which a claim that is not renewed has lapsed for certain
     */
    public Claims(IdempotentRepository repository, String owner, Duration timeout, Clock clock) {
        this.repository = repository;
        this.owner = owner;
        this.periodMillis = Math.max(1, timeout.toMillis() / 2);
        this.clock = clock;
    }

    /** How often {@link #renew()} is to be called. */
    public Duration renewalInterval() {
        return Duration.ofMillis(Math.max(1, periodMillis / RENEWALS_A_PERIOD));
    }

    /**
     * Claims a transfer.
     *
     * @return                  whether we hold it now, and nobody else does
     * @throws RuntimeException if the repository fails
     */
    public boolean take(UUID id) {
        return take(id, () -> {});
    }

    /**
     * As {@link #take(UUID)}.
     *
     * @param lost told when a renewal finds that the claim has lapsed or somebody else has it; not after {@link #release}
     */
    public boolean take(UUID id, Runnable lost) {
        long period = period();
        synchronized (this) {
            if (held.containsKey(id)) {
                return holds(id);
            }
        }
        if (!add(claim(id, period))) {
            return false;
        }
        boolean alone = false;
        try {
            alone = !repository.contains(claim(id, period - 1))
                    && !repository.contains(claim(id, period + 1))
                    // if the time has moved on meanwhile, somebody may have claimed for the new period without seeing
                    // ours
                    && period() == period;
        } finally {
            if (!alone) {
                remove(id, period);
            }
        }
        if (alone) {
            synchronized (this) {
                held.put(id, period);
                losing.put(id, lost);
            }
        }
        return alone;
    }

    /** Some repositories fail when two nodes add the same key at the same moment; one of them has it then. */
    private boolean add(String key) {
        try {
            return repository.add(key);
        } catch (RuntimeException e) {
            if (repository.contains(key)) {
                LOG.debug("{} was added by another node at the same moment", key, e);
                return false;
            }
            throw e;
        }
    }

    /** Whether our claim has not lapsed. */
    public synchronized boolean holds(UUID id) {
        Long period = held.get(id);
        return period != null && clock.millis() < (period + 2) * periodMillis - periodMillis / 2;
    }

    /**
     * As {@link #holds}; a claim that lapsed, as when the repository could not be reached for long, is claimed again if nobody
     * else has claimed or routed the transfer meanwhile.
     *
     * @throws RuntimeException if the repository fails
     */
    public boolean holdsOrRegains(UUID id) {
        if (holds(id)) {
            return true;
        }
        release(id);
        if (!take(id)) {
            return false;
        }
        if (isRecorded(id)) {
            release(id);
            return false;
        }
        LOG.info("The claim of file transfer {} had lapsed and was taken anew", id);
        return true;
    }

    /** Extends what we hold; to be called every {@link #renewalInterval()}. Does not throw when the repository fails. */
    public void renew() {
        if (!renewing.tryLock()) {
            // another consumer of the endpoint is at it
            return;
        }
        try {
            long period = period();
            List<Map.Entry<UUID, Long>> claims = snapshot();
            doubtful.keySet().retainAll(claims.stream().map(Map.Entry::getKey).toList());
            for (Map.Entry<UUID, Long> claim : claims) {
                if (claim.getValue() < period) {
                    renew(claim.getKey(), claim.getValue(), period);
                }
            }
        } finally {
            renewing.unlock();
        }
    }

    private synchronized List<Map.Entry<UUID, Long>> snapshot() {
        return held.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void renew(UUID id, long last, long period) {
        try {
            if (period > last + 1) {
                lost(id, last);
            } else if (add(claim(id, period)) || isOursInDoubt(id, period)) {
                renewed(id, last, period);
            }
        } catch (RuntimeException e) {
            LOG.warn("The claim of file transfer {} could not be renewed; it is tried again until it lapses", id, e);
        }
    }

    /**
     * Nobody else can hold the period while our key of the one before is there. So a key that we find is from a renewal of ours
     * whose answer was lost, or from one who tries to claim and is about to see ours and withdraw. If it is still there at the
     * next renewal, it does as well as one of our own.
     */
    private boolean isOursInDoubt(UUID id, long period) {
        Long before = doubtful.put(id, period);
        return before != null && before == period;
    }

    private void renewed(UUID id, long last, long period) {
        doubtful.remove(id);
        if (repository.contains(claim(id, period + 1))) {
            // somebody whose clock is ahead was faster
            lost(id, last);
            remove(id, period);
            return;
        }
        boolean released;
        synchronized (this) {
            released = !held.replace(id, last, period);
        }
        remove(id, released ? period : last);
    }

    private void lost(UUID id, long last) {
        LOG.warn("The claim of file transfer {} was not renewed in time and is lost", id);
        doubtful.remove(id);
        Runnable told = null;
        synchronized (this) {
            if (held.remove(id, last)) {
                told = losing.remove(id);
            }
        }
        if (told != null) {
            told.run();
        }
        remove(id, last);
    }

    private void remove(UUID id, long period) {
        try {
            repository.remove(claim(id, period));
        } catch (RuntimeException e) {
            LOG.warn("The claim of file transfer {} could not be removed from the repository; it lapses", id, e);
        }
    }

    /** Gives a claim up, if we have it. A key that cannot be removed lapses. */
    public void release(UUID id) {
        Long period;
        synchronized (this) {
            period = held.remove(id);
            losing.remove(id);
        }
        if (period != null) {
            remove(id, period);
        }
    }

    /** The route has succeeded with the transfer: nobody routes it again while the repository remembers. */
    public void record(UUID id) {
        repository.add(key(id));
        repository.confirm(key(id));
    }

    public boolean isRecorded(UUID id) {
        return repository.contains(key(id));
    }

    private long period() {
        return Math.floorDiv(clock.millis(), periodMillis);
    }

    private String key(UUID id) {
        return owner + "/" + id;
    }

    private String claim(UUID id, long period) {
        return key(id) + "#claim-" + period;
    }
}
