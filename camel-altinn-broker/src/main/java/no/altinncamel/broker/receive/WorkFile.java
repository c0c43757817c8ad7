package no.altinncamel.broker.receive;

import java.io.IOException;
import java.nio.file.Path;

/** One received file on disk. */
interface WorkFile {

    /** Where it is, or will be when it has been fetched. */
    Path path();

    /** Downloads and verifies it; only then it is in its place. */
    void fetch() throws IOException;

    /** Deletes it; nobody needs it any more. */
    void discard();

    /** Whether its download was cut off with its consumer. */
    default boolean stopped() {
        return false;
    }
}
