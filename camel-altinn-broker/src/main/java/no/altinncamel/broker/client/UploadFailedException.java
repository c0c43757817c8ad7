package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** A file did not reach the Broker. The message says in what state the transfer is left and what to do with it. */
public class UploadFailedException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final UUID transferId;
    private final FileTransferStatus transferStatus;
    private final String statusText;

    /**
     * @param transfer the overview after the failure, or {@code null} if it could not be had
     */
    UploadFailedException(UUID transferId, FileTransfer transfer, Failure failure, Throwable cause) {
        super(failure.message() + advice(transfer, failure), failure, cause);
        this.transferId = transferId;
        this.transferStatus = transfer == null ? null : transfer.status();
        this.statusText = transfer == null ? null : transfer.statusText();
    }

    private static String advice(FileTransfer transfer, Failure failure) {
        if (transfer == null) {
            // such a refusal says all there is to say
            boolean refused = failure.status() == 401 || failure.status() == 403 || failure.status() == 404;
            return refused ? "" : " - the state of the transfer is not known: look it up before you upload again";
        }
        String state = " - the transfer is now " + transfer.status().wireName();
        if (transfer.status().acceptsUpload()) {
            return state + " and still takes an upload";
        }
        String text = transfer.statusText() == null ? "" : " (" + transfer.statusText() + ")";
        return state + text + (transfer.status().uploaded() ? ": it has a file already" : ": create a new transfer");
    }

    public UUID transferId() {
        return transferId;
    }

    /** The transfer's state after the failure, or {@code null} if it could not be read. */
    public FileTransferStatus transferStatus() {
        return transferStatus;
    }

    /** The Broker's words for that state, such as {@code Checksum mismatch}, or {@code null}. */
    public String statusText() {
        return statusText;
    }

    /** Whether the same transfer takes another upload. */
    public boolean reusable() {
        return transferStatus != null && transferStatus.acceptsUpload();
    }
}
