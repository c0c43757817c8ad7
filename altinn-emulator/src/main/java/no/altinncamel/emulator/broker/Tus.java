package no.altinncamel.emulator.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TUS uploads and how the server behaves with them (contract altinn-broker 7). Delays last so much real time, or less if
 * the emulator's clock is advanced; by default there are none.
 */
public final class Tus {

    /** Most chunks of one file, and of all parts of one file together. */
    public static final int DEFAULT_MAX_BLOCKS = 50_000;
    /** Largest chunk in bytes. */
    public static final long DEFAULT_MAX_CHUNK_SIZE = Integer.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Tus.class);

    private final Map<UUID, TusTransfer> transfers = new ConcurrentHashMap<>();
    private final Storage storage;
    private final Clock clock;
    private final Delays delays;
    private volatile Duration durabilityLag;
    private volatile Duration replicationLag;
    private volatile Duration joinDuration;
    private volatile boolean offsetWhileJoining;
    private volatile int maxBlocks;
    private volatile long maxChunkSize;

    Tus(Storage storage, Clock clock, Delays delays) {
        this.storage = storage;
        this.clock = clock;
        this.delays = delays;
        reset();
    }

    /**
     * How long a chunk that was accepted takes to become durable. Until then HEAD reports a lower offset than the PATCH did,
     * and the last PATCH of a part is not answered.
     */
    public Tus durabilityLag(Duration lag) {
        this.durabilityLag = lag;
        return this;
    }

    /**
     * How long an upload that was created stays unknown to the replicas that serve the next requests: these are answered
     * with 404, or with 401 if their token has expired.
     */
    public Tus replicationLag(Duration lag) {
        this.replicationLag = lag;
        return this;
    }

    /** Time from the last byte, or from the final request of a concatenation, until the file is put together. */
    public Tus joinDuration(Duration duration) {
        this.joinDuration = duration;
        return this;
    }

    /** Whether HEAD tells the offset of a concatenation's result while it is still being joined; it does by default. */
    public Tus offsetWhileJoining(boolean told) {
        this.offsetWhileJoining = told;
        return this;
    }

    /** Most chunks of one file, and of all parts of one file together; {@value #DEFAULT_MAX_BLOCKS} by default. */
    public Tus maxBlocks(int blocks) {
        this.maxBlocks = (int) atLeastOne(blocks);
        return this;
    }

    /** Largest chunk in bytes; {@value #DEFAULT_MAX_CHUNK_SIZE} by default. */
    public Tus maxChunkSize(long bytes) {
        this.maxChunkSize = atLeastOne(bytes);
        return this;
    }

    private static long atLeastOne(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit of TUS is at least 1, not " + limit);
        }
        return limit;
    }

    /** Loses what the server knows of a transfer's uploads, as if its cache had been emptied: they are answered with 404. */
    public void forget(Transfer transfer) {
        synchronized (transfer) {
            TusTransfer forgotten = transfers.remove(transfer.id());
            if (forgotten != null) {
                deleteFiles(forgotten);
            }
        }
    }

    /** Back to the defaults; uploads stay. */
    void reset() {
        durabilityLag(Duration.ZERO);
        replicationLag(Duration.ZERO);
        joinDuration(Duration.ZERO);
        offsetWhileJoining(true);
        maxBlocks(DEFAULT_MAX_BLOCKS);
        maxChunkSize(DEFAULT_MAX_CHUNK_SIZE);
    }

    Duration joinDuration() {
        return joinDuration;
    }

    boolean offsetWhileJoining() {
        return offsetWhileJoining;
    }

    int maxBlocks() {
        return maxBlocks;
    }

    long maxChunkSize() {
        return maxChunkSize;
    }

    Instant now() {
        return clock.instant();
    }

    TusTransfer of(Transfer transfer) {
        return transfers.computeIfAbsent(transfer.id(), id -> new TusTransfer(transfer, storage));
    }

    /** @return {@code null} if there never was a TUS request for the transfer, or if it was too long ago */
    TusTransfer find(UUID transferId) {
        return transfers.get(transferId);
    }

    /**
     * @param  partialId        {@code null} for the upload at the transfer's own URL
     * @return                  an upload that exists; the caller holds the transfer's lock
     * @throws RefusedException 404
     */
    TusUpload require(Transfer transfer, String partialId) throws RefusedException {
        TusUpload upload = find(transfer, partialId);
        if (upload == null) {
            throw RefusedException.tus(404, "");
        }
        upload.touch(now());
        return upload;
    }

    /** The same, or {@code null}. */
    TusUpload find(Transfer transfer, String partialId) {
        TusTransfer found = find(transfer.id());
        TusUpload upload = found == null ? null : partialId == null ? found.upload() : found.partial(partialId);
        return upload != null && upload.exists(now()) ? upload : null;
    }

    /** To be called for each new upload, with the transfer's lock held. */
    void created(TusTransfer owner, TusUpload upload) {
        owner.active(now());
        delays.after(replicationLag, () -> {
            synchronized (owner.transfer()) {
                upload.becomeKnown();
            }
        });
    }

    /**
     * Counts a chunk that was written; the caller holds the transfer's lock.
     *
     * @param stored whether the storage will keep it
     */
    void accept(TusTransfer owner, TusUpload upload, long bytes, boolean stored) {
        owner.active(now());
        CompletableFuture<Void> durable = new CompletableFuture<>();
        if (stored) {
            delays.after(durabilityLag, () -> {
                synchronized (owner.transfer()) {
                    upload.becomeDurable(bytes);
                }
                durable.complete(null);
            });
        } else {
            upload.breakDown();
            durable.completeExceptionally(new IllegalStateException("The storage did not take the chunk."));
        }
        upload.accept(bytes, durable);
    }

    /** Whether there was a creation or a chunk within that time. */
    boolean activeWithin(Transfer transfer, Duration time) {
        TusTransfer found = find(transfer.id());
        return found != null && now().isBefore(found.lastActivity().plus(time));
    }

    /** Removes what nobody has asked for since a day, and the chunks of transfers that have come to their end. */
    void removeExpired() {
        Instant now = now();
        for (TusTransfer each : List.copyOf(transfers.values())) {
            synchronized (each.transfer()) {
                boolean expired = each.isExpired(now);
                if (expired || each.transfer().isOver()) {
                    deleteFiles(each);
                }
                if (expired) {
                    transfers.remove(each.transfer().id());
                }
            }
        }
    }

    private static void deleteFiles(TusTransfer owner) {
        try {
            owner.deleteFiles();
        } catch (StorageFailedException e) {
            LOG.warn("The chunks of {} could not be removed", owner.transfer().id(), e);
        }
    }
}
