package no.altinncamel.broker.operation;

import java.util.UUID;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.UploadFailedException;
import no.altinncamel.broker.client.UploadMemory;
import no.altinncamel.broker.client.UploadSource;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** One file on its way. */
final class Delivery implements SendOnce.Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final int NOT_FOUND = 404;

    private final BrokerClient client;
    private final SendSettings settings;
    private final Steps steps;
    private final Uploading uploading;
    private final Initialization initialization;
    private final String reference;
    private final UploadSource source;

    Delivery(
            BrokerClient client,
            SendSettings settings,
            Steps steps,
            Uploading uploading,
            Initialization initialization,
            String reference,
            UploadSource source) {
        this.client = client;
        this.settings = settings;
        this.steps = steps;
        this.uploading = uploading;
        this.initialization = initialization;
        this.reference = reference;
        this.source = source;
    }

    /** Sends the file, or goes on with an upload of it that was broken off. */
    SentTransfer run() {
        if (!uploading.remembers(source)) {
            return upload(made(), null);
        }
        String checksum = initialization.checksum();
        try (UploadMemory memory = client.remember(settings.store(), initialization, reference, source, checksum)) {
            return Uploading.noted(memory, () -> {
                SentTransfer earlier = memory == null || memory.transferId() == null ? null : resumed(memory);
                return earlier == null ? begun(memory) : earlier;
            });
        }
    }

    private UUID made() {
        return steps.run(() -> client.initialize(initialization));
    }

    private SentTransfer begun(UploadMemory memory) {
        UUID id = made();
        if (memory != null) {
            memory.begin(id);
        }
        return upload(id, memory);
    }

    private SentTransfer upload(UUID id, UploadMemory memory) {
        return uploading.upload(id, initialization.fileName(), source, afterwards(), memory);
    }

    /** @return {@code null} if the earlier upload is of no use */
    private SentTransfer resumed(UploadMemory memory) {
        UUID id = memory.transferId();
        if (!memory.isSameFile()) {
            LOG.info(
                    "The file {} has changed since its upload to transfer {} was broken off: it is sent anew",
                    initialization.fileName(),
                    id);
            return removed(memory);
        }
        return continued(id, memory);
    }

    /** @return {@code null} if the transfer is of no use any more, and then nothing of it is remembered */
    private SentTransfer continued(UUID id, UploadMemory memory) {
        SentTransfer sent = completed(id, memory);
        if (sent == null && memory != null) {
            memory.forget();
        }
        return sent;
    }

    private SentTransfer completed(UUID id, UploadMemory memory) {
        FileTransfer transfer = overview(id);
        if (transfer == null) {
            return null;
        }
        if (transfer.status().uploaded() || transfer.wasPublished()) {
            return arrivedBefore(id, memory);
        }
        if (transfer.status() == FileTransferStatus.UNKNOWN) {
            throw new AltinnClientException(
                    failure("transfer " + id + " is in a state that is not known here: look it up")
                            .withOutcomeUnknown(true));
        }
        if (!transfer.status().acceptsUpload()) {
            LOG.info(
                    "Transfer {} is {}, so the file {} is sent anew",
                    id,
                    transfer.status().wireName(),
                    initialization.fileName());
            return null;
        }
        boolean begun = transfer.status() == FileTransferStatus.UPLOAD_STARTED;
        if (hasOtherMetadata(transfer)) {
            LOG.info(
                    "Transfer {} has other properties than the file {} is to have now, so that is sent anew",
                    id,
                    initialization.fileName());
            return begun && arrivedUnlessRemoved(id) ? arrivedBefore(id, memory) : removed(memory);
        }
        boolean unknown = begun && (memory == null || !memory.isBegun() || !memory.isSameFile());
        if (unknown && arrivedUnlessRemoved(id)) {
            return arrivedBefore(id, memory);
        }
        if (unknown && settings.upload().byTus(source.length())) {
            LOG.info(
                    "How far transfer {} has come is not known, so the file {} is sent anew",
                    id,
                    initialization.fileName());
            return null;
        }
        return goneOn(id, memory);
    }

    private SentTransfer goneOn(UUID id, UploadMemory memory) {
        try {
            return upload(id, memory);
        } catch (UploadFailedException e) {
            if (!e.hopeless() || steps.cancellation().stopped()) {
                throw e;
            }
            LOG.warn("The upload to transfer {} cannot go on, so the file is sent anew", id, e);
            return null;
        }
    }

    /** What cannot be changed any more once the transfer is made; recipients and names are what makes it the same file. */
    private boolean hasOtherMetadata(FileTransfer transfer) {
        return !transfer.properties().equals(initialization.properties())
                || transfer.virusScan() == initialization.disableVirusScan();
    }

    /** @return {@code null}: the earlier upload is of no use */
    private SentTransfer removed(UploadMemory memory) {
        if (memory != null && memory.transferId() != null) {
            client.terminate(memory);
        }
        return null;
    }

    private boolean arrivedUnlessRemoved(UUID id) {
        return steps.run(() -> client.arrivedUnlessRemoved(id));
    }

    private SentTransfer arrivedBefore(UUID id, UploadMemory memory) {
        LOG.info("Transfer {} has got the whole file {} already", id, initialization.fileName());
        SentTransfer sent = uploading.published(id, afterwards()).before();
        if (memory != null) {
            memory.forget();
        }
        return sent;
    }

    private Failure failure(String what) {
        return Failure.withoutAnswer("sending of " + initialization.fileName(), null, what);
    }

    /** @return {@code null} if there is no such transfer */
    private FileTransfer overview(UUID id) {
        try {
            return steps.run(() -> client.overview(id));
        } catch (AltinnClientException e) {
            if (e.status() == NOT_FOUND) {
                LOG.info("Transfer {} is not there any more", id);
                return null;
            }
            throw e;
        }
    }

    @Override
    public SentTransfer begin(Consumer<UUID> made) {
        UUID id = made();
        made.accept(id);
        return uploading.uploadRemembered(
                id, initialization.fileName(), source, initialization.checksum(), afterwards());
    }

    @Override
    public SentTransfer goOn(UUID id) {
        if (!uploading.remembers(source)) {
            return continued(id, null);
        }
        try (UploadMemory memory = client.remember(settings.store(), id, source, initialization.checksum())) {
            if (memory == null) {
                // to go on without would take the upload from whoever is at it
                throw new AltinnClientException(failure("somebody else is uploading it, or " + settings.store()
                                + " does not say how far that has come")
                        .withRetryable(true));
            }
            return continued(id, memory);
        }
    }

    /** Without a malware scan the Broker publishes a stream before it answers (contract altinn-broker 5, 7.7). */
    private FileTransferStatus afterwards() {
        boolean publishedAtOnce =
                initialization.disableVirusScan() && !settings.upload().byTus(source.length());
        return publishedAtOnce ? FileTransferStatus.PUBLISHED : FileTransferStatus.UPLOAD_PROCESSING;
    }
}
