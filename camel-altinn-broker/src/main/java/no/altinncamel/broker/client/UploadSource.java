package no.altinncamel.broker.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

/** The bytes of a file to be sent. */
public interface UploadSource {

    /** How many bytes {@link #open()} will give; -1 if not known, which makes the Broker skip its size check. */
    long length();

    /** Whether {@link #open()} may be called again and then gives the same bytes. */
    boolean repeatable();

    /** The bytes from their start; the caller closes the stream. */
    InputStream open() throws IOException;

    /** Whether any position can be opened at no cost, also by several threads at once. */
    default boolean seekable() {
        return false;
    }

    /** The bytes from a position on, as {@link #open()}. */
    default InputStream open(long position) throws IOException {
        InputStream in = open();
        in.skipNBytes(position);
        return in;
    }

    /** When the bytes were changed last; {@code null} if that is not known. */
    default Instant modified() {
        return null;
    }

    /**
     * Looks whether the bytes are still those that were given; for those who have read them in pieces.
     *
     * @throws IOException if they are not, as far as that can be told
     */
    default void verify() throws IOException {}

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

            @Override
            public boolean seekable() {
                return true;
            }

            @Override
            public InputStream open(long position) {
                return new ByteArrayInputStream(bytes, Math.toIntExact(position), bytes.length);
            }
        };
    }

    /** A file. If it changes before it is sent whole, reading it fails. */
    static UploadSource of(Path file) throws IOException {
        return new FileSource(file, false);
    }

    /** A file that is a copy of something, whose age tells nothing of that. */
    static UploadSource copy(Path file) throws IOException {
        return new FileSource(file, true);
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
