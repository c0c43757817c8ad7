package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** A file that exists only while it is read: byte number n is {@link #at n}'s. */
final class GeneratedSource implements UploadSource {

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final long announced;
    private final long actual;
    private final boolean repeatable;
    private final long failAt;

    GeneratedSource(long length) {
        this(length, length, true, -1);
    }

    private GeneratedSource(long announced, long actual, boolean repeatable, long failAt) {
        this.announced = announced;
        this.actual = actual;
        this.repeatable = repeatable;
        this.failAt = failAt;
    }

    /** Says it has so many bytes, whatever it has. */
    GeneratedSource announcing(long length) {
        return new GeneratedSource(length, actual, repeatable, failAt);
    }

    GeneratedSource once() {
        return new GeneratedSource(announced, actual, false, failAt);
    }

    /** Cannot be read beyond so many bytes. */
    GeneratedSource failingAt(long position) {
        return new GeneratedSource(announced, actual, repeatable, position);
    }

    static byte at(long position) {
        return (byte) (position * 31 + (position >> 11));
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(i);
        }
        return bytes;
    }

    @Override
    public long length() {
        return announced;
    }

    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public InputStream open() {
        opened.incrementAndGet();
        return new InputStream() {

            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (failAt >= 0 && position >= failAt) {
                    throw new IOException("the disk is on fire");
                }
                if (position >= actual) {
                    return -1;
                }
                int read = (int) Math.min(length, actual - position);
                for (int i = 0; i < read; i++) {
                    buffer[offset + i] = at(position + i);
                }
                position += read;
                return read;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
