package no.altinncamel.broker.receive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;

/**
 * Which transfers of a resource are due. The Broker's own record decides: a published transfer is due while our recipient
 * status is {@code Initialized} or {@code DownloadStarted}, and no longer when it is {@code DownloadConfirmed}. The list is a
 * hint, because it compares the latest status where the overview tells the highest (contract altinn-broker 4.6, trap 39).
 */
public final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int REMEMBERED = 10_000;
    private static final int NOT_FOUND = 404;

    private final BrokerClient client;
    private final String organization;
    private final Set<UUID> inProgress;
    private final List<Backlog> backlogs = new ArrayList<>();
    private final Set<UUID> failed = Collections.newSetFromMap(Collections.synchronizedMap(new Remembered()));
    private final Set<UUID> delivered = Collections.newSetFromMap(Collections.synchronizedMap(new Remembered()));

    /**
     * @param organization our organisation number; {@code null} to take it from the access token
     * @param inProgress   what is being routed; it outlives this ledger when the route is stopped and started again
     */
    public Ledger(BrokerClient client, String resourceId, String organization, Set<UUID> inProgress) {
        this.client = client;
        this.organization = organization;
        this.inProgress = inProgress;
        for (RecipientStatus status : List.of(RecipientStatus.DOWNLOAD_STARTED, RecipientStatus.INITIALIZED)) {
            backlogs.add(new Backlog(client, resourceId, status));
        }
    }

    /**
     * The transfers that may be due: interrupted ones, then new ones, each oldest first; those that have failed since the start
     * come last. Two list calls, or some more while more than a hundred cannot be worked on.
     *
     * @throws RateLimitedException if the budget for list calls does not carry it now
     */
    public List<UUID> candidates() {
        List<UUID> fresh = new ArrayList<>();
        List<UUID> again = new ArrayList<>();
        try {
            for (Backlog backlog : List.copyOf(backlogs)) {
                for (UUID id : backlog.look(id -> !isTaken(id) && !failed.contains(id))) {
                    if (!isTaken(id)) {
                        (failed.contains(id) ? again : fresh).add(id);
                    }
                }
                // whoever has been asked goes to the end, so that a scarce budget does not always end before the same
                // one
                Collections.rotate(backlogs, -1);
            }
        } catch (RateLimitedException e) {
            if (fresh.isEmpty() && again.isEmpty()) {
                throw e;
            }
            LOG.debug("Not all lists could be asked: {}", e.getMessage());
        }
        fresh.addAll(again);
        return fresh;
    }

    private boolean isTaken(UUID id) {
        return inProgress.contains(id) || delivered.contains(id);
    }

    /** Takes a transfer for routing if it is due and nobody here is routing it already. */
    public Optional<FileTransfer> claim(UUID id) {
        if (!inProgress.add(id)) {
            return Optional.empty();
        }
        boolean due = false;
        try {
            FileTransfer transfer = client.overview(id);
            due = isDue(transfer);
            return due ? Optional.of(transfer) : Optional.empty();
        } catch (AltinnClientException e) {
            if (e.status() == NOT_FOUND) {
                LOG.debug("File transfer {} is gone", id);
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!due) {
                inProgress.remove(id);
            }
        }
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
        inProgress.remove(id);
    }

    void confirmed(UUID id) {
        failed.remove(id);
        inProgress.remove(id);
    }

    void delivered(UUID id) {
        delivered.add(id);
        inProgress.remove(id);
    }

    void failed(UUID id) {
        failed.add(id);
        inProgress.remove(id);
    }

    /** The youngest entries only: memory must not grow with the number of files ever seen. */
    private static final class Remembered extends LinkedHashMap<UUID, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
