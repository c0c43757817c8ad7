package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** A transfer was not published: it failed, was removed, or the time allowed for it is over. */
public class PublicationException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final UUID transferId;
    private final FileTransferStatus transferStatus;
    private final String statusText;
    private final boolean timedOut;

    PublicationException(FileTransfer transfer, boolean timedOut, Failure failure) {
        super(failure);
        this.transferId = transfer.id();
        this.transferStatus = transfer.status();
        this.statusText = transfer.statusText();
        this.timedOut = timedOut;
    }

    public UUID transferId() {
        return transferId;
    }

    /** The last state that was seen. */
    public FileTransferStatus transferStatus() {
        return transferStatus;
    }

    /** The Broker's words for that state, such as {@code Malware scan failed: …}, or {@code null}. */
    public String statusText() {
        return statusText;
    }

    /** Whether the transfer may still be published later. */
    public boolean timedOut() {
        return timedOut;
    }
}
