package no.altinncamel.broker.client;

import java.io.IOException;
import java.util.UUID;

/**
 * A file could not be read to its verified end. Where a server's answer or the wire is the reason, the cause is the
 * {@link no.altinncamel.broker.client.http.AltinnClientException}.
 */
public class DownloadException extends IOException {

    private static final long serialVersionUID = 1L;

    private final UUID transferId;

    DownloadException(UUID transferId, String message, Throwable cause) {
        super(message, cause);
        this.transferId = transferId;
    }

    public UUID transferId() {
        return transferId;
    }
}
