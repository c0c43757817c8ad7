package no.altinncamel.broker.receive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.OwnerOnly;

/**
 * Where received files are stored while they are routed. Several consumers, also of other processes, can share a directory:
 * each has a folder of its own in it, and a lock file beside that as long as it lives. Folders whose owner died are deleted
 * when another opens the directory. Large files are in a folder that all share.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private static final String PREFIX = "altinn-broker-";
    private static final String LOCK_SUFFIX = ".lock";
    /** Only folders that {@link #create} can have made are ever deleted. */
    private static final Pattern FOLDER =
            Pattern.compile(PREFIX + "\\d+-\\d+-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;
    private final DownloadFolder downloads;
    private int files;
    private boolean closing;

    private WorkDirectory(Path folder, Path lockFile, FileChannel lock, DownloadFolder downloads) {
        this.downloads = downloads;
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the directory if it does not exist, and clears what dead processes left in it and nobody can use.
     *
     * @param  parts       most parts in which a large file is fetched at the same time
     * @throws IOException naming the directory, if it cannot be used
     */
    public static WorkDirectory open(Path directory, int parts, Clock clock) throws IOException {
        try {
            Files.createDirectories(directory);
            sweep(directory);
            DownloadFolder downloads = new DownloadFolder(directory, parts, clock);
            downloads.sweep();
            return create(directory, downloads);
        } catch (IOException e) {
            throw new IOException(
                    "localWorkDirectory: '" + directory + "' cannot be used (" + e
                            + ") - name a directory in which this" + " process may write",
                    e);
        }
    }

    private static WorkDirectory create(Path directory, DownloadFolder downloads) throws IOException {
        String name = processName() + UUID.randomUUID();
        Path lockFile = directory.resolve(name + LOCK_SUFFIX);
        // first the lock and then the folder, so that a folder without a locked file is a dead one's for certain
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean created = false;
        try {
            channel.lock();
            Path folder = Files.createDirectory(directory.resolve(name), OwnerOnly.folder(directory));
            created = true;
            return new WorkDirectory(folder, lockFile, channel, downloads);
        } finally {
            if (!created) {
                channel.close();
                Files.deleteIfExists(lockFile);
            }
        }
    }

    /** Starts the names of all folders of this process, and of no other. */
    private static String processName() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return PREFIX + process.pid() + "-" + started + "-";
    }

    private static void sweep(Path directory) throws IOException {
        String own = processName();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path folder : folders) {
                // to open and close the lock file of a living consumer of our own process would release its lock
                String name = folder.getFileName().toString();
                if (FOLDER.matcher(name).matches()
                        && !name.startsWith(own)
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    sweepIfDead(folder);
                }
            }
        }
    }

    private static void sweepIfDead(Path folder) {
        Path lockFile = folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(folder);
                Files.deleteIfExists(lockFile);
            }
        } catch (NoSuchFileException e) {
            LOG.warn("{} has no lock file, so its owner may be alive; it is left as it is", folder);
        } catch (IOException e) {
            LOG.warn("What a dead process left in {} could not be deleted", folder, e);
        }
    }

    private static void delete(Path folder) {
        long bytes = 0;
        int files = 0;
        try {
            for (Path file : content(folder)) {
                bytes += Files.size(file);
                files++;
                Files.delete(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("What was left in {} could not be deleted", folder, e);
        }
        if (files > 0) {
            LOG.info("Deleted {} received files ({} bytes) that were left in {}", files, bytes, folder);
        }
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** A place for the file of a transfer, which is not fetched yet. */
    WorkFile place(TransferContent content) {
        ResumableFile file = downloads.take(content);
        return file == null ? new StreamedFile(content, this) : file;
    }

    /** Deletes what nobody has gone on with for long; cheap, as it looks once in an hour only. */
    public void sweepDownloads() {
        try {
            downloads.sweep();
        } catch (IOException e) {
            LOG.warn("What was left of large files beside {} could not be looked through", folder, e);
        }
    }

    /** Ends downloads of large files that are under way, and lets none begin; what has come of them is kept. */
    public void stopDownloads() {
        downloads.stop();
    }

    /** Where the file of a transfer belongs; its name is the transfer's id, which no other party chooses. */
    Path file(UUID transferId) {
        return folder.resolve(transferId.toString());
    }

    /** A file is on its way here. */
    synchronized void opened() {
        files++;
    }

    /** A file is done with. */
    synchronized void discarded() {
        files--;
        if (closing && files == 0) {
            delete();
        }
    }

    /** Deletes the folder, as soon as no exchange has a file in it any more. */
    @Override
    public synchronized void close() {
        closing = true;
        if (files == 0) {
            delete();
        }
    }

    private void delete() {
        try {
            delete(folder);
            lock.close();
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            LOG.warn("The lock file {} could not be deleted", lockFile, e);
        }
    }
}
