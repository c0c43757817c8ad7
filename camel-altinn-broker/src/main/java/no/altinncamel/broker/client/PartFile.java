package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on disk to which several threads write parts, and the map of what has come, which is written when that has been forced
 * to disk. That happens beside the writing; a part waits for it when it is a whole chunk ahead.
 */
final class PartFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);

    private final DownloadTarget target;
    private final Executor executor;
    private final boolean resumed;
    /** Held while the disk is waited for. */
    private final Object forcing = new Object();
    /** A disk may tell only once that it has lost something; guarded by forcing. */
    private StorageException lost;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** What has been written, with each part's next position; guarded by this, as is the following. */
    private List<PartMap.Part> written;
    /** What the map on disk says. */
    private PartMap durable;

    private FileChannel channel;
    private boolean closed;

    private PartFile(DownloadTarget target, PartMap map, boolean resumed, Executor executor) throws IOException {
        this.target = target;
        this.executor = executor;
        this.resumed = resumed;
        this.durable = map;
        this.written = map.parts();
        this.channel = FileChannel.open(
                target.part(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                OwnerOnly.file(target.part()));
    }

    /** A thread that is interrupted while it writes closes it for all. */
    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(target.part(), StandardOpenOption.WRITE);
        }
        return channel;
    }

    /**
     * Goes on with what is there, if it is of the same file; else begins anew.
     *
     * @param whole    the file of which nothing has come yet
     * @param executor where to wait for the disk; {@code null} for the writing threads
     */
    static PartFile open(DownloadTarget target, PartMap whole, Executor executor) throws StorageException {
        try {
            PartMap known = known(target, whole);
            if (known == null) {
                target.delete();
            }
            return new PartFile(target, known == null ? whole : known, known != null, executor);
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    private static PartMap known(DownloadTarget target, PartMap whole) throws IOException {
        try {
            PartMap known = PartMap.of(Files.readString(target.map()));
            long size = Files.size(target.part());
            // a route may have written behind its end before its process died
            if (known.isOf(whole) && size >= known.extent() && size <= known.length()) {
                return known;
            }
            LOG.info("What has come of file transfer {} does not fit; it is fetched anew", whole.transferId());
        } catch (NoSuchFileException e) {
            LOG.debug("Nothing has come yet of file transfer {}", whole.transferId());
        } catch (CharacterCodingException | IllegalArgumentException e) {
            LOG.warn(
                    "What has come of file transfer {} cannot be told ({}); it is fetched anew",
                    whole.transferId(),
                    e.toString());
        }
        return null;
    }

    /** Whether another run, perhaps of another process, has written some of it. */
    boolean resumed() {
        return resumed;
    }

    /** Bytes that were there already when it was opened, or have been written and forced since. */
    synchronized long present() {
        return durable.present();
    }

    /** Most bytes of a part that are not certain. */
    long chunk() {
        return target.chunk();
    }

    synchronized List<PartMap.Part> parts() {
        return written;
    }

    /**
     * Gives up the parts, except what has come without a gap, and goes on as one. Nobody may be writing.
     *
     * @return how many bytes have come in vain
     */
    synchronized long join() {
        PartMap parted = durable.with(written);
        durable = parted.joined();
        written = durable.parts();
        return parted.present() - durable.present();
    }

    /** Writes the next bytes of a part. Only one thread may do so for each part. */
    void write(int part, byte[] bytes, int length) throws StorageException {
        makeRoom(part, length);
        try {
            long position = parts().get(part).position();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            FileChannel out = channel();
            while (buffer.hasRemaining()) {
                position += out.write(buffer, position);
            }
            advance(part, position);
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    /** So that no part is ever more than a chunk ahead of what is certain. */
    private void makeRoom(int part, int length) throws StorageException {
        while (ahead(part) > 0 && ahead(part) + length > target.chunk()) {
            force();
        }
    }

    private synchronized long ahead(int part) {
        return written.get(part).position() - durable.parts().get(part).position();
    }

    private void advance(int part, long position) {
        synchronized (this) {
            List<PartMap.Part> next = new ArrayList<>(written);
            next.set(part, next.get(part).at(position));
            written = List.copyOf(next);
        }
        if (ahead(part) > target.chunk() / 2 && executor != null && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::forceBeside);
            } catch (RejectedExecutionException e) {
                // the writing threads do it when they have to
                scheduled.set(false);
            }
        }
    }

    private void forceBeside() {
        try {
            scheduled.set(false);
            force();
        } catch (StorageException e) {
            LOG.debug("Not forced to disk; the writing thread will tell", e);
        }
    }

    /** Makes certain what has been written so far. */
    void force() throws StorageException {
        synchronized (forcing) {
            if (lost != null) {
                throw new StorageException(lost);
            }
            PartMap next;
            synchronized (this) {
                next = durable.with(written);
                if (next.equals(durable)) {
                    return;
                }
            }
            try {
                channel().force(false);
                save(next);
            } catch (ClosedChannelException e) {
                // by an interrupt, not by a fault of the disk
                throw new StorageException(e);
            } catch (IOException e) {
                lost = new StorageException(e);
                throw lost;
            }
            synchronized (this) {
                durable = next;
            }
        }
    }

    private void save(PartMap map) throws IOException {
        try (FileChannel out = FileChannel.open(
                target.nextMap(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                OwnerOnly.file(target.nextMap()))) {
            ByteBuffer text = ByteBuffer.wrap(map.text().getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                out.write(text);
            }
            out.force(true);
        }
        Files.move(target.nextMap(), target.map(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Bytes that have come without a gap. */
    synchronized long prefix() {
        return PartMap.prefix(written);
    }

    /** To read what has come. */
    FileChannel reader() throws IOException {
        return FileChannel.open(target.part(), StandardOpenOption.READ);
    }

    /** The file is whole and in its place; its map says so, for one that comes after a crash. */
    void finish() throws StorageException {
        try {
            force();
            Files.move(target.part(), target.file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    /** Keeps what has come, as far as the disk allows. */
    @Override
    public void close() {
        // would close the channel before anything is kept
        boolean interrupted = Thread.interrupted();
        try {
            keep();
        } catch (IOException e) {
            LOG.debug("Not everything that has come of {} could be kept", target.file(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keep() throws IOException {
        synchronized (forcing) {
            try {
                force();
            } finally {
                closeChannel();
            }
        }
    }

    /** Who comes late does not open it again: it may have been deleted, or be another's. */
    private synchronized void closeChannel() throws IOException {
        closed = true;
        channel.close();
    }
}
