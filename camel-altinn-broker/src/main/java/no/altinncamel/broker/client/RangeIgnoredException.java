package no.altinncamel.broker.client;

import java.util.UUID;

/** A part of a file was asked for and the whole file sent, so that it cannot be fetched in parts. */
class RangeIgnoredException extends DownloadException {

    private static final long serialVersionUID = 1L;

    RangeIgnoredException(UUID transferId) {
        super(transferId, "The server sends the file of transfer " + transferId + " only as a whole", null);
    }
}
