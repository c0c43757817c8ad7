package no.altinncamel.broker.client;

import java.io.IOException;

/** A file that is being downloaded could not be written to disk. */
public class StorageException extends IOException {

    private static final long serialVersionUID = 1L;

    StorageException(IOException cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
