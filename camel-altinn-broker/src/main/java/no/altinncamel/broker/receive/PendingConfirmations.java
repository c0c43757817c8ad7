package no.altinncamel.broker.receive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.receive.KnownTransfer.State;

/** Repeats the confirmation of files whose route succeeded, until the Broker has it. */
public final class PendingConfirmations {

    private static final Logger LOG = LoggerFactory.getLogger(PendingConfirmations.class);

    private static final int NOT_FOUND = 404;
    /** Not stored any more; not published. */
    private static final Set<String> NOT_PUBLISHED = Set.of("BRO-00003", "BRO-00010");

    private static final Set<FileTransferStatus> TERMINAL =
            Set.of(FileTransferStatus.PURGED, FileTransferStatus.FAILED, FileTransferStatus.CANCELLED);
    private static final String NO_DOWNLOAD_RECORDED = "BRO-00019";

    private final BrokerClient client;
    private final String organization;
    private final KnownTransfers known;
    private final Ledger ledger;
    private final ReceiveListener listener;

    /** @param organization our organisation number; {@code null} to take it from the access token */
    public PendingConfirmations(
            BrokerClient client, String organization, KnownTransfers known, Ledger ledger, ReceiveListener listener) {
        this.client = client;
        this.organization = organization;
        this.known = known;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Tries those that are due. */
    public void retry() {
        for (UUID id : known.due(State.UNCONFIRMED)) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            known.get(id).ifPresent(this::retry);
        }
    }

    /** Tries all of them once, due or not, up to the first that fails; for the last moment before the end. */
    public void retryAll() {
        for (KnownTransfer transfer : known.in(State.UNCONFIRMED)) {
            retry(transfer);
            if (known.isIn(transfer.id(), State.UNCONFIRMED)) {
                return;
            }
        }
    }

    private void retry(KnownTransfer transfer) {
        UUID id = transfer.id();
        try {
            if (!ledger.isOurs(id)) {
                ledger.settled(id);
                return;
            }
            client.confirm(id, organization);
            LOG.info("File transfer {} is confirmed now", id);
            listener.confirmed(transfer.transfer());
            ledger.settled(id);
        } catch (AltinnClientException e) {
            if ((e.status() == NOT_FOUND || NOT_PUBLISHED.contains(String.valueOf(e.code()))) && isGone(id)) {
                listener.neverConfirmed(transfer);
                ledger.settled(id);
                return;
            }
            if (NO_DOWNLOAD_RECORDED.equals(e.code())) {
                recordDownload(transfer);
            }
            LOG.debug("File transfer {} is still not confirmed: {}", id, e.getMessage());
            ledger.unconfirmed(id, e.getMessage());
        } catch (RuntimeException e) {
            // the repository, or a token provider of the user's own
            LOG.warn("The confirmation of file transfer {} could not be repeated; it is tried again", id, e);
            ledger.unconfirmed(id, e.toString());
        }
    }

    /**
     * A file that was removed or failed is refused with a code (altinn-broker 4.4), and a gateway that is being changed answers
     * 404 too; so only the overview tells.
     */
    private boolean isGone(UUID id) {
        try {
            return TERMINAL.contains(client.overview(id).status());
        } catch (AltinnClientException e) {
            LOG.debug("The state of file transfer {} could not be found out: {}", id, e.getMessage());
            return e.status() == NOT_FOUND;
        }
    }

    /** The Broker does not know of our download, though it happened: the start of another one is enough (altinn-broker 4.5). */
    private void recordDownload(KnownTransfer transfer) {
        try (InputStream download =
                client.download(transfer.id(), transfer.transfer().size())) {
            download.read();
        } catch (IOException | AltinnClientException e) {
            LOG.debug("The download of file transfer {} could not be recorded: {}", transfer.id(), e.getMessage());
        }
    }
}
