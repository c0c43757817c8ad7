package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in files that may be exchanged while the client runs (maskinporten 14.6). Files are looked at when a token is fetched,
 * at most every five seconds, and at once when a key was refused. As long as the files cannot be used, the keys read before go
 * on.
 */
public final class WatchedKeys implements SigningKeys {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeys.class);

    /** A file replaced by renaming may have the old one's time and size, but is another file. */
    private record Stamp(FileTime modified, long size, Object file) {

        /** @return {@code null} if there is no such file at the moment */
        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return null;
            }
        }
    }

    private final List<Path> files;
    private final Supplier<List<SigningKey>> reader;
    private final LongSupplier nanoTime;
    private List<SigningKey> keys;
    private List<Stamp> seen;
    private boolean broken;
    private long lookedAt;

    /**
     * Reads the keys.
     *
     * @param  files            what the keys are read from
     * @param  reader           reads all keys, at least one; its exceptions say what is wrong without quoting the files
     * @param  nanoTime         monotonic time
     * @throws RuntimeException from the reader
     */
    public WatchedKeys(List<Path> files, Supplier<List<SigningKey>> reader, LongSupplier nanoTime) {
        this.files = List.copyOf(files);
        this.reader = Objects.requireNonNull(reader, "reader");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.seen = stamps();
        this.keys = List.copyOf(reader.get());
        this.lookedAt = nanoTime.getAsLong();
    }

    @Override
    public synchronized List<SigningKey> current() {
        if (nanoTime.getAsLong() - lookedAt >= INTERVAL.toNanos()) {
            look();
        }
        return keys;
    }

    @Override
    public synchronized List<SigningKey> reload() {
        look();
        return keys;
    }

    private void look() {
        lookedAt = nanoTime.getAsLong();
        // before reading: what is written meanwhile is found by the next look
        List<Stamp> found = stamps();
        boolean changed = !found.equals(seen);
        if (!changed && !broken) {
            return;
        }
        seen = found;
        try {
            keys = List.copyOf(reader.get());
            broken = false;
            LOG.info("The keys in {} were read again after a change: {}", files, names());
        } catch (RuntimeException e) {
            broken = true;
            if (changed) {
                LOG.warn(
                        "The keys in {} have changed, but cannot be used; those read before go on: {} ({})",
                        files,
                        names(),
                        e.getMessage());
            }
        }
    }

    private List<String> names() {
        return keys.stream().map(SigningKey::name).toList();
    }

    private List<Stamp> stamps() {
        return Arrays.asList(files.stream().map(Stamp::of).toArray(Stamp[]::new));
    }

    @Override
    public String toString() {
        return "WatchedKeys" + files;
    }
}
