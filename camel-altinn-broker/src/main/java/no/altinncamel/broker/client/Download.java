package no.altinncamel.broker.client;

import java.io.InputStream;
import java.util.UUID;

/**
 * The bytes of a file (altinn-broker 6). Connects when first read, goes on where it stopped when the connection breaks, and
 * at the end verifies length and MD5. Not for use by several threads at once. Nothing is kept in memory but some buffers.
 */
public abstract class Download extends InputStream {

    public abstract UUID transferId();

    /** Bytes of the whole file; -1 while not known, which it is after the first read at the latest. */
    public abstract long size();

    /** Bytes read so far. */
    public abstract long position();
}
