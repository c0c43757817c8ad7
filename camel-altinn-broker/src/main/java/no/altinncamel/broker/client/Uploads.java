package no.altinncamel.broker.client;

import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.Cancellation;

/** Chooses the way in which files go up, and sees to it that none goes to the same place twice at once. */
final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final Executor executor;
    private final Clock clock;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Set<String> remembered = ConcurrentHashMap.newKeySet();

    /** @param executor where the parts of an upload travel; {@code null} for the calling thread */
    Uploads(Executor executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    void upload(BrokerCalls calls, UUID id, UploadSource source, UploadOptions options, UploadControl control) {
        if (source.length() < 0 && options.needsLength()) {
            throw new IllegalArgumentException("An upload by TUS needs to know how many bytes there are");
        }
        if (control.cancellation().stopped()) {
            throw new StoppedUpload(calls, id)
                    .beforeItBegan(control.cancellation().reason());
        }
        if (!running.add(id)) {
            // the Broker destroys a transfer that gets two uploads at once (altinn-broker 4.2)
            BrokerCall call = BrokerCall.of(BrokerOperation.UPLOAD, id, calls.transfer(id, "/upload"));
            Failure failure =
                    Failure.withoutAnswer(call.title(), null, "another upload to the same transfer is still running");
            throw new UploadFailedException(id, null, failure, null);
        }
        try {
            if (!options.byTus(source.length()) || !uploadedByTus(calls, id, source, options, control)) {
                stream(calls, id, source, control);
            }
        } finally {
            running.remove(id);
        }
    }

    private static void stream(BrokerCalls calls, UUID id, UploadSource source, UploadControl control) {
        Cancellation cancellation = control.cancellation();
        UploadSource guarded = new GuardedSource(source, cancellation);
        Upload upload = new Upload(calls, id, guarded, control.progress(), cancellation);
        // who waits for bandwidth or for a repetition is not to go on when the upload is to end
        boolean entered = cancellation.enter();
        UploadFailedException failure;
        try {
            upload.run();
            return;
        } catch (UploadFailedException e) {
            if (!cancellation.stopped() || e.status() != 0) {
                throw e;
            }
            failure = e;
        } finally {
            if (entered) {
                cancellation.leave();
            }
        }
        new StoppedUpload(calls, id).arrivedOrThrow(cancellation.reason(), upload.inDoubt(), failure);
    }

    private boolean uploadedByTus(
            BrokerCalls calls, UUID id, UploadSource source, UploadOptions options, UploadControl control) {
        TusTransferUpload upload = new TusTransferUpload(calls, id, source, control);
        if (goesOn(id, control)) {
            upload.goOn(options.tus(), executor);
            return true;
        }
        boolean untouched = isUntouched(upload, control.cancellation());
        if (!untouched) {
            // of an upload of ours of which only that is known, the server may have any bytes
            if (options.mode() == UploadMode.auto && !isOurs(id, control)) {
                return false;
            }
            throw upload.touched();
        }
        if (control.memory() != null && !isOurs(id, control)) {
            control.memory().begin(id);
        }
        upload.begin(options.tus(), executor);
        return true;
    }

    private static boolean isUntouched(TusTransferUpload upload, Cancellation cancellation) {
        boolean entered = cancellation.enter();
        try {
            return upload.untouched();
        } finally {
            if (entered) {
                cancellation.leave();
            }
        }
    }

    private static boolean goesOn(UUID id, UploadControl control) {
        return isOurs(id, control) && control.memory().current().tus() != null;
    }

    private static boolean isOurs(UUID id, UploadControl control) {
        return control.memory() != null
                && id.equals(control.memory().transferId())
                && control.memory().isSameFile();
    }

    /** Removes what a remembered upload has left at the Broker, and forgets it. */
    void terminate(BrokerCalls calls, UploadMemory memory) {
        UnfinishedUpload upload = memory.current();
        if (upload.tus() != null) {
            UploadControl unhindered = UploadControl.none();
            new TusTransferUpload(calls, upload.transferId(), null, unhindered).terminate(upload.tus());
        }
        memory.forget();
    }

    /** See {@link BrokerClient#arrivedUnlessRemoved}. */
    boolean arrivedUnlessRemoved(BrokerCalls calls, UUID id) {
        return new TusTransferUpload(calls, id, null, UploadControl.none()).arrivedUnlessRemoved();
    }

    /** @return {@code null} if somebody else uploads the same file, or if the store fails */
    UploadMemory remember(UploadStore store, String key, FileVersion version) {
        if (!remembered.add(key)) {
            return null;
        }
        boolean acquired = false;
        try {
            acquired = store.acquire(key);
            if (acquired) {
                return UploadMemory.open(store, key, version, clock, () -> remembered.remove(key));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Uploads cannot be noted in {}, so this one cannot go on after a restart", store, e);
        } finally {
            if (!acquired) {
                remembered.remove(key);
            }
        }
        return null;
    }
}
