package no.altinncamel.broker.client;

import java.io.IOException;
import java.util.UUID;

import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * A file could not be read to its verified end. Where a server's answer or the wire is the reason, the cause is the
 * {@link AltinnClientException}.
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

    /** Whether the file itself is at fault, or the Broker does not have it: to try again will not help, as it may otherwise. */
    public boolean isForGood() {
        if (getCause() instanceof AltinnClientException call && !(call instanceof TokenException)) {
            return switch (call.status()) {
                case 404, 410, 416 -> true;
                default -> false;
            };
        }
        return this instanceof SizeMismatchException || this instanceof ChecksumMismatchException;
    }
}
