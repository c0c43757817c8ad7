package no.altinncamel.broker.client;

import java.time.Instant;
import java.util.List;

/**
 * A file transfer with its past (altinn-broker 3.9).
 *
 * @param transfer         the overview; its {@code published} may be missing here
 * @param history          states of the transfer, oldest first
 * @param recipientHistory states of its recipients, oldest first
 */
public record FileTransferDetails(
        FileTransfer transfer, List<StatusEvent> history, List<RecipientState> recipientHistory) {

    /**
     * One state the transfer was in.
     *
     * @param status  the state
     * @param text    the Broker's words for it, or {@code null}
     * @param changed when it was reached, or {@code null}
     */
    public record StatusEvent(FileTransferStatus status, String text, Instant changed) {}

    public FileTransferDetails {
        history = List.copyOf(history);
        recipientHistory = List.copyOf(recipientHistory);
    }
}
