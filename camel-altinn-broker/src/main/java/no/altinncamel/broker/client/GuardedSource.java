package no.altinncamel.broker.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import no.altinncamel.broker.client.tus.Cancellation;

/** A source that goes up in one request. Its end, before which the last piece does not leave, is shown only while the file may be completed. */
record GuardedSource(UploadSource source, Cancellation cancellation) implements UploadSource {

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
