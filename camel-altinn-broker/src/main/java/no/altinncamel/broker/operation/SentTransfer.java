package no.altinncamel.broker.operation;

import java.util.UUID;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;

/**
 * What is known of a transfer after sending.
 *
 * @param id          the transfer; {@code null} if the file was sent before and it is not known with which one
 * @param status      the state it is in after this operation, or {@code null} if only the Broker could tell
 * @param transfer    its metadata, if it was read, else {@code null}
 * @param alreadySent whether the file had been sent before, so that nothing was sent now
 */
public record SentTransfer(UUID id, FileTransferStatus status, FileTransfer transfer, boolean alreadySent) {

    static SentTransfer now(UUID id, FileTransferStatus status, FileTransfer transfer) {
        return new SentTransfer(id, status, transfer, false);
    }

    SentTransfer before() {
        return new SentTransfer(id, status, transfer, true);
    }
}
