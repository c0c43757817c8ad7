package no.altinncamel.broker.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file to be sent. */
public interface UploadSource {

    /** How many bytes {@link #open()} will give; -1 if not known, which makes the Broker skip its size check. */
    long length();

    /** Whether {@link #open()} may be called again and then gives the same bytes. */
    boolean repeatable();

    /** The bytes from their start; the caller closes the stream. */
    InputStream open() throws IOException;

    static UploadSource of(byte[] bytes) {
        return new UploadSource() {

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** A file that does not change while it is sent. */
    static UploadSource of(Path file) throws IOException {
        long length = Files.size(file);
        return new UploadSource() {

            @Override
            public long length() {
                return length;
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /**
     * A stream that can be read once.
     *
     * @param length its bytes, or -1 if not known
     */
    static UploadSource once(InputStream stream, long length) {
        return new UploadSource() {

            @Override
            public long length() {
                return length;
            }

            @Override
            public boolean repeatable() {
                return false;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }
}
