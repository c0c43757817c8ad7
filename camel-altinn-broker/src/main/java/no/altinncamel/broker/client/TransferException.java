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
    private volatile boolean foundAgain;

    /** @param transfer the last overview, or {@code null} if none could be had */
    TransferException(String message, UUID transferId, FileTransfer transfer, Failure failure, Throwable cause) {
        super(message, failure, cause);
        this.transferId = transferId;
        this.transferStatus = transfer == null ? null : transfer.status();
        this.statusText = transfer == null ? null : transfer.statusText();
    }

    /** It was noted for which file the transfer is: sending that file again will look at this one, and not make a second one. */
    public void willBeFoundAgain() {
        foundAgain = true;
    }

    /** Whether sending the same file again looks at this transfer first, so that the file will not be sent twice. */
    public boolean foundAgain() {
        return foundAgain;
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
