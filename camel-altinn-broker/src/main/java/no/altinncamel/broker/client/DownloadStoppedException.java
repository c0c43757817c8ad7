package no.altinncamel.broker.client;

import java.util.UUID;

/** A download was ended on purpose. What has come is kept. */
public class DownloadStoppedException extends DownloadException {

    private static final long serialVersionUID = 1L;

    DownloadStoppedException(UUID transferId, Throwable cause) {
        super(
                transferId,
                "The download of transfer " + transferId + " was stopped; what has come of it is kept",
                cause);
    }
}
