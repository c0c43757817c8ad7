package no.altinncamel.broker.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import no.altinncamel.broker.client.tus.Cancellation;

/** Its end, before which the last piece does not leave, is shown only while the file may be completed. */
final class GuardedSource extends StreamedSource {

    private final Cancellation cancellation;

    GuardedSource(UploadSource source, Cancellation cancellation) {
        super(source);
        this.cancellation = cancellation;
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(source.open()) {

            @Override
            public int read() throws IOException {
                return permitted(super.read());
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return permitted(super.read(buffer, offset, length));
            }

            private int permitted(int read) throws IOException {
                if (read < 0 && !cancellation.permitsCompletion()) {
                    throw new IOException("the upload was ended");
                }
                return read;
            }
        };
    }
}
