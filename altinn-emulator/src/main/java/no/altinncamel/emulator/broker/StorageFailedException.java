package no.altinncamel.emulator.broker;

import java.io.IOException;

/** The storage cannot take a file, such as when the disk is full; not to be confused with a body that breaks off. */
final class StorageFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    StorageFailedException(IOException cause) {
        super(cause);
    }
}
