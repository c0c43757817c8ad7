package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.io.InputStream;

import no.altinncamel.broker.client.http.CountedStream;

/** A chunk that tells how far it has come. What was read of it is taken back when it is read again. */
final class CountedBody implements TusBody {

    private final TusBody chunk;
    private final TusCalls calls;
    private long counted;
    private volatile boolean readWhole;

    CountedBody(TusBody chunk, TusCalls calls) {
        this.chunk = chunk;
        this.calls = calls;
    }

    @Override
    public long length() {
        return chunk.length();
    }

    @Override
    public InputStream open() throws IOException {
        arrived(0);
        return new CountedStream(chunk.open(), bytes -> {
            counted += bytes;
            readWhole |= counted == length();
            calls.moved(bytes);
        });
    }

    /** Whether all of it was handed to the connection at least once. */
    boolean readWhole() {
        return readWhole;
    }

    /** So many bytes have arrived, whatever was sent. */
    void arrived(long bytes) {
        if (bytes != counted) {
            calls.moved(bytes - counted);
        }
        counted = bytes;
    }
}
