package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Broker's file storage: one temporary folder that only its owner can read, gone when the emulator is closed. */
public final class Storage {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final ExecutorService hashing = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "altinn-emulator-md5");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean hollow;

    /** Gigabytes must not stay behind when somebody stops an emulator with Ctrl-C. */
    private final Thread removal = new Thread(this::removeFolder);

    Storage() {
        try {
            this.folder = Files.createTempDirectory("altinn-emulator");
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator has nowhere to keep its files", e);
        }
        Runtime.getRuntime().addShutdownHook(removal);
    }

    /** The next uploads fail after their body was read, as if the storage provider had refused them. */
    public void failNextUploads(int uploads) {
        failures.set(uploads);
    }

    /** Removes the bytes of a transfer and nothing else: its status does not tell. */
    public void lose(Transfer transfer) {
        transfer.file().ifPresent(Storage::remove);
    }

    /**
     * Whether uploads that begin from now on leave no bytes on disk, so that files may be larger than it; off by default. What
     * arrives is counted and dropped, and a download gives so many zeros. No MD5 is taken: the sender's checksum is believed, and
     * where there is none the file has none.
     */
    public Storage hollow(boolean on) {
        this.hollow = on;
        return this;
    }

    boolean isHollow() {
        return hollow;
    }

    Path folder() {
        return folder;
    }

    /** Whether the upload that asks is to fail. */
    boolean fails() {
        return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /**
     * Receives a file. It is not in its place yet: several uploads may be under way for one transfer.
     *
     * @param  announced              the sender's MD5 of it, or {@code null}
     * @throws StorageFailedException if the disk is full or otherwise of no use
     * @throws IOException            if the body breaks off; nothing is left on disk in either case
     */
    StoredFile receive(InputStream body, String announced) throws IOException {
        Path target = folder.resolve(UUID.randomUUID() + ".part");
        try {
            return hollow
                    ? HollowFile.receive(body, target, announced)
                    : new FileReceiver(hashing).receive(body, target);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    /** Moves a received file into its place. */
    StoredFile commit(StoredFile received, UUID transferId) throws StorageFailedException {
        Path place = folder.resolve(transferId.toString());
        try {
            Files.move(received.path(), place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(received);
            throw new StorageFailedException(e);
        }
        return received.movedTo(place);
    }

    /** Hashes a file that is in its place. */
    String md5(StoredFile file) throws IOException {
        MessageDigest digest = FileReceiver.md5();
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = Files.newInputStream(file.path())) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Runs a task that reads and writes whole files; it is dropped if the emulator is closed. */
    void execute(Runnable task) {
        try {
            hashing.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The emulator has been closed", e);
        }
    }

    void delete(StoredFile file) {
        remove(file.path());
    }

    void close() {
        hashing.shutdownNow();
        removeFolder();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            LOG.debug("The virtual machine is stopping and has run the hook itself", e);
        }
    }

    private synchronized void removeFolder() {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Storage::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator's folder could not be removed", e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
