package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One upload as TUS sees it: a whole file, a part, or the file that parts are joined to. The transfer's lock guards it. */
final class TusUpload {

    /** How long an upload lives after the last request for it. */
    static final Duration EXPIRATION = Duration.ofHours(24);

    /** The three kinds of TUS's concatenation extension. */
    enum Kind {
        WHOLE,
        PARTIAL,
        FINAL
    }

    private final Kind kind;
    private final String location;
    private final long length;
    private final TusStaging staging;
    private final long start;
    private final List<String> parts;
    private final AtomicBoolean busy = new AtomicBoolean();
    private CompletableFuture<Void> durability = CompletableFuture.completedFuture(null);
    private Instant lastRequest;
    private long accepted;
    private long durable;
    private long leftOver;
    private int blocks;
    private boolean known;
    private boolean deleted;
    private boolean broken;
    private boolean completing;
    private boolean joined;

    private TusUpload(
            Kind kind,
            String location,
            long length,
            TusStaging staging,
            long start,
            List<String> parts,
            Instant created) {
        this.kind = kind;
        this.location = location;
        this.length = length;
        this.staging = staging;
        this.start = start;
        this.parts = parts;
        this.lastRequest = created;
    }

    /** @param leftOver bytes of an earlier upload to the same place, which stay visible */
    static TusUpload whole(String location, long length, TusStaging staging, long leftOver, Instant created) {
        TusUpload upload = new TusUpload(Kind.WHOLE, location, length, staging, 0, List.of(), created);
        upload.leftOver = leftOver;
        return upload;
    }

    /** @param start of the part in the staged file */
    static TusUpload partial(String location, long length, TusStaging staging, long start, Instant created) {
        return new TusUpload(Kind.PARTIAL, location, length, staging, start, List.of(), created);
    }

    /** @param parts their locations */
    static TusUpload joining(String location, long length, TusStaging staging, List<String> parts, Instant created) {
        TusUpload upload = new TusUpload(Kind.FINAL, location, length, staging, 0, parts, created);
        upload.accepted = length;
        upload.durable = length;
        return upload;
    }

    Kind kind() {
        return kind;
    }

    /** Path of the upload, as the creation's {@code Location} says. */
    String location() {
        return location;
    }

    /** The last segment of the location. */
    String id() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    long length() {
        return length;
    }

    TusStaging staging() {
        return staging;
    }

    List<String> parts() {
        return parts;
    }

    /** Where the next chunk goes in the staged file. */
    long position() {
        return start + accepted;
    }

    /** What of the staged file is the upload's and durable. */
    TusStaging.Region region() {
        return new TusStaging.Region(start, durable);
    }

    /** Bytes that a PATCH was answered for. */
    long accepted() {
        return accepted;
    }

    /** Bytes that a HEAD sees. */
    long durable() {
        return Math.max(durable, leftOver);
    }

    int blocks() {
        return blocks;
    }

    boolean isComplete() {
        return accepted == length;
    }

    /** Whether requests find the upload: the replicas know of it, and it was neither deleted nor left alone too long. */
    boolean exists(Instant now) {
        return known && !deleted && !isExpired(now);
    }

    boolean isExpired(Instant now) {
        return !busy.get() && !now.isBefore(expires());
    }

    Instant expires() {
        return lastRequest.plus(EXPIRATION);
    }

    void touch(Instant now) {
        lastRequest = now;
    }

    boolean isKnown() {
        return known;
    }

    void becomeKnown() {
        known = true;
    }

    void delete() {
        deleted = true;
    }

    boolean isBusy() {
        return busy.get();
    }

    /** @return whether nobody else is at work on the upload; then {@link #unlock} has to follow */
    boolean tryLock() {
        return busy.compareAndSet(false, true);
    }

    void unlock() {
        busy.set(false);
    }

    void accept(long bytes, CompletableFuture<Void> durableThen) {
        accepted += bytes;
        if (bytes > 0) {
            blocks++;
        }
        if (!durableThen.isDone() || durableThen.isCompletedExceptionally()) {
            durability = CompletableFuture.allOf(durability, durableThen);
        }
    }

    void becomeDurable(long bytes) {
        durable += bytes;
    }

    /** Done when all bytes accepted so far are durable; failed if some never will be. */
    CompletableFuture<Void> durability() {
        return durability;
    }

    boolean isBroken() {
        return broken;
    }

    /** A chunk was lost after it had been accepted: there is no way on. */
    void breakDown() {
        broken = true;
    }

    /** @return whether nobody has asked before */
    boolean beginCompletion() {
        boolean first = !completing;
        completing = true;
        return first;
    }

    boolean isJoined() {
        return joined;
    }

    void join() {
        joined = true;
    }
}
