package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Locks by name for all that share a folder, in this process and in others; they end with the process. */
public final class FolderLocks {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLocks.class);

    /** One for each file as long as the process lives: to close a second one would undo all locks of the process on that file. */
    private static final Map<Path, FileChannel> CHANNELS = new HashMap<>();

    private final Path file;
    private final Map<String, FileLock> locks = new ConcurrentHashMap<>();

    /**
     * @param folder as the file system knows it, without links
     * @param name   of the file that holds the locks; made if it is not there
     */
    public FolderLocks(Path folder, String name) {
        this.file = folder.resolve(name);
    }

    /**
     * Takes a lock.
     *
     * @return             {@code false} if somebody else has it
     * @throws IOException if the file system knows no locks
     */
    public boolean acquire(String key) throws IOException {
        FileLock lock = null;
        try {
            lock = channel().tryLock(position(key), 1, false);
        } catch (OverlappingFileLockException e) {
            LOG.debug("Another user of {} in this process has {}", file, key, e);
        }
        if (lock != null) {
            locks.put(key, lock);
        }
        return lock != null;
    }

    private FileChannel channel() throws IOException {
        synchronized (CHANNELS) {
            FileChannel channel = CHANNELS.get(file);
            if (channel == null) {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                CHANNELS.put(file, channel);
            }
            return channel;
        }
    }

    /** Each key has a byte of its own, far beyond the end of the file. */
    private static long position(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits()
                & Long.MAX_VALUE >> 1;
    }

    /** Gives a lock back; does nothing if it was not taken here. */
    public void release(String key) throws IOException {
        FileLock lock = locks.remove(key);
        if (lock != null) {
            lock.release();
        }
    }
}
