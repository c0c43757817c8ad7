package no.altinncamel.broker.receive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.http.AltinnClientException;

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
    private final String resourceId;
    private final String organization;
    private final Set<UUID> inProgress = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Integer> failures = Collections.synchronizedMap(new Remembered<>());
    private final Map<UUID, Boolean> delivered = Collections.synchronizedMap(new Remembered<>());

    /** @param organization our organisation number; {@code null} to take it from the access token */
    public Ledger(BrokerClient client, String resourceId, String organization) {
        this.client = client;
        this.resourceId = resourceId;
        this.organization = organization;
    }

    /**
     * The transfers that may be due, those first that have not failed since the start: interrupted ones, then new ones, each
     * oldest first. Two list calls; at most 200 ids.
     */
    public List<UUID> candidates() {
        List<UUID> fresh = new ArrayList<>();
        List<UUID> failed = new ArrayList<>();
        for (RecipientStatus status : List.of(RecipientStatus.DOWNLOAD_STARTED, RecipientStatus.INITIALIZED)) {
            for (UUID id : client.list(waiting(status))) {
                if (!inProgress.contains(id) && !delivered.containsKey(id)) {
                    (failures.containsKey(id) ? failed : fresh).add(id);
                }
            }
        }
        fresh.addAll(failed);
        return fresh;
    }

    private TransferQuery waiting(RecipientStatus status) {
        return TransferQuery.of(resourceId)
                .withStatus(FileTransferStatus.PUBLISHED)
                .withRecipientStatus(status)
                .oldestFirst();
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
        failures.remove(id);
        inProgress.remove(id);
    }

    void delivered(UUID id) {
        delivered.put(id, Boolean.TRUE);
        inProgress.remove(id);
    }

    void failed(UUID id) {
        failures.merge(id, 1, Integer::sum);
        inProgress.remove(id);
    }

    /** The youngest entries only: memory must not grow with the number of files ever seen. */
    private static final class Remembered<V> extends LinkedHashMap<UUID, V> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
