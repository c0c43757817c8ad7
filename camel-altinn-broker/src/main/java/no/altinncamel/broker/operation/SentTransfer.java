package no.altinncamel.broker.operation;

import java.util.UUID;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;

/**
 * What is known of a transfer after sending.
 *
 * @param id       the transfer
 * @param status   the state it is in after this operation, or {@code null} if only the Broker could tell
 * @param transfer its metadata, if it was read, else {@code null}
 */
public record SentTransfer(UUID id, FileTransferStatus status, FileTransfer transfer) {}
