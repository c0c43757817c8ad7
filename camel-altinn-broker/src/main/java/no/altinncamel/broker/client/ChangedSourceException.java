package no.altinncamel.broker.client;

import java.io.IOException;

/** A source has other bytes, or more or fewer, than when it was looked at first: it is not what was begun to be uploaded. */
final class ChangedSourceException extends IOException {

    private static final long serialVersionUID = 1L;

    ChangedSourceException(String message) {
        super(message);
    }
}
