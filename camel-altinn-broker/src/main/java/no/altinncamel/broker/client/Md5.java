package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Computes an MD5 beside the thread that delivers the bytes: hashing takes longer than reading, so in the reading thread it
 * would halve the speed. Bytes are copied into buffers that go round; all together they take 1 MiB. Where the executor has no thread to
 * give, the delivering thread hashes itself as soon as it runs out of buffers; it waits only for hashing that is under way, and then
 * until half of the buffers are free: were it woken for each of them, it would take the processor from the hashing as often.
 */
final class Md5 {

    /** So small that a piece is still in the processor's cache when it is hashed. */
    private static final int BUFFER = 64 * 1024;

    private static final int BUFFERS = 16;
    /** So many pieces are worth a thread. */
    private static final int BATCH = 4;

    private static final int SOURCE_BUFFER = 256 * 1024;

    private static final class Piece {
        private final byte[] bytes;
        private int length;

        Piece(int capacity) {
            this.bytes = new byte[capacity];
        }
    }

    private final MessageDigest digest;
    private final Executor executor;
    private final int capacity;
    private final Object lock = new Object();
    /** Guarded by the lock, as are the following. */
    private final Deque<Piece> full = new ArrayDeque<>();

    private final Deque<Piece> free = new ArrayDeque<>();
    private boolean hashing;
    private boolean scheduled;
    private boolean abandoned;
    /** Only the delivering thread touches these. */
    private Piece current;

    private int made;

    /**
     * @param executor where to hash, or {@code null} to hash in the delivering thread
     * @param expected bytes to come, so that small files take small buffers; -1 if not known
     */
    Md5(Executor executor, long expected) {
        this.executor = executor;
        this.capacity = expected < 0 ? BUFFER : (int) Math.min(BUFFER, Math.max(1, expected));
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** The MD5 of all of a source, in lower-case hexadecimal. */
    static String of(UploadSource source, Executor executor) throws IOException {
        Md5 md5 = new Md5(executor, source.length());
        byte[] buffer = new byte[SOURCE_BUFFER];
        try (InputStream in = source.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                md5.update(buffer, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            md5.abandon();
            throw e;
        }
        return md5.finish();
    }

    void update(byte[] bytes, int offset, int length) {
        if (executor == null) {
            digest.update(bytes, offset, length);
            return;
        }
        int done = 0;
        while (done < length) {
            if (current == null) {
                current = nextFree();
            }
            int part = Math.min(length - done, capacity - current.length);
            System.arraycopy(bytes, offset + done, current.bytes, current.length, part);
            current.length += part;
            done += part;
            if (current.length == capacity) {
                handOver();
            }
        }
    }

    /** The MD5 of all bytes in lower-case hexadecimal; nothing can be added afterwards. */
    String finish() {
        if (current != null) {
            synchronized (lock) {
                full.add(current);
            }
            current = null;
        }
        while (takeOverOrWait()) {
            hash();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Nobody wants the result any more. */
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            full.clear();
            lock.notifyAll();
        }
    }

    private void handOver() {
        boolean start;
        synchronized (lock) {
            if (!abandoned) {
                full.add(current);
            }
            start = !hashing && !scheduled && full.size() >= BATCH;
            scheduled |= start;
        }
        current = null;
        if (start) {
            try {
                executor.execute(this::hashElsewhere);
            } catch (RejectedExecutionException e) {
                // no thread to be had: when the buffers are used up this thread hashes
                synchronized (lock) {
                    scheduled = false;
                }
            }
        }
    }

    private void hashElsewhere() {
        synchronized (lock) {
            scheduled = false;
            if (hashing || full.isEmpty()) {
                return;
            }
            hashing = true;
        }
        hash();
    }

    private Piece nextFree() {
        synchronized (lock) {
            Piece piece = free.poll();
            if (piece != null) {
                return piece;
            }
        }
        if (made < BUFFERS) {
            made++;
            return new Piece(capacity);
        }
        if (takeOverOrWaitForFree()) {
            hash();
        }
        synchronized (lock) {
            // none comes back once it is abandoned, and what is added after that does not count
            return abandoned ? new Piece(capacity) : free.remove();
        }
    }

    /** @return true if this thread has to hash; false if a buffer has become free */
    private boolean takeOverOrWaitForFree() {
        synchronized (lock) {
            boolean interrupted = false;
            while (hashing && free.size() < BUFFERS / 2) {
                interrupted |= waited();
            }
            restore(interrupted);
            if (!free.isEmpty()) {
                return false;
            }
            hashing = true;
            return true;
        }
    }

    /** @return true if this thread has to hash; false if all is hashed */
    private boolean takeOverOrWait() {
        synchronized (lock) {
            boolean interrupted = false;
            while (hashing) {
                interrupted |= waited();
            }
            restore(interrupted);
            hashing = !full.isEmpty();
            return hashing;
        }
    }

    /** Milliseconds at most: somebody is hashing what is in memory. */
    private boolean waited() {
        try {
            lock.wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hashes until nothing is left; the caller has set {@link #hashing}. */
    private void hash() {
        while (true) {
            Piece piece;
            synchronized (lock) {
                piece = abandoned ? null : full.poll();
                if (piece == null) {
                    hashing = false;
                    lock.notifyAll();
                    return;
                }
            }
            digest.update(piece.bytes, 0, piece.length);
            piece.length = 0;
            synchronized (lock) {
                free.add(piece);
                if (free.size() == BUFFERS / 2) {
                    lock.notifyAll();
                }
            }
        }
    }
}
