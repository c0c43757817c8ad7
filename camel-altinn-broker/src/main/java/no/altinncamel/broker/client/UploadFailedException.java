package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.Failure;

/** A file did not reach the Broker. The message says in what state the transfer is left and what to do with it. */
public class UploadFailedException extends TransferException {

    private static final long serialVersionUID = 1L;

    private final boolean spent;

    /**
     * @param transfer the overview after the failure, or {@code null} if it could not be had
     */
    UploadFailedException(UUID transferId, FileTransfer transfer, Failure failure, Throwable cause) {
        this(transferId, transfer, failure, cause, false);
    }

    /**
     * @param transfer the overview after the failure, or {@code null} if it could not be had
     * @param spent    whether the Broker may keep pieces of a file, so that the transfer can never be completed
     */
    UploadFailedException(UUID transferId, FileTransfer transfer, Failure failure, Throwable cause, boolean spent) {
        super(failure.message() + advice(transferId, transfer, failure, spent), transferId, transfer, failure, cause);
        this.spent = spent;
    }

    private static String advice(UUID transferId, FileTransfer transfer, Failure failure, boolean spent) {
        if (spent && (transfer == null || transfer.status().acceptsUpload())) {
            return failure.outcomeUnknown()
                    ? " - transfer " + transferId + " may still be completed: look it up before you create a new one"
                    : " - transfer " + transferId + " cannot be completed any more: create a new transfer";
        }
        if (transfer == null) {
            // such a refusal says all there is to say
            boolean refused = failure.status() == 401 || failure.status() == 403 || failure.status() == 404;
            if (refused) {
                return "";
            }
            return failure.outcomeUnknown()
                    ? " - the state of the transfer is not known: look it up before you upload again"
                    : " - nothing was uploaded to transfer " + transferId;
        }
        String state = " - the transfer is now " + transfer.status().wireName();
        if (transfer.status().acceptsUpload()) {
            return state + " and still takes an upload";
        }
        String text = transfer.statusText() == null ? "" : " (" + transfer.statusText() + ")";
        return state + text + (transfer.status().uploaded() ? ": it has a file already" : ": create a new transfer");
    }

    /** Whether the same transfer takes another upload. */
    public boolean reusable() {
        return !spent && transferStatus() != null && transferStatus().acceptsUpload();
    }
}
