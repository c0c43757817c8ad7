package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the MD5 of a file while its parts are being written: reads what has come without a gap, beside those that write. What
 * has been written just now is read from memory, not from the disk.
 */
final class PrefixDigest {

    private static final Logger LOG = LoggerFactory.getLogger(PrefixDigest.class);

    private static final int BUFFER = 256 * 1024;
    /** Worth a task. */
    private static final int PIECE = 1024 * 1024;

    private final PartFile file;
    private final Executor executor;
    private final MessageDigest md5;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Held while hashing. */
    private final Object hashing = new Object();

    /** Outside the heap, which saves a copy; guarded by hashing. */
    private ByteBuffer buffer;

    private volatile long position;
    private volatile boolean ended;

    /** @param executor where to hash; {@code null}, or one that has no thread to give, to do it in {@link #finish} */
    PrefixDigest(PartFile file, Executor executor) {
        this.file = file;
        this.executor = executor;
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** More may have come. */
    void proceed() {
        if (executor != null && file.prefix() - position >= PIECE && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::hashBeside);
            } catch (RejectedExecutionException e) {
                // a later piece, or the end
                scheduled.set(false);
            }
        }
    }

    private void hashBeside() {
        try {
            hash();
        } catch (IOException e) {
            LOG.debug("Not read now; it is at the end", e);
        } finally {
            scheduled.set(false);
        }
    }

    private void hash() throws IOException {
        synchronized (hashing) {
            if (buffer == null) {
                buffer = ByteBuffer.allocateDirect(BUFFER);
            }
            try (FileChannel in = file.reader()) {
                for (long prefix = file.prefix(); position < prefix && !ended; prefix = file.prefix()) {
                    buffer.clear().limit((int) Math.min(BUFFER, prefix - position));
                    int read = in.read(buffer, position);
                    if (read < 0) {
                        throw new IOException("it is shorter than what was written to it");
                    }
                    md5.update(buffer.flip());
                    position += read;
                }
            }
        }
    }

    /** The MD5 in lower-case hexadecimal, when all parts have been written; {@code null} if it was ended before. */
    String finish() throws StorageException {
        try {
            hash();
        } catch (IOException e) {
            throw new StorageException(e);
        }
        synchronized (hashing) {
            return ended ? null : HexFormat.of().formatHex(md5.digest());
        }
    }

    /** Nobody wants the result any more. */
    void end() {
        ended = true;
    }
}
