package no.altinncamel.broker.receive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.receive.KnownTransfer.State;

/** Which transfers of a resource could be worked on now, by the Broker's lists and by what is known of those met before. */
final class Candidates {

    private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

    /** While so many wait for their confirmation no new file is taken: each would be routed again after a crash. */
    private static final int MOST_UNCONFIRMED = 1000;
    /** Interrupted files come to be only when a process dies, so not every look spends a list call on them. */
    private static final int LOOKS_BETWEEN_INTERRUPTED = 4;

    private final KnownTransfers known;
    private final Predicate<FileTransfer> wanted;
    private final Backlog interrupted;
    private final Backlog untouched;
    private int looks;
    private boolean againFirst;

    Candidates(BrokerClient client, String resourceId, KnownTransfers known, Predicate<FileTransfer> wanted) {
        this.known = known;
        this.wanted = wanted;
        this.interrupted = new Backlog(client, resourceId, RecipientStatus.DOWNLOAD_STARTED);
        this.untouched = new Backlog(client, resourceId, RecipientStatus.INITIALIZED);
    }

    /**
     * In the order in which they are to be worked on.
     *
     * @throws RateLimitedException if the budget does not carry the list calls
     */
    List<UUID> look() {
        if (known.counts().get(State.UNCONFIRMED) >= MOST_UNCONFIRMED) {
            LOG.warn(
                    "{} received files wait for their confirmation; no others are taken until that is done",
                    MOST_UNCONFIRMED);
            return List.of();
        }
        Set<UUID> listed = new LinkedHashSet<>();
        if (looks++ % LOOKS_BETWEEN_INTERRUPTED == 0 || interrupted.moreBehind()) {
            listed.addAll(interrupted.look(this::isWorkable));
        }
        listed.addAll(untouched.look(this::isWorkable));
        List<UUID> again = known.due(State.FAILED);
        // with one file a poll, each kind has its turn
        againFirst = !againFirst;
        return againFirst ? alternating(again, listed) : alternating(listed, again);
    }

    /** Whether the last look did not reach the end of what is waiting. */
    boolean moreBehind() {
        return interrupted.moreBehind() || untouched.moreBehind();
    }

    /** Neither do failing files hold up the others, nor does a stream of others that never ends hold up those. */
    private static List<UUID> alternating(Collection<UUID> one, Collection<UUID> other) {
        List<UUID> all = new ArrayList<>(one.size() + other.size());
        Iterator<UUID> more = other.iterator();
        for (UUID id : one) {
            all.add(id);
            if (more.hasNext()) {
                all.add(more.next());
            }
        }
        more.forEachRemaining(all::add);
        return all;
    }

    /** Failed ones are taken from memory when their time has come, not from the list. */
    private boolean isWorkable(UUID id) {
        return known.get(id)
                .map(one -> one.state() == State.SET_ASIDE && isWanted(one.transfer())
                        || one.state() == State.ELSEWHERE && one.isDue(known.now()))
                .orElse(true);
    }

    private boolean isWanted(FileTransfer transfer) {
        try {
            return wanted.test(transfer);
        } catch (RuntimeException e) {
            LOG.debug("The filter failed on file transfer {}; it is left aside", transfer.id(), e);
            return false;
        }
    }
}
