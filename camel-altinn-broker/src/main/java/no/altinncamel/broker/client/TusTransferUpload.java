package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.TusAnswer;
import no.altinncamel.broker.client.tus.TusCalls;
import no.altinncamel.broker.client.tus.TusSettings;
import no.altinncamel.broker.client.tus.TusSource;
import no.altinncamel.broker.client.tus.TusState;
import no.altinncamel.broker.client.tus.TusUploadException;
import no.altinncamel.broker.client.tus.TusUploader;

/** Brings one file to the Broker by TUS, and says what became of the transfer if that fails. */
final class TusTransferUpload {

    private static final Logger LOG = LoggerFactory.getLogger(TusTransferUpload.class);

    private static final int NOT_FOUND = 404;

    private final BrokerCalls calls;
    private final TusConnection connection;
    private final UUID id;
    private final Source source;
    private final UploadControl control;

    TusTransferUpload(BrokerCalls calls, UUID id, UploadSource source, UploadControl control) {
        this.calls = calls;
        this.connection = new TusConnection(calls, id, control.progress());
        this.id = id;
        this.source = new Source(source);
        this.control = control;
    }

    /**
     * Whether nobody has begun an upload yet. What somebody has left behind there cannot be told from what is to come: the Broker
     * keeps chunks and parts, and puts all of them into the file (altinn-broker 7.4, 7.8).
     *
     * @throws UploadFailedException if the transfer takes no upload at all, or cannot be asked
     */
    boolean untouched() {
        FileTransfer transfer;
        try {
            transfer = connection.overview();
        } catch (AltinnClientException e) {
            throw new UploadFailedException(id, null, e.failure(), e);
        }
        if (!transfer.status().acceptsUpload()) {
            throw new UploadFailedException(
                    id, transfer, connection.failure("the transfer does not wait for a file"), null);
        }
        return transfer.status() == FileTransferStatus.INITIALIZED;
    }

    UploadFailedException touched() {
        Failure failure = connection.failure("an upload to this transfer was begun before, and TUS cannot begin anew");
        return new UploadFailedException(id, lookUp(null), failure, null, UploadFailedException.Remains.SPENT);
    }

    /** Begins, at a transfer that is untouched. */
    void begin(TusSettings settings, Executor executor) {
        TusUploader uploader = uploader(settings, executor);
        run(
                uploader,
                () -> uploader.upload(source, state -> {
                    if (control.memory() != null) {
                        control.memory().begun(state);
                    }
                }));
    }

    /** Goes on with what is remembered. */
    void goOn(TusSettings settings, Executor executor) {
        TusUploader uploader = uploader(settings, executor);
        UnfinishedUpload known = control.memory().current();
        Duration age = Duration.between(known.begun(), calls.now());
        boolean longKnown = age.compareTo(settings.patience()) > 0;
        run(uploader, () -> uploader.resume(source, known.tus(), longKnown));
    }

    private TusUploader uploader(TusSettings settings, Executor executor) {
        return new TusUploader(connection, settings, executor, control.cancellation());
    }

    private void run(TusUploader uploader, Runnable upload) {
        try {
            upload.run();
        } catch (TusUploadException e) {
            arrivedOrThrow(e, e.begun(), e.useless() || e.getCause() instanceof ChangedSourceException, uploader);
        } catch (AltinnClientException e) {
            // no token, no turn, interrupted: the upload itself is as good as before
            arrivedOrThrow(e, true, false, uploader);
        }
    }

    /** The server completes a file by itself when it has all bytes, whatever became of our questions since. */
    private void arrivedOrThrow(AltinnClientException cause, boolean begun, boolean useless, TusUploader uploader) {
        boolean inParts = uploader.state() != null && !uploader.state().parts().isEmpty();
        boolean interrupted = Thread.currentThread().isInterrupted();
        boolean abandoned = control.cancellation().abandoned();
        FileTransfer transfer = interrupted ? null : lookUp(cause);
        // parts that are being put together may still fail to be
        if (transfer != null && (transfer.wasPublished() || transfer.status().uploaded() && !inParts)) {
            return;
        }
        boolean over = transfer != null && transfer.status().over();
        Failure failure = failure(cause, uploader, over);
        UploadFailedException.Remains remains = UploadFailedException.Remains.NOTHING;
        if (begun && (transfer == null || transfer.status() != FileTransferStatus.INITIALIZED)) {
            remains = abandoned
                    ? UploadFailedException.Remains.RESUMABLE
                    : remains(useless, over, uploader, failure, cause);
        }
        if (remains == UploadFailedException.Remains.RESUMABLE) {
            // what was only ended goes on, and what may have arrived is looked for and not sent twice
            boolean ended = interrupted || control.cancellation().stopped();
            failure = failure.withRetryable(failure.retryable() || failure.outcomeUnknown() || ended);
        }
        throw new UploadFailedException(id, transfer, failure, cause, remains);
    }

