package no.altinncamel.broker.receive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.receive.KnownTransfer.State;

/**
 * The transfers that an endpoint has met and that are not settled. It outlives the consumer, because a route that is started
 * again gets a new one while exchanges of the old one may still be running. It does not outlive the process: what lasts is the
 * Broker's own record, and the idempotent repository where one is used.
 */
public final class KnownTransfers {

    /** So many at most; beyond that the longest known ones are forgotten, except those that may not be taken anew. */
    private static final int MOST = 20_000;

    private static final Set<State> NOT_OURS = Set.of(State.SET_ASIDE, State.ELSEWHERE, State.CONFIRMED);
    private static final Backoff CONFIRM_RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2));

    private final Clock clock;
    private final Map<UUID, KnownTransfer> transfers = new LinkedHashMap<>();
    private final Set<UUID> expiryAnnounced = new HashSet<>();

    public KnownTransfers(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Marks it as being routed, unless it is in hand already or not to be tried yet. What is known of earlier failures stays.
     *
     * @param wished whether somebody asked for this very transfer, so that it is tried at once
     */
    synchronized boolean take(UUID id, boolean wished) {
        KnownTransfer known = transfers.get(id);
        if (known == null) {
            put(new KnownTransfer(id, State.IN_PROGRESS, null, now(), 0, null, null));
            return true;
        }
        boolean free = known.state() == State.SET_ASIDE
                || (known.state() == State.FAILED || known.state() == State.ELSEWHERE)
                        && (wished || known.isDue(now()));
        if (!free) {
            return false;
        }
        transfers.put(id, known.in(State.IN_PROGRESS, now()));
        return true;
    }

    /** Undoes {@link #take}. */
    synchronized void giveBack(UUID id) {
        KnownTransfer known = transfers.get(id);
        if (known == null || known.state() != State.IN_PROGRESS) {
            return;
        }
        if (known.attempts() == 0) {
            forget(id);
        } else {
            transfers.put(id, known.in(State.FAILED, now()));
        }
    }

    /** Another node has it; it is not looked at before a while has passed. */
    void elsewhere(UUID id, Duration wait) {
        Instant next = now().plus(wait);
        change(id, known -> known.in(known.attempts() == 0 ? State.ELSEWHERE : State.FAILED, now())
                .next(next));
    }

    void confirmed(UUID id) {
        change(id, known -> known.in(State.CONFIRMED, now()).next(null));
    }

    synchronized void seen(FileTransfer transfer) {
        change(transfer.id(), known -> known.with(transfer));
    }

    void setAside(UUID id) {
        change(id, known -> known.in(State.SET_ASIDE, now()));
    }

    void delivered(UUID id) {
        change(id, known -> known.in(State.DELIVERED, now()));
    }

    /** It could not be looked at, which says nothing of its route. */
    void postponed(UUID id, String why, Duration wait) {
        change(id, known -> known.in(State.FAILED, now()).failed(known.attempts(), why, now().plus(wait)));
    }

    /** Its route failed once more. */
    void failed(UUID id, String why, Backoff backoff) {
        change(id, known -> {
            if (known.state() == State.UNCONFIRMED) {
                // it was routed, whatever went wrong since
                return known;
            }
            int attempts = known.attempts() + 1;
            return known.in(State.FAILED, now()).failed(attempts, why, now().plus(backoff.after(attempts)));
        });
    }

    /** Its route failed once more, which was too often. */
    Optional<KnownTransfer> givenUp(UUID id, String why) {
        return change(id, known -> known.in(State.GIVEN_UP, now()).failed(known.attempts() + 1, why, null));
    }

    /** Its route succeeded at some time, and its confirmation failed or is missing. */
    void unconfirmed(UUID id, String why) {
        change(id, known -> {
            boolean before = known.state() == State.UNCONFIRMED;
            int attempts = before ? known.attempts() + 1 : 1;
            KnownTransfer unconfirmed = before ? known : known.in(State.UNCONFIRMED, now());
            return unconfirmed.failed(attempts, why, now().plus(CONFIRM_RETRY.after(attempts)));
        });
    }

    /**
     * For an operator: a file that was given up, or that waits for its next attempt, is tried at the next poll.
     *
     * @return whether there is such a file
     */
    public synchronized boolean retry(UUID id) {
        KnownTransfer known = transfers.get(id);
        if (known == null || known.state() != State.GIVEN_UP && known.state() != State.FAILED) {
            return false;
        }
        transfers.put(id, known.in(State.FAILED, known.since()).next(now()));
        return true;
    }

    /** As {@link #retry}, for all that were given up. */
    public synchronized int retryAll() {
        List<KnownTransfer> givenUp = in(State.GIVEN_UP);
        givenUp.forEach(known -> retry(known.id()));
        return givenUp.size();
    }

    private synchronized Optional<KnownTransfer> change(UUID id, UnaryOperator<KnownTransfer> change) {
        return Optional.ofNullable(transfers.computeIfPresent(id, (any, known) -> change.apply(known)));
    }

    synchronized void forget(UUID id) {
        transfers.remove(id);
        expiryAnnounced.remove(id);
    }

    public synchronized Optional<KnownTransfer> get(UUID id) {
        return Optional.ofNullable(transfers.get(id));
    }

    boolean isIn(UUID id, State state) {
        return get(id).filter(known -> known.state() == state).isPresent();
    }

    /** Those in one state, the next to be tried first. */
    public synchronized List<KnownTransfer> in(State state) {
        return transfers.values().stream()
                .filter(known -> known.state() == state)
                .sorted(Comparator.comparing(KnownTransfer::nextTry, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    /** Those in one state whose next attempt is due. */
    public List<UUID> due(State state) {
        Instant now = now();
        return in(state).stream()
                .filter(known -> known.isDue(now))
                .map(KnownTransfer::id)
                .toList();
    }

    /** Everything that is known, in the order in which it was met. */
    public synchronized List<KnownTransfer> all() {
        return List.copyOf(transfers.values());
    }

    /** How many there are in each state; every state is there. */
    public synchronized Map<State, Integer> counts() {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0);
        }
        transfers.values().forEach(known -> counts.merge(known.state(), 1, Integer::sum));
        return counts;
    }

    /** Those that are ours to confirm, expire within the time and were not announced before. */
    public synchronized List<FileTransfer> announceExpiring(Duration within) {
        Instant before = now().plus(within);
        return transfers.values().stream()
                .filter(known -> !NOT_OURS.contains(known.state()))
                .map(KnownTransfer::transfer)
                .filter(transfer -> expiresBefore(transfer, before) && expiryAnnounced.add(transfer.id()))
                .toList();
    }

    /** Forgets those that the Broker has removed. */
    public synchronized void forgetExpired() {
        Instant now = now();
        transfers
                .values()
                .removeIf(known -> known.state() != State.IN_PROGRESS
                        && known.state() != State.UNCONFIRMED
                        && expiresBefore(known.transfer(), now));
        expiryAnnounced.retainAll(transfers.keySet());
    }

    private static boolean expiresBefore(FileTransfer transfer, Instant time) {
        return transfer != null
                && transfer.expires() != null
                && transfer.expires().isBefore(time);
    }

    /** Until the Broker removes it. */
    public Duration timeLeft(FileTransfer transfer) {
        return Duration.between(now(), transfer.expires());
    }

    private void put(KnownTransfer known) {
        transfers.put(known.id(), known);
        if (transfers.size() > MOST) {
            Iterator<KnownTransfer> oldest = transfers.values().iterator();
            while (oldest.hasNext()) {
                KnownTransfer candidate = oldest.next();
                if (candidate.state() != State.IN_PROGRESS && candidate.state() != State.UNCONFIRMED) {
                    oldest.remove();
                    expiryAnnounced.remove(candidate.id());
                    return;
                }
            }
        }
    }
}
