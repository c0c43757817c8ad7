package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that may be exchanged while the client runs (maskinporten 14.6). Files are looked at when a token is fetched, at most
 * every five seconds, and at once when a key was refused. Each source stands for itself: one that cannot be used neither
 * stops the others nor hides their changes, and what was read from it before goes on.
 */
public final class WatchedKeys implements SigningKeys {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeys.class);

    /** A file replaced by renaming may have the old one's time and size, but is another file. */
    private record Stamp(FileTime modified, long size, Object file) {

        /** @return {@code null} if there is no such file at the moment */
        static Stamp of(Path path) {
            if (path == null) {
                return null;
            }
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return null;
            }
        }
    }

    /** A source with the keys that it gave last. */
    private static final class Watched {

        private final KeySource source;
        private Stamp seen;
        private List<SigningKey> keys = List.of();
        private RuntimeException fault;

        Watched(KeySource source) {
            this.source = source;
            // before reading: what is written meanwhile is found by the next look
            this.seen = Stamp.of(source.file());
            read();
        }

        private void read() {
            try {
                keys = source.read();
                fault = null;
            } catch (RuntimeException e) {
                fault = e;
            }
        }

        /** A source that could not be used is tried again even if it looks the same: the disk may have been at fault. */
        void look() {
            Stamp found = Stamp.of(source.file());
            boolean changed = !Objects.equals(found, seen);
            if (!changed && fault == null) {
                return;
            }
            seen = found;
            read();
            if (fault == null) {
                LOG.info("The keys of {} were read again: {}", source, names(keys));
            } else if (changed) {
                LOG.warn(
                        "{} has changed, but cannot be used; the keys read before go on: {} ({})",
                        source,
                        names(keys),
                        fault.getMessage());
            }
        }
    }

    private final List<Watched> sources;
    private final LongSupplier nanoTime;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile List<SigningKey> keys;
    private long lookedAt;

    /**
     * Reads the keys. A source that cannot be used is only logged as long as there is another one.
     *
     * @param  sources          at least one, the preferred one first
     * @param  nanoTime         monotonic time
     * @throws RuntimeException that of the only source, or one that sums up those of all, if none can be used
     */
    public WatchedKeys(List<KeySource> sources, LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.sources = sources.stream().map(Watched::new).toList();
        this.lookedAt = nanoTime.getAsLong();
        collect();
        if (keys.isEmpty()) {
            throw unusable();
        }
        for (Watched watched : this.sources) {
            if (watched.fault != null) {
                LOG.warn(
                        "{} cannot be used; the client goes on with {}: {}",
                        watched.source,
                        names(keys),
                        watched.fault.getMessage());
            }
        }
    }

    private RuntimeException unusable() {
        List<RuntimeException> faults =
                sources.stream().map(watched -> watched.fault).toList();
        if (faults.size() == 1) {
            return faults.get(0);
        }
        IllegalArgumentException all = new IllegalArgumentException(
                faults.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
        faults.forEach(all::addSuppressed);
        return all;
    }

    /** While somebody is looking, others take what is there: a disk that hangs stops one token and not all. */
    @Override
    public List<SigningKey> current() {
        if (looking.tryLock()) {
            try {
                if (nanoTime.getAsLong() - lookedAt >= INTERVAL.toNanos()) {
                    look();
                }
            } finally {
                looking.unlock();
            }
        }
        return keys;
    }

    @Override
    public List<SigningKey> reload() {
        looking.lock();
        try {
            look();
            return keys;
        } finally {
            looking.unlock();
        }
    }

    private void look() {
        lookedAt = nanoTime.getAsLong();
        sources.forEach(Watched::look);
        collect();
    }

    private void collect() {
        keys = sources.stream().flatMap(watched -> watched.keys.stream()).toList();
    }

    private static List<String> names(List<SigningKey> keys) {
        return keys.stream().map(SigningKey::name).toList();
    }

    @Override
    public String toString() {
        return "WatchedKeys"
                + sources.stream().map(watched -> watched.source.toString()).toList();
    }
}
