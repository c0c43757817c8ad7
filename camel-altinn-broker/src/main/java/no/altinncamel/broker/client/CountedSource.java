package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;

import no.altinncamel.broker.client.http.CountedStream;

/** What was read of it is taken back when it is read again. */
final class CountedSource extends StreamedSource {

    private final TransferProgress progress;
    private long counted;

    CountedSource(UploadSource source, TransferProgress progress) {
        super(source);
        this.progress = progress;
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
