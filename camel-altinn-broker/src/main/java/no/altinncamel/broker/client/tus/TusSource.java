package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.io.InputStream;

/** The file that goes up. */
public interface TusSource {

    /** Bytes; always known, because TUS has to announce them. */
    long length();

    /** Whether any position can be opened at no cost, also by several threads at once. */
    boolean seekable();

    /** Whether it can be opened more than once and then gives the same bytes. */
    boolean repeatable();

    /** The bytes from a position on; the caller closes the stream. A source that is not repeatable is opened once, at 0. */
    InputStream open(long position) throws IOException;

    /** @throws IOException if the bytes are no longer those that were given */
    void verify() throws IOException;
}
