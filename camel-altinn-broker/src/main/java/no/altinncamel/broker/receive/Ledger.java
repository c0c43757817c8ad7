package no.altinncamel.broker.receive;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.receive.KnownTransfer.State;

/**
 * Which transfers of a resource are due. The Broker's own record decides: a published transfer is due while our recipient
 * status is {@code Initialized} or {@code DownloadStarted}, and no longer when it is {@code DownloadConfirmed}. The list is a
 * hint, because it compares the latest status where the overview tells the highest (contract altinn-broker 4.6, trap 39).
 */
public final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** While so many wait for their confirmation no new file is taken: each would be routed again after a crash. */
    private static final int MOST_UNCONFIRMED = 1000;
    /** Interrupted files come to be only when a process dies, so not every look spends a list call on them. */
    private static final int LOOKS_BETWEEN_INTERRUPTED = 4;

    private static final int NOT_FOUND = 404;

    private final BrokerClient client;
    private final String organization;
    private final KnownTransfers known;
    private final Claims claims;
    private final Predicate<FileTransfer> wanted;
    private final FailurePolicy failures;
    private final Backlog interrupted;
    private final Backlog untouched;
    private int looks;

    /**
     * @param organization our organisation number; {@code null} to take it from the access token
     * @param known        what is known of transfers from before; it outlives this ledger
     * @param claims       who may work on a transfer; {@code null} if nobody else can
     * @param wanted       which transfers the endpoint wants, by their metadata
     */
    public Ledger(
            BrokerClient client,
            String resourceId,
            String organization,
            KnownTransfers known,
            Claims claims,
            Predicate<FileTransfer> wanted,
            FailurePolicy failures) {
        this.client = client;
        this.organization = organization;
        this.known = known;
        this.claims = claims;
        this.wanted = wanted;
        this.failures = failures;
        this.interrupted = new Backlog(client, resourceId, RecipientStatus.DOWNLOAD_STARTED);
        this.untouched = new Backlog(client, resourceId, RecipientStatus.INITIALIZED);
    }

    /**
     * What could be worked on now: interrupted transfers, then new ones, each oldest first; between them those whose route has
     * failed and whose next attempt is due. One list call or two, or some more while more than a hundred cannot be worked on.
     *
     * @throws RateLimitedException if the budget does not carry the list calls
     */
    public List<UUID> candidates() {
        if (known.counts().get(State.UNCONFIRMED) >= MOST_UNCONFIRMED) {
            LOG.warn(
                    "{} received files wait for their confirmation; no others are taken until that is done",
                    MOST_UNCONFIRMED);
            return List.of();
        }
        Set<UUID> listed = new LinkedHashSet<>();
        if (looks++ % LOOKS_BETWEEN_INTERRUPTED == 0 || interrupted.moreBehind()) {
            listed.addAll(interrupted.look(this::isWorkable));
            if (!listed.isEmpty()) {
                // there may be more where these came from
                looks = 0;
            }
        }
        listed.addAll(untouched.look(this::isWorkable));
        return alternating(listed, known.due(State.FAILED));
    }

    /** Whether the last look did not reach the end of what is waiting. */
    public boolean moreBehind() {
        return interrupted.moreBehind() || untouched.moreBehind();
    }

    /** Neither do failing files hold up the others, nor does a stream of others that never ends hold up those. */
    private static List<UUID> alternating(Set<UUID> listed, List<UUID> again) {
        List<UUID> all = new ArrayList<>(listed.size() + again.size());
        Iterator<UUID> more = again.iterator();
        for (UUID id : listed) {
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
                .map(one -> one.state() == State.SET_ASIDE && isWanted(one.transfer()))
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

    /** Takes a transfer for routing if it is due, wanted, and nobody is working on it already. */
    public Optional<FileTransfer> claim(UUID id) {
        if (!known.take(id)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            if (claims != null && !claims.take(id)) {
                LOG.debug("File transfer {} is being worked on elsewhere", id);
                known.postpone(id, failures.backoff().first());
                return Optional.empty();
            }
            FileTransfer transfer = client.overview(id);
            taken = decide(transfer);
            return taken ? Optional.of(transfer) : Optional.empty();
        } catch (AltinnClientException e) {
            if (e.status() == NOT_FOUND) {
                LOG.debug("File transfer {} is gone", id);
                settled(id);
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!taken) {
                release(id);
            }
        }
    }

    /** @return whether it is to be routed */
    private boolean decide(FileTransfer transfer) {
        UUID id = transfer.id();
        known.seen(transfer);
        if (!isDue(transfer)) {
            settled(id);
            return false;
        }
        if (claims != null && claims.isRecorded(id)) {
            LOG.info("File transfer {} was routed before; only its confirmation is left", id);
            known.unconfirmed(id, "it was routed before this process knew of it");
            return false;
        }
        try {
            if (wanted.test(transfer)) {
                return true;
            }
            known.setAside(id);
            releaseClaim(id);
        } catch (RuntimeException e) {
            LOG.warn("The filter failed on file transfer {}; it is tried again later", id, e);
            failed(id, "the filter failed: " + e);
        }
        return false;
    }

    private boolean isDue(FileTransfer transfer) {
        if (transfer.status() != FileTransferStatus.PUBLISHED) {
            return false;
        }
        String own = organization != null ? organization : client.organization();
        // without a row of our own, or without knowing who we are, the list's word must do
        return own == null
                || transfer.recipient(own)
                        .map(recipient -> recipient.status() != RecipientStatus.DOWNLOAD_CONFIRMED)
                        .orElse(true);
    }

    /** Gives back a transfer that was claimed but not routed. */
    public void release(UUID id) {
        if (known.isIn(id, State.IN_PROGRESS)) {
            releaseClaim(id);
            known.giveBack(id);
        }
    }

    private void releaseClaim(UUID id) {
        if (claims != null) {
            claims.release(id);
        }
    }

    /** Nothing is left to do with it. */
    void settled(UUID id) {
        releaseClaim(id);
        known.forget(id);
    }

    /** Whether we may still confirm it: a claim that was not renewed in time may be somebody else's by now. */
    boolean isOurs(UUID id) {
        return claims == null || claims.holdsOrRegains(id);
    }

    /** The route succeeded: whatever happens now, it is not routed again as far as the repository remembers. */
    void routed(UUID id) {
        if (claims != null) {
            claims.record(id);
        }
    }

    /** Its claim is kept: nobody else shall route what ours may still confirm. */
    void delivered(UUID id) {
        known.delivered(id);
    }

    void unconfirmed(UUID id, String why) {
        known.unconfirmed(id, why);
    }

    void failed(UUID id, String why) {
        releaseClaim(id);
        known.failed(id, why, failures.backoff());
    }

    Optional<KnownTransfer> givenUp(UUID id, String why) {
        releaseClaim(id);
        return known.givenUp(id, why);
    }

    /** Whether one more failure of its route is one too many. */
    boolean isLastAttempt(UUID id) {
        int before = known.get(id).map(KnownTransfer::attempts).orElse(0);
        return failures.maxAttempts() > 0 && before + 1 >= failures.maxAttempts();
    }

    FailurePolicy failures() {
        return failures;
    }

    /** What was left to the route to confirm, and is not confirmed, is delivered again after the next start. */
    public void forgetDelivered() {
        known.in(State.DELIVERED).forEach(one -> settled(one.id()));
    }
}