    private Failure failure(AltinnClientException cause, TusUploader uploader, boolean over) {
        boolean unknown = !over && (uploader.sentWhole() || cause.failure().outcomeUnknown());
        // the connection that was closed for it, or the wait that was interrupted, would only mislead
        String reason = control.cancellation().reason();
        Failure failure = reason != null ? connection.failure(reason) : cause.failure();
        return failure.withOutcomeUnknown(unknown).withRetryable(failure.retryable() && !source.spent());
    }

    private UploadFailedException.Remains remains(
            boolean useless, boolean over, TusUploader uploader, Failure failure, AltinnClientException cause) {
        boolean remembered = control.memory() != null && control.memory().isKept() && uploader.state() != null;
        boolean mayGoOn = !useless && !over && !control.terminate();
        // what may still be completed by the server is neither to be taken from it nor to be forgotten
        if (remembered && (failure.outcomeUnknown() || mayGoOn)) {
            if (cause instanceof TusUploadException upload && upload.refused() != null) {
                control.memory().refused(uploader.state().refusedAt(upload.refused()));
            }
            return UploadFailedException.Remains.RESUMABLE;
        }
        if (!failure.outcomeUnknown() && !over && uploader.state() != null) {
            terminate(uploader, cause);
        }
        if (control.memory() != null) {
            control.memory().forget();
        }
        return UploadFailedException.Remains.SPENT;
    }

    /** Also when the thread is to end: it is only a call or two. */
    private void terminate(TusUploader uploader, AltinnClientException cause) {
        boolean interrupted = Thread.interrupted();
        try {
            uploader.terminate(uploader.state());
        } catch (AltinnClientException e) {
            LOG.warn("What was uploaded to transfer {} could not be removed; the Broker does it after a day", id, e);
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes what an earlier upload, which will not go on, has left. */
    void terminate(TusState known) {
        try {
            uploader(TusSettings.DEFAULT, null).terminate(known);
        } catch (AltinnClientException e) {
            LOG.warn("What was uploaded to transfer {} could not be removed; the Broker does it after a day", id, e);
        }
    }

    /**
     * Takes back what an earlier upload has left of which nothing is known any more.
     *
     * @return                       whether the file has arrived instead
     * @throws UploadFailedException if it may still do so
     */
    boolean arrivedUnlessRemoved() {
        TusAnswer removal = uploader(TusSettings.DEFAULT, null).remove();
        if (removal.successful()) {
            return false;
        }
        TusCalls.Stage stage = connection.stage();
        if (stage == TusCalls.Stage.ARRIVED) {
            return true;
        }
        boolean nothingThere = removal.failure().status() == NOT_FOUND && stage == TusCalls.Stage.WAITING;
        if (nothingThere || stage == TusCalls.Stage.LOST) {
            return false;
        }
        Failure failure = removal.failure().withOutcomeUnknown(true).withRetryable(true);
        throw new UploadFailedException(id, null, failure, removal.cause(), UploadFailedException.Remains.RESUMABLE);
    }

    private FileTransfer lookUp(AltinnClientException why) {
        try {
            return connection.overview();
        } catch (AltinnClientException e) {
            if (why != null) {
                why.addSuppressed(e);
            }
            return null;
        }
    }

    private static final class Source implements TusSource {

        private final UploadSource source;
        private volatile boolean opened;

        Source(UploadSource source) {
            this.source = source;
        }

        /** Whether there is nothing more to send if it comes to another attempt. */
        boolean spent() {
            return opened && !source.repeatable();
        }

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public boolean seekable() {
            return source.seekable();
        }

        @Override
        public boolean repeatable() {
            return source.repeatable();
        }

        @Override
        public InputStream open(long position) throws IOException {
            opened = true;
            return source.open(position);
        }

        @Override
        public void verify() throws IOException {
            source.verify();
        }
    }
}
