package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;

import no.altinncamel.broker.client.http.CountedStream;

/** A source that goes up in one request. What was read of it is taken back when it is read again from its start. */
final class CountedSource implements UploadSource {

    private final UploadSource source;
    private final TransferProgress progress;
    private long counted;

    CountedSource(UploadSource source, TransferProgress progress) {
        this.source = source;
        this.progress = progress;
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public boolean repeatable() {
        return source.repeatable();
    }

    @Override
    public InputStream open() throws IOException {
        if (counted > 0) {
            progress.moved(-counted);
            counted = 0;
        }
        return new CountedStream(source.open(), bytes -> {
            counted += bytes;
            progress.moved(bytes);
        });
    }
}
