package no.altinncamel.broker.receive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.auth.TokenException;
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

    /** Then the poll fails, as it may not be the transfers that are at fault; they wait all the same, lest they bar the way. */
    private static final int MOST_FAILURES_IN_A_ROW = 3;
    /** What another node has is not asked about again before. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    private final BrokerClient client;
    private final String organization;
    private final KnownTransfers known;
    private final Claims claims;
    private final Predicate<FileTransfer> wanted;
    private final FailurePolicy failures;
    private final Candidates candidates;
    private int failuresInARow;

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
        this.candidates = new Candidates(client, resourceId, known, wanted);
    }

    /**
     * What could be worked on now: interrupted transfers, then new ones, each oldest first; between them those whose route has
     * failed and whose next attempt is due. One list call or two, or some more while more than a hundred cannot be worked on.
     *
     * @throws RateLimitedException if the budget does not carry the list calls
     */
    public List<UUID> candidates() {
        return candidates.look();
    }

    /** Whether the last look did not reach the end of what is waiting. */
    public boolean moreBehind() {
        return candidates.moreBehind();
    }

    /**
     * Takes a transfer for routing if it is due, wanted, and nobody is working on it already.
     *
     * @throws AltinnClientException if the Broker cannot be asked, or several transfers in a row cannot be looked at; one that
     *                               cannot is a failed one and tried again later
     */
    public Optional<FileTransfer> claim(UUID id) {
        return claim(id, false);
    }

    /** As {@link #claim}, for a transfer that somebody asked for by its id: it does not have to wait for its next try. */
    public Optional<FileTransfer> claimWished(UUID id) {
        return claim(id, true);
    }

    private Optional<FileTransfer> claim(UUID id, boolean wished) {
        if (!known.take(id, wished)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            if (claims != null && !claims.take(id)) {
                LOG.debug("File transfer {} is being worked on elsewhere", id);
                known.elsewhere(id, ELSEWHERE);
                return Optional.empty();
            }
            FileTransfer transfer = client.overview(id);
            failuresInARow = 0;
            taken = decide(transfer);
            return taken ? Optional.of(transfer) : Optional.empty();
        } catch (AltinnClientException e) {
            if (e.status() == NOT_FOUND) {
                LOG.debug("File transfer {} is gone", id);
                settled(id);
                return Optional.empty();
            }
            if (isOfAll(e)) {
                throw e;
            }
            postponed(id, e.getMessage());
            failuresInARow++;
            if (failuresInARow >= MOST_FAILURES_IN_A_ROW) {
                throw e;
            }
            LOG.warn("File transfer {} cannot be looked at and is tried again later: {}", id, e.getMessage());
            return Optional.empty();
        } finally {
            if (!taken) {
                release(id);
            }
        }
    }

    private static boolean isOfAll(AltinnClientException failure) {
        return failure instanceof TokenException
                || failure instanceof RateLimitedException
                || failure.status() == 0
                || failure.status() == TOO_MANY_REQUESTS;
    }

    /** @return whether it is to be routed */
    private boolean decide(FileTransfer transfer) {
        UUID id = transfer.id();
        known.seen(transfer);
        if (!isDue(transfer)) {
            releaseClaim(id);
            if (transfer.status() == FileTransferStatus.PUBLISHED) {
                known.confirmed(id);
            } else {
                known.forget(id);
            }
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
            postponed(id, "the filter failed: " + e);
        }
        return false;
    }

    /** Whether it is published and we have not confirmed it. */
    boolean isDue(FileTransfer transfer) {
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

    /** Asks whether it is still to be confirmed by us; if that cannot be found out, it is taken to be. */
    public boolean isStillDue(UUID id) {
        try {
            return isDue(client.overview(id));
        } catch (AltinnClientException e) {
            LOG.debug("Whether file transfer {} is still due could not be found out: {}", id, e.getMessage());
            return e.status() != NOT_FOUND;
        }
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

    void delivered(UUID id) {
        known.delivered(id);
    }

    void unconfirmed(UUID id, String why) {
        known.unconfirmed(id, why);
    }

    private void postponed(UUID id, String why) {
        releaseClaim(id);
        known.postponed(id, why, failures.backoff().first());
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
