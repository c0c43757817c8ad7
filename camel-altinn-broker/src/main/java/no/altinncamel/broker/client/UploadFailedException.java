package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.Failure;

/** A file did not reach the Broker. The message says in what state the transfer is left and what to do with it. */
public class UploadFailedException extends TransferException {

    private static final long serialVersionUID = 1L;

    /** What a failed upload has left behind. */
    enum Remains {
        /** Nothing: the transfer is as it was. */
        NOTHING,
        /** Pieces of the file, with which the same file can go on. */
        RESUMABLE,
        /** Perhaps pieces of a file, so that the transfer can never be completed by another upload. */
        SPENT
    }

    private final Remains remains;

    /**
     * @param transfer the overview after the failure, or {@code null} if it could not be had
     */
    UploadFailedException(UUID transferId, FileTransfer transfer, Failure failure, Throwable cause) {
        this(transferId, transfer, failure, cause, Remains.NOTHING);
    }

    /** @param transfer the overview after the failure, or {@code null} if it could not be had */
    UploadFailedException(UUID transferId, FileTransfer transfer, Failure failure, Throwable cause, Remains remains) {
        super(failure.message() + advice(transferId, transfer, failure, remains), transferId, transfer, failure, cause);
        this.remains = remains;
    }

    private static String advice(UUID transferId, FileTransfer transfer, Failure failure, Remains remains) {
        if (remains == Remains.RESUMABLE) {
            return " - transfer " + transferId
                    + " keeps what has arrived: send the same file again and it goes on from there";
        }
        if (remains == Remains.SPENT && (transfer == null || transfer.status().acceptsUpload())) {
            return failure.outcomeUnknown()
                    ? " - transfer " + transferId + " may still be completed: look it up before you create a new one"
                    : " - transfer " + transferId + " cannot be completed any more: create a new transfer";
        }
        if (transfer == null) {
            // such a refusal says all there is to say
            boolean refused = failure.status() == 401 || failure.status() == 403 || failure.status() == 404;
            if (refused && !failure.outcomeUnknown()) {
                return "";
            }
            return failure.outcomeUnknown()
                    ? " - the state of the transfer is not known: look it up before you upload again"
                    : " - nothing was uploaded to transfer " + transferId;
        }
        String state = " - the transfer is now " + transfer.status().wireName();
        if (transfer.status().acceptsUpload()) {
            return failure.outcomeUnknown()
                    ? state + " and may still get the file: look it up before you send it again"
                    : state + " and still takes an upload";
        }
        String text = transfer.statusText() == null ? "" : " (" + transfer.statusText() + ")";
        return state + text + (transfer.status().uploaded() ? ": it has a file already" : ": create a new transfer");
    }

    /** Whether the same transfer takes another upload. */
    public boolean reusable() {
        return remains == Remains.NOTHING
                && !outcomeUnknown()
                && transferStatus() != null
                && transferStatus().acceptsUpload();
    }

    /** Whether the transfer will never get a file: it is over, or holds pieces that cannot be completed. */
    public boolean hopeless() {
        if (outcomeUnknown()) {
            return false;
        }
        return remains == Remains.SPENT
                || transferStatus() != null && transferStatus().over();
    }

    @Override
    public boolean foundAgain() {
        return resumable() || super.foundAgain();
    }

    /** Whether the upload goes on when the same file is sent again, because the Broker keeps what has arrived and it is remembered. */
    public boolean resumable() {
        return remains == Remains.RESUMABLE;
    }
}
