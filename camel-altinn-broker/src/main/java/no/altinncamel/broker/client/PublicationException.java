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

    /**
     * @param transfer the last overview, or {@code null} if none could be had
     */
    PublicationException(UUID transferId, FileTransfer transfer, boolean timedOut, Failure failure, Throwable cause) {
        super(failure, cause);
        this.transferId = transferId;
        this.transferStatus = transfer == null ? null : transfer.status();
        this.statusText = transfer == null ? null : transfer.statusText();
        this.timedOut = timedOut;
    }

    public UUID transferId() {
        return transferId;
    }

    /** The last state that was seen, or {@code null} if none was. */
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
