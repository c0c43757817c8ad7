package no.altinncamel.emulator.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One file transfer as the Broker stores it; for tests to look at. Its own lock guards it: whoever decides on its state and
 * then changes it does both while holding that lock.
 */
public final class Transfer {

    /** One entry of the transfer's history. */
    public record StatusChange(TransferStatus status, Instant at, String text) {}

    /** One entry of the recipients' history; {@code recipient} is {@code 0192:} and nine digits. */
    public record RecipientChange(String recipient, RecipientStatus status, Instant at) {}

    /** What a recipient has reached at most, and when its status changed last. */
    public record Recipient(String recipient, RecipientStatus highest, RecipientStatus latest, Instant changed) {}

    private static final Duration RANGED_DOWNLOAD_WINDOW = Duration.ofMinutes(5);

    private final UUID id = UUID.randomUUID();
    private final Initialization metadata;
    private final Instant created;
    private final Instant expiration;
    private final List<StatusChange> history = new ArrayList<>();
    private final List<RecipientChange> recipientHistory = new ArrayList<>();
    private final Map<String, Instant> rangedDownloads = new HashMap<>();
    private final Set<PublishCondition> awaited = EnumSet.noneOf(PublishCondition.class);
    private StoredFile stored;
    private String checksum;
    private Instant graceEnd;

    Transfer(Initialization metadata, Instant created, Instant expiration) {
        this.metadata = metadata;
        this.created = created;
        this.expiration = expiration;
        this.checksum = metadata.checksum();
        metadata.recipients()
                .forEach(recipient -> addRecipientStatus(
                        OrganizationNumber.prefixed(recipient), RecipientStatus.INITIALIZED, created));
        addStatus(TransferStatus.INITIALIZED, created, null);
    }

    public UUID id() {
        return id;
    }

    /** The bare resource id. */
    public String resourceId() {
        return metadata.bareResourceId();
    }

    public String fileName() {
        return metadata.fileName();
    }

    public String sendersFileTransferReference() {
        return metadata.reference();
    }

    /** As the sender wrote it. */
    public String sender() {
        return metadata.sender();
    }

    public Map<String, String> propertyList() {
        return metadata.propertyList();
    }

    public boolean usesVirusScan() {
        return !metadata.disableVirusScan();
    }

    public Instant created() {
        return created;
    }

    public Instant expirationTime() {
        return expiration;
    }

    public synchronized TransferStatus status() {
        return latest().status();
    }

    /** What the last change of status said, such as {@code Checksum mismatch}. */
    public synchronized String statusText() {
        return latest().text();
    }

    public synchronized List<StatusChange> history() {
        return List.copyOf(history);
    }

    public synchronized List<RecipientChange> recipientHistory() {
        return List.copyOf(recipientHistory);
    }

    /** MD5 in hex as given at initialize, else as computed from the upload, else {@code null}. */
    public synchronized String checksum() {
        return checksum;
    }

    /** Bytes; 0 until an upload is complete. */
    public synchronized long size() {
        return stored == null ? 0 : stored.size();
    }

    /** Where the uploaded bytes are, until the file is purged. */
    public synchronized Optional<Path> file() {
        return Optional.ofNullable(stored).map(StoredFile::path).filter(Files::exists);
    }

    /** When the transfer was published, even if it has been purged since. */
    public synchronized Optional<Instant> published() {
        return changedTo(TransferStatus.PUBLISHED);
    }

    /** The recipients with their status, including callers who downloaded for a recipient with delegated rights. */
    public synchronized List<Recipient> recipients() {
        Map<String, Recipient> recipients = new LinkedHashMap<>();
        for (RecipientChange change : recipientHistory) {
            recipients.merge(
                    change.recipient(),
                    new Recipient(change.recipient(), change.status(), change.status(), change.at()),
                    (earlier, later) -> new Recipient(
                            later.recipient(),
                            earlier.highest().compareTo(later.highest()) > 0 ? earlier.highest() : later.highest(),
                            later.latest(),
                            later.changed()));
        }
        return List.copyOf(recipients.values());
    }

    /** @param organization in any form */
    public Optional<Recipient> recipient(String organization) {
        String recipient = OrganizationNumber.prefixed(organization);
        return recipients().stream()
                .filter(candidate -> candidate.recipient().equals(recipient))
                .findFirst();
    }

    synchronized StatusChange latest() {
        return history.get(history.size() - 1);
    }

    /** The latest moment at which the transfer got that status. */
    synchronized Optional<Instant> changedTo(TransferStatus status) {
        return history.stream()
                .filter(change -> change.status() == status)
                .map(StatusChange::at)
                .reduce((earlier, later) -> later);
    }

    /** @param text the stored detail text, or {@code null} for the status's own */
    synchronized void addStatus(TransferStatus status, Instant at, String text) {
        history.add(new StatusChange(status, at, text == null ? status.text() : text));
    }

    synchronized void addRecipientStatus(String recipient, RecipientStatus status, Instant at) {
        recipientHistory.add(new RecipientChange(recipient, status, at));
    }

    /** Records a download, a ranged one at most every five minutes for each organisation. */
    synchronized void downloadStarted(String recipient, boolean ranged, Instant at) {
        if (ranged) {
            Instant last = rangedDownloads.get(recipient);
            if (last != null && at.isBefore(last.plus(RANGED_DOWNLOAD_WINDOW))) {
                return;
            }
            rangedDownloads.put(recipient, at);
        }
        addRecipientStatus(recipient, RecipientStatus.DOWNLOAD_STARTED, at);
    }

    synchronized boolean acceptsUpload() {
        return status().compareTo(TransferStatus.UPLOAD_STARTED) <= 0;
    }

    /** Whether nothing happens to the transfer any more. */
    synchronized boolean isOver() {
        return status() == TransferStatus.PURGED || status() == TransferStatus.FAILED;
    }

    synchronized boolean isDownloadable() {
        return status() == TransferStatus.PUBLISHED || status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED;
    }

    /** The transfer is not to be published before that. */
    synchronized void await(PublishCondition condition) {
        awaited.add(condition);
    }

    /** @return whether nothing else is awaited */
    synchronized boolean fulfil(PublishCondition condition) {
        awaited.remove(condition);
        return awaited.isEmpty();
    }

    Initialization metadata() {
        return metadata;
    }

    /** The uploaded file, or {@code null}; it stays known after its bytes are gone. */
    synchronized StoredFile stored() {
        return stored;
    }

    synchronized void stored(StoredFile file) {
        this.stored = file;
    }

    synchronized void checksum(String md5) {
        this.checksum = md5;
    }

    /** When the file is to be purged after the last confirmation; {@code null} if it is not. */
    synchronized Instant graceEnd() {
        return graceEnd;
    }

    synchronized void graceEnd(Instant end) {
        this.graceEnd = end;
    }

    @Override
    public String toString() {
        return "Transfer[" + id + ", " + status() + "]";
    }
}
