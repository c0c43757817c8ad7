package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.concurrent.Executor;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.TusSettings;
import no.altinncamel.broker.client.tus.TusSource;
import no.altinncamel.broker.client.tus.TusUploadException;
import no.altinncamel.broker.client.tus.TusUploader;

/** Brings one file to the Broker by TUS, and says what became of the transfer if that fails. */
final class TusTransferUpload {

    private final TusConnection connection;
    private final UUID id;
    private final UploadSource source;

    TusTransferUpload(BrokerCalls calls, UUID id, UploadSource source) {
        this.connection = new TusConnection(calls, id);
        this.id = id;
        this.source = source;
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
        return new UploadFailedException(id, lookUp(null), failure, null, true);
    }

    void run(TusSettings settings, Executor executor) {
        TusUploader uploader = new TusUploader(connection, settings, executor);
        try {
            uploader.upload(new Source(source));
        } catch (TusUploadException e) {
            arrivedOrThrow(e, e.begun(), uploader);
        } catch (AltinnClientException e) {
            arrivedOrThrow(e, true, uploader);
        }
    }

    /** The server completes a file by itself when it has all bytes, whatever became of our questions since. */
    private void arrivedOrThrow(AltinnClientException cause, boolean begun, TusUploader uploader) {
        FileTransfer transfer = Thread.currentThread().isInterrupted() ? null : lookUp(cause);
        // parts that are being put together may still fail to be
        if (transfer != null && (transfer.wasPublished() || transfer.status().uploaded() && !uploader.inParts())) {
            return;
        }
        Failure failure = uploader.sentWhole() ? cause.failure().withOutcomeUnknown(true) : cause.failure();
        boolean spent = begun && (transfer == null || transfer.status() != FileTransferStatus.INITIALIZED);
        throw new UploadFailedException(id, transfer, failure, cause, spent);
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

    private record Source(UploadSource source) implements TusSource {

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
            return source.open(position);
        }
    }
}
