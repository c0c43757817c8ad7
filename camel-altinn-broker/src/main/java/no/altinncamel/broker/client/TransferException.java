package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** A transfer that exists at the Broker did not come as far as it should; says which one and what state it is in. */
public class TransferException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final UUID transferId;
    private final FileTransferStatus transferStatus;
    private final String statusText;

    /** @param transfer the last overview, or {@code null} if none could be had */
    TransferException(String message, UUID transferId, FileTransfer transfer, Failure failure, Throwable cause) {
        super(message, failure, cause);
        this.transferId = transferId;
        this.transferStatus = transfer == null ? null : transfer.status();
        this.statusText = transfer == null ? null : transfer.statusText();
    }

    public UUID transferId() {
        return transferId;
    }

    /** The transfer's state when it was last seen, or {@code null} if it could not be read. */
    public FileTransferStatus transferStatus() {
        return transferStatus;
    }

    /** The Broker's words for that state, such as {@code Malware scan failed: …}, or {@code null}. */
    public String statusText() {
        return statusText;
    }
}
