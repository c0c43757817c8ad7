package no.altinncamel.emulator.broker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The TUS uploads of one transfer and who may go on with them. The transfer's lock guards it. */
final class TusTransfer {

    private final Transfer transfer;
    private final String location;
    private final TusStaging wholeStaging;
    private final TusStaging partialStaging;
    /** By their ids, in the order of creation; deleted ones stay. */
    private final Map<String, TusUpload> partials = new LinkedHashMap<>();
    /** When each uploader was last seen. */
    private final Map<String, Instant> sessions = new HashMap<>();

    private TusUpload upload;
    private long nextStart;
    private Instant lastActivity = Instant.MIN;

    TusTransfer(Transfer transfer, Storage storage) {
        this.transfer = transfer;
        this.location = TusHeaders.COLLECTION + "/" + transfer.id();
        this.wholeStaging = new TusStaging(storage.folder().resolve(transfer.id() + ".tus"), storage.isHollow());
        this.partialStaging =
                new TusStaging(storage.folder().resolve(transfer.id() + ".tus-partials"), storage.isHollow());
    }

    Transfer transfer() {
        return transfer;
    }

    /** The upload at the transfer's own URL, or {@code null}. */
    TusUpload upload() {
        return upload;
    }

    /** @return {@code null} if there is no such part */
    TusUpload partial(String id) {
        return partials.get(id);
    }

    List<TusUpload> partials() {
        return List.copyOf(partials.values());
    }

    List<TusUpload> uploads() {
        List<TusUpload> uploads = new ArrayList<>(partials.values());
        if (upload != null) {
            uploads.add(upload);
        }
        return uploads;
    }

    /** A quirk of the real thing: an earlier upload's bytes stay visible, though they are not counted any more. */
    TusUpload create(long length, Instant now) {
        long leftOver = upload == null || upload.kind() == TusUpload.Kind.FINAL ? 0 : upload.durable();
        upload = TusUpload.whole(location, length, wholeStaging, leftOver, now);
        return upload;
    }

    TusUpload createPartial(String id, long length, Instant now) {
        TusUpload partial = TusUpload.partial(location + "/partial/" + id, length, partialStaging, nextStart, now);
        nextStart = Math.addExact(nextStart, length);
        partials.put(id, partial);
        return partial;
    }

    TusUpload join(List<TusUpload> parts, Instant now) {
        long length = parts.stream().mapToLong(TusUpload::length).sum();
        List<String> locations = parts.stream().map(TusUpload::location).toList();
        upload = TusUpload.joining(location, length, partialStaging, locations, now);
        return upload;
    }

    void delete(TusUpload deleted) throws StorageFailedException {
        deleted.delete();
        // a deleted part's bytes stay where they are, like in the real thing, and spoil the join
        if (deleted == upload) {
            upload = null;
            wholeStaging.delete();
        }
    }

    void deleteFiles() throws StorageFailedException {
        wholeStaging.delete();
        partialStaging.delete();
    }

    void active(Instant now) {
        lastActivity = now;
    }

    /** The latest creation or chunk. */
    Instant lastActivity() {
        return lastActivity;
    }

    void remember(String session, Instant now) {
        sessions.put(session, now);
    }

    void forget(String session) {
        sessions.remove(session);
    }

    boolean hasSession(String session, Instant now) {
        Instant seen = sessions.get(session);
        return seen != null && now.isBefore(seen.plus(TusUpload.EXPIRATION));
    }

    /** Whether all replicas have heard of an upload. */
    boolean isKnown() {
        return uploads().stream().anyMatch(TusUpload::isKnown);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(latestSession().plus(TusUpload.EXPIRATION))
                && uploads().stream().allMatch(each -> each.isExpired(now));
    }

    private Instant latestSession() {
        return sessions.values().stream().max(Instant::compareTo).orElse(transfer.created());
    }
}
