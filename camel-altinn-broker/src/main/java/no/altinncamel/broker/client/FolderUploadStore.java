package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers uploads in a folder, one file for each. Several processes may share
 * the folder if its file system knows locks. What nobody has asked for in 30 days is removed: the Broker forgets an upload after one
 * (altinn-broker 7.9).
 */
public final class FolderUploadStore implements UploadStore {

    private static final Logger LOG = LoggerFactory.getLogger(FolderUploadStore.class);

    private static final Duration LONGEST_KEPT = Duration.ofDays(30);
    private static final String STATE = ".upload";
    private static final String LOCKS = "uploads.lock";
    private static final String UNFINISHED = ".new";

    private final Path folder;
    private final FolderLocks locks;

    /**
     * @param  folder      made if it is not there
     * @throws IOException if it can be neither made nor written to
     */
    public FolderUploadStore(Path folder, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.locks = new FolderLocks(this.folder, LOCKS);
        if (!Files.isWritable(folder)) {
            throw new IOException("The folder " + folder + " cannot be written to");
        }
        removeOld(clock);
    }

    private void removeOld(Clock clock) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(FolderUploadStore::isOurs).toList()) {
                removeOld(file, clock);
            }
        }
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(STATE) || name.endsWith(UNFINISHED);
    }

    private static void removeOld(Path file, Clock clock) throws IOException {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
            if (age.compareTo(LONGEST_KEPT) > 0) {
                Files.deleteIfExists(file);
                LOG.info("Removed {}, which nobody has asked for in {} days", file, LONGEST_KEPT.toDays());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("Somebody else has removed {}", file, e);
        }
    }

    @Override
    public boolean acquire(String key) throws IOException {
        return locks.acquire(key);
    }

    @Override
    public void release(String key) throws IOException {
        locks.release(key);
    }

    @Override
    public String load(String key) throws IOException {
        try {
            return Files.readString(file(key, STATE));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void save(String key, String text) throws IOException {
        Path written = file(key, UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file(key, STATE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
    }

    /** So that a power cut does not bring back the file that was there before. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The file system does not force folders, or sees to it by itself", e);
        }
    }

    @Override
    public void remove(String key) throws IOException {
        Files.deleteIfExists(file(key, STATE));
    }

    private Path file(String key, String suffix) {
        return folder.resolve(key + suffix);
    }

    @Override
    public String toString() {
        return "the folder " + folder;
    }
}
