package no.altinncamel.broker.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.DownloadTarget;
import no.altinncamel.broker.client.FolderLocks;
import no.altinncamel.broker.client.OwnerOnly;

/**
 * Where large files are while they are downloaded and routed. All consumers of a work directory share it, so that one goes on
 * with what another has left; a lock says who has a file. What nobody has gone on with for a week is deleted.
 */
final class DownloadFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadFolder.class);

    private static final String NAME = "altinn-broker-downloads";
    private static final String LOCKS = "downloads.lock";
    private static final Duration LONGEST_KEPT = Duration.ofDays(7);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    /** Only what a {@link DownloadTarget} can have made is ever deleted. */
    private static final Pattern FILE =
            Pattern.compile("(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(?:\\.part|\\.map|\\.map\\.new)?");

    private final Path folder;
    private final int parts;
    private final Clock clock;
    private final Set<ResumableFile> taken = ConcurrentHashMap.newKeySet();
    private FolderLocks locks;
    private Instant nextSweep = Instant.MIN;
    private volatile boolean stopped;

    /** @param parts most parts in which a file is fetched at the same time */
    DownloadFolder(Path directory, int parts, Clock clock) {
        this.folder = directory.resolve(NAME);
        this.parts = parts;
        this.clock = clock;
    }

    /** @return {@code null} if it is not worth it, or if another consumer has the file */
    ResumableFile take(TransferContent content) {
        if (content.size() <= DownloadTarget.CHUNK) {
            return null;
        }
        String key = content.id().toString();
        boolean acquired = false;
        try {
            open();
            sweep();
            acquired = locks.acquire(key);
            if (!acquired) {
                LOG.info(
                        "File transfer {} is in the hands of another consumer of {}, too; this one fetches it for itself",
                        key,
                        folder);
                return null;
            }
            DownloadTarget target = target(key);
            if (content.md5() == null) {
                // nothing would tell what its route has made of it
                target.deleteFinished();
            } else {
                target.takeBack();
            }
            ResumableFile file = new ResumableFile(content, target, this);
            taken.add(file);
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("{} cannot be used, so file transfer {} cannot go on after a restart", folder, key, e);
            if (acquired) {
                release(key);
            }
            return null;
        }
    }

    private synchronized void open() throws IOException {
        if (locks == null) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, OwnerOnly.folder(folder));
            }
            locks = new FolderLocks(folder.toRealPath(), LOCKS);
        }
    }

    private DownloadTarget target(String key) {
        return new DownloadTarget(folder.resolve(key), parts);
    }

    /** The exchange is done. What has come of a file that was not finished stays for the next one. */
    void giveBack(ResumableFile file, DownloadTarget target) {
        String key = file.content().id().toString();
        taken.remove(file);
        try {
            target.deleteFinished();
        } catch (IOException e) {
            LOG.warn("The received file {} could not be deleted; it is tried again in a week", target.file(), e);
        } finally {
            release(key);
        }
    }

    private void release(String key) {
        try {
            locks.release(key);
        } catch (IOException e) {
            LOG.warn("The lock of file transfer {} in {} could not be released", key, folder, e);
        }
    }

    /** Ends all downloads that are under way, and those that would begin later. */
    void stop() {
        stopped = true;
        taken.forEach(ResumableFile::stop);
    }

    boolean stopped() {
        return stopped;
    }

    /** Deletes what has been left for long, at most once in an hour. */
    synchronized void sweep() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep) || !Files.isDirectory(folder)) {
            return;
        }
        nextSweep = now.plus(BETWEEN_SWEEPS);
        open();
        Map<String, Instant> lastChanges = new HashMap<>();
        for (Path file : content()) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (name.matches()) {
                lastChanges.merge(name.group(1), lastChange(file), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        for (Map.Entry<String, Instant> entry : lastChanges.entrySet()) {
            if (entry.getValue().plus(LONGEST_KEPT).isBefore(now)) {
                deleteUnlessTaken(entry.getKey());
            }
        }
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Instant lastChange(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            // somebody is at work with it
            return Instant.MAX.minus(LONGEST_KEPT);
        }
    }

    private void deleteUnlessTaken(String key) throws IOException {
        if (locks.acquire(key)) {
            try {
                target(key).delete();
                LOG.info(
                        "Deleted what had come of file transfer {}, with which nobody has gone on in {} days",
                        key,
                        LONGEST_KEPT.toDays());
            } finally {
                locks.release(key);
            }
        }
    }
}
