package no.altinncamel.broker.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** A file that does not change while it is sent. */
    static UploadSource of(Path file) throws IOException {
        return of(file, Files.getLastModifiedTime(file).toInstant());
    }

    /** A file that is a copy of something, whose age tells nothing of that. */
    static UploadSource copy(Path file) throws IOException {
        return of(file, null);
    }

    private static UploadSource of(Path file, Instant modified) throws IOException {
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

            @Override
            public boolean seekable() {
                return true;
            }

            @Override
            public InputStream open(long position) throws IOException {
                return Channels.newInputStream(
                        FileChannel.open(file, StandardOpenOption.READ).position(position));
            }

            @Override
            public Instant modified() {
                return modified;
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
