package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.tus.TusState;

/**
 * What is remembered of one upload while this is open; nobody else has it then. A store that fails is no reason not to send: the
 * upload then cannot go on after a restart, which is logged.
 */
public final class UploadMemory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadMemory.class);

    private final UploadStore store;
    private final String key;
    private final FileVersion version;
    private final Clock clock;
    private final Runnable closing;
    private UnfinishedUpload current;
    private boolean kept;

    private UploadMemory(UploadStore store, String key, FileVersion version, Clock clock, Runnable closing) {
        this.store = store;
        this.key = key;
        this.version = version;
        this.clock = clock;
        this.closing = closing;
    }

    /** Opens what is remembered under a key that was acquired. */
    static UploadMemory open(UploadStore store, String key, FileVersion version, Clock clock, Runnable closing) {
        UploadMemory memory = new UploadMemory(store, key, version, clock, closing);
        memory.current = memory.load();
        memory.kept = memory.current != null;
        return memory;
    }

    private UnfinishedUpload load() {
        String text;
        try {
            text = store.load(key);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Whether an upload was begun before cannot be read from {}", store, e);
            return null;
        }
        try {
            return text == null ? null : UnfinishedUpload.of(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("What {} holds of an upload is not readable, so that file is sent from its start", store, e);
            return null;
        }
    }

    /** The upload that is not known to be complete; {@code null} if there is none. */
    UnfinishedUpload current() {
        return current;
    }

    /** The transfer of the upload that is not known to be complete; {@code null} if there is none. */
    public UUID transferId() {
        return current == null ? null : current.transferId();
    }

    /** Whether the file is the one that the upload was begun with. */
    public boolean isSameFile() {
        return current != null && current.version().isSame(version);
    }

    /** Of a transfer that was just made for the file. */
    public void begin(UUID transferId) {
        save(new UnfinishedUpload(transferId, version, clock.instant(), null));
    }

    /** Whether the upload will be found again. */
    public boolean isKept() {
        return kept;
    }

    /** Whether it is known how the upload goes up, so that it can go on. */
    public boolean isBegun() {
        return current != null && current.tus() != null;
    }

    void begun(TusState state) {
        save(current.with(state));
        if (!kept) {
            // what was noted before would say that no byte was sent
            removeNote();
        }
    }

    /** If that cannot be noted, what was noted before is still true. */
    void refused(TusState state) {
        boolean before = kept;
        save(current.with(state));
        kept |= before;
    }

    private void save(UnfinishedUpload upload) {
        current = upload;
        try {
            store.save(key, upload.text());
            kept = true;
        } catch (IOException | RuntimeException e) {
            kept = false;
            LOG.warn(
                    "The upload to transfer {} could not be noted in {}, so it cannot go on after a restart",
                    upload.transferId(),
                    store,
                    e);
        }
    }

    /** It is complete, or will never be. */
    public void forget() {
        current = null;
        removeNote();
    }

    private void removeNote() {
        kept = false;
        try {
            store.remove(key);
        } catch (IOException | RuntimeException e) {
            LOG.warn("An upload that is no longer of use could not be removed from {}", store, e);
        }
    }

    @Override
    public void close() {
        try {
            store.release(key);
        } catch (IOException | RuntimeException e) {
            LOG.warn("An upload could not be released in {}", store, e);
        } finally {
            closing.run();
        }
    }

    /** A key that says which file is meant, from what makes it that file; {@code null} has its own meaning. */
    static String key(Object... parts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
        for (Object part : parts) {
            byte[] text = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
            digest.update((part == null ? "-" : text.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
