package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.Failure;

/** A transfer was not published: it failed, was removed, or the time allowed for it is over. */
public class PublicationException extends TransferException {

    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    /**
     * @param transfer the last overview, or {@code null} if none could be had
     */
    PublicationException(UUID transferId, FileTransfer transfer, boolean timedOut, Failure failure, Throwable cause) {
        super(failure.message(), transferId, transfer, failure, cause);
        this.timedOut = timedOut;
    }

    /** Whether the transfer may still be published later. */
    public boolean timedOut() {
        return timedOut;
    }
}
