package no.altinncamel.broker.operation;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.TransferException;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.TransferProgress;
import no.altinncamel.broker.client.UploadControl;
import no.altinncamel.broker.client.UploadMemory;
import no.altinncamel.broker.client.UploadSource;
import no.altinncamel.broker.client.tus.Cancellation;

/** Brings bytes to a transfer that is there, and waits for its publication. */
final class Uploading {

    private final BrokerClient client;
    private final SendSettings settings;
    private final Cancellation cancellation;
    private final TransferListener listener;

    Uploading(BrokerClient client, SendSettings settings, Cancellation cancellation, TransferListener listener) {
        this.client = client;
        this.settings = settings;
        this.cancellation = cancellation;
        this.listener = listener;
    }

    boolean remembers(UploadSource source) {
        return settings.store() != null && settings.upload().byTus(source.length());
    }

    /** Uploads to a transfer that will be named again when the upload is to go on. */
    SentTransfer uploadRemembered(
            UUID id, String fileName, UploadSource source, String checksum, FileTransferStatus afterwards) {
        if (!remembers(source)) {
            return upload(id, fileName, source, afterwards, null);
        }
        try (UploadMemory memory = client.remember(settings.store(), id, source, checksum)) {
            return noted(memory, () -> upload(id, fileName, source, afterwards, memory));
        }
    }

    /** @param memory may be {@code null} */
    static SentTransfer noted(UploadMemory memory, Supplier<SentTransfer> sending) {
        try {
            return sending.get();
        } catch (TransferException e) {
            // what is noted of another version of the file would not be looked for
            if (memory != null
                    && memory.isKept()
                    && memory.isSameFile()
                    && memory.transferId().equals(e.transferId())) {
                e.willBeFoundAgain();
            }
            throw e;
        }
    }

    SentTransfer upload(
            UUID id, String fileName, UploadSource source, FileTransferStatus afterwards, UploadMemory memory) {
        TransferProgress progress = listener.sending(id, fileName, source.length());
        boolean whole = false;
        try {
            client.upload(
                    id,
                    source,
                    settings.upload(),
                    new UploadControl(memory, cancellation, settings.terminate(), progress));
            whole = true;
        } finally {
            progress.ended(whole);
        }
        SentTransfer sent = published(id, afterwards);
        if (memory != null) {
            memory.forget();
        }
        return sent;
    }

    SentTransfer published(UUID id, FileTransferStatus afterwards) {
        if (settings.publicationTimeout() == null) {
            return SentTransfer.now(id, afterwards, null);
        }
        FileTransfer published = awaitPublished(id);
        return SentTransfer.now(id, published.status(), published);
    }

    private FileTransfer awaitPublished(UUID id) {
        if (cancellation.stopped()) {
            // the file has arrived all the same, and may be published already
            return client.awaitPublished(id, Duration.ZERO);
        }
        boolean entered = cancellation.enter();
        try {
            return client.awaitPublished(id, settings.publicationTimeout());
        } finally {
            if (entered) {
                cancellation.leave();
            }
        }
    }
}
