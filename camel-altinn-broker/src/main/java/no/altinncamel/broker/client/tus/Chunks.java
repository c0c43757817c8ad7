package no.altinncamel.broker.client.tus;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts chunks out of a source, each of which can be read again until the next one is read. */
abstract class Chunks implements Closeable {

    final TusSource source;

    private Chunks(TusSource source) {
        this.source = source;
    }

    /** @param chunkSize longest chunk in bytes; so much memory it costs if the source can be read only once */
    static Chunks of(TusSource source, long chunkSize) {
        if (source.seekable()) {
            return new Seekable(source);
        }
        return source.repeatable() ? new Rewindable(source) : new Held(source, chunkSize);
    }

    /** The bytes between two positions of the source. */
    final TusBody chunk(long start, long end) {
        return new TusBody() {

            @Override
            public long length() {
                return end - start;
            }

            @Override
            public InputStream open() throws IOException {
                return Chunks.this.open(start, end);
            }
        };
    }

    abstract InputStream open(long start, long end) throws IOException;

    /** The last chunk shows one byte more, if there is one, so that a source that has grown is noticed. */
    long visible(long start, long end) {
        return end - start + (end == source.length() ? 1 : 0);
    }

    @Override
    public void close() throws IOException {}

    /** Opens the source for each chunk; may be used by several threads at once. */
    private static final class Seekable extends Chunks {

        Seekable(TusSource source) {
            super(source);
        }

        @Override
        InputStream open(long start, long end) throws IOException {
            return new Window(source.open(start), visible(start, end)) {

                @Override
                public void close() throws IOException {
                    in.close();
                }
            };
        }
    }

    /** Reads on from chunk to chunk, and from the start again only when a chunk has to be repeated. */
    private static final class Rewindable extends Chunks {

        private InputStream in;
        private long position;

        Rewindable(TusSource source) {
            super(source);
        }

        @Override
        InputStream open(long start, long end) throws IOException {
            if (in == null || position != start) {
                close();
                in = source.open(start);
                position = start;
            }
            return new Window(in, visible(start, end)) {

                @Override
                void moved(long bytes) {
                    position += bytes;
                }
            };
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }

    /** Holds one chunk in memory, because its bytes cannot be had again. */
    private static final class Held extends Chunks {

        private final int chunkSize;
        private InputStream in;
        private byte[] held = {};
        private long heldFrom;
        private int heldBytes;

        Held(TusSource source, long chunkSize) {
            super(source);
            this.chunkSize = Math.toIntExact(Math.min(chunkSize, source.length()));
        }

        @Override
        InputStream open(long start, long end) throws IOException {
            if (start == heldFrom + heldBytes) {
                fill(start, Math.toIntExact(end - start));
            }
            if (start < heldFrom || end > heldFrom + heldBytes) {
                throw new IOException("the server wants bytes from position " + start
                        + " on, which have been read already and are held no more");
            }
            return new ByteArrayInputStream(held, (int) (start - heldFrom), (int) (end - start));
        }

        private void fill(long start, int bytes) throws IOException {
            if (in == null) {
                in = source.open(0);
                held = new byte[chunkSize];
            }
            int read = in.readNBytes(held, 0, bytes);
            heldFrom = start;
            heldBytes = read;
            if (read < bytes || start + read == source.length() && in.read() >= 0) {
                throw new IOException("it has " + (read < bytes ? start + read + " bytes instead of" : "more than")
                        + " the " + source.length() + " bytes that were announced");
            }
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }

    /** The next bytes of a stream, which stays open. */
    private static class Window extends FilterInputStream {

        private long left;

        Window(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        void moved(long bytes) {}

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int read = super.read(buffer, offset, (int) Math.min(length, left));
            if (read > 0) {
                left -= read;
                moved(read);
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {}
    }
}
