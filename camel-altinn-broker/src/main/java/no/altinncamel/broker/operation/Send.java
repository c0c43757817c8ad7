package no.altinncamel.broker.operation;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.TransferException;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.TransferProgress;
import no.altinncamel.broker.client.UploadControl;
import no.altinncamel.broker.client.UploadFailedException;
import no.altinncamel.broker.client.UploadMemory;
import no.altinncamel.broker.client.UploadSource;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.Cancellation;

/** Everything that brings a file to the Broker: initialize, upload, and waiting for publication. */
public final class Send {

    private static final Logger LOG = LoggerFactory.getLogger(Send.class);

    private static final long LARGEST_SCANNED = 50_000_000_000L;
    private static final int NOT_FOUND = 404;

    private final BrokerClient client;
    private final SendSettings settings;
    private final Cancellation cancellation;
    private final TransferListener listener;

    /**
     * @param cancellation ends an upload by TUS
     * @param listener     told of each upload
     */
    public Send(BrokerClient client, SendSettings settings, Cancellation cancellation, TransferListener listener) {
        this.client = client;
        this.settings = settings;
        this.cancellation = cancellation;
        this.listener = listener;
    }

    public SentTransfer initialize(Initialization initialization) {
        return SentTransfer.now(client.initialize(initialization.validate()), FileTransferStatus.INITIALIZED, null);
    }

    /** @param fileName for those who watch; {@code null} if it is not known */
    public SentTransfer upload(UUID id, String fileName, UploadSource body) throws IOException {
        try (SpooledBody spooled = spooled(body)) {
            UploadSource source = spooled.source();
            // the Broker takes no checksum any more; it only tells whether the file is the one that is remembered
            String checksum = remembers(source) ? checksum(null, source) : null;
            return uploadRemembered(id, fileName, source, checksum, null);
        }
    }

    /** @param reference by which the file is offered again; {@code null} if the one of the transfer stands for this attempt only */
    public SentTransfer send(Initialization initialization, String reference, UploadSource body) throws IOException {
        // before the body is read, which may take minutes
        Initialization complete = initialization.validate();
        try (SpooledBody spooled = spooled(body)) {
            UploadSource source = spooled.source();
            refuseTooLarge(source, complete.disableVirusScan());
            String checksum = checksum(complete.checksum(), source);
            Delivery delivery =
                    new Delivery(checksum == null ? complete : complete.withChecksum(checksum), reference, source);
            return settings.once() == null ? delivery.run() : once(delivery);
        }
    }

    private SentTransfer once(Delivery delivery) {
        try {
            return settings.once().send(client, delivery.initialization, delivery);
        } catch (TransferException e) {
            e.willBeFoundAgain();
            throw e;
        }
    }

    /** @param memory may be {@code null} */
    private static SentTransfer noted(UploadMemory memory, Supplier<SentTransfer> sending) {
        try {
            return sending.get();
        } catch (TransferException e) {
            if (memory != null && memory.isKept()) {
                e.willBeFoundAgain();
            }
            throw e;
        }
    }

    private SpooledBody spooled(UploadSource body) throws IOException {
        boolean needed = settings.once() != null && !body.repeatable()
                || settings.upload().needsLength() && body.length() < 0;
        return needed ? SpooledBody.copied(body) : SpooledBody.asItIs(body);
    }

    private boolean remembers(UploadSource source) {
        return settings.store() != null && settings.upload().byTus(source.length());
    }

    private String checksum(String given, UploadSource source) throws IOException {
        boolean computed =
                given == null && source.repeatable() && (settings.computeChecksum() || settings.once() != null);
        return computed ? client.checksum(source) : given;
    }

    /** The Broker refuses it only after the transfer has been made (contract altinn-broker 5). */
    private static void refuseTooLarge(UploadSource source, boolean disableVirusScan) {
        if (!disableVirusScan && source.length() > LARGEST_SCANNED) {
            throw new IllegalArgumentException(
                    "The file has " + source.length() + " bytes, but the Broker scans at most " + LARGEST_SCANNED
                            + "; for larger ones the resource needs Altinn's approval for disableVirusScan");
        }
    }

    /** One file on its way. */
    private final class Delivery implements SendOnce.Delivery {

        private final Initialization initialization;
        private final String reference;
        private final UploadSource source;

        Delivery(Initialization initialization, String reference, UploadSource source) {
            this.initialization = initialization;
            this.reference = reference;
            this.source = source;
        }

        /** Sends the file, or goes on with an upload of it that was broken off. */
        SentTransfer run() {
            if (!remembers(source)) {
                return upload(client.initialize(initialization), null);
            }
            String checksum = initialization.checksum();
            try (UploadMemory memory = client.remember(settings.store(), initialization, reference, source, checksum)) {
                return noted(memory, () -> {
                    SentTransfer earlier = memory == null || memory.transferId() == null ? null : resumed(memory);
                    return earlier == null ? begun(memory) : earlier;
                });
            }
        }

        private SentTransfer begun(UploadMemory memory) {
            UUID id = client.initialize(initialization);
            if (memory != null) {
                memory.begin(id);
            }
            return upload(id, memory);
        }

        private SentTransfer upload(UUID id, UploadMemory memory) {
            return Send.this.upload(id, initialization.fileName(), source, afterwards(), memory);
        }

        /** @return {@code null} if the earlier upload is of no use */
        private SentTransfer resumed(UploadMemory memory) {
            UUID id = memory.transferId();
            if (!memory.isSameFile()) {
                LOG.info(
                        "The file {} has changed since its upload to transfer {} was broken off: it is sent anew",
                        initialization.fileName(),
                        id);
                client.terminate(memory);
                return null;
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
            boolean unknown = transfer.status() == FileTransferStatus.UPLOAD_STARTED
                    && (memory == null || !memory.isBegun() || !memory.isSameFile());
            if (unknown && client.arrivedUnlessRemoved(id)) {
                return arrivedBefore(id, memory);
            }
            if (unknown && settings.upload().byTus(source.length())) {
                LOG.info(
                        "How far transfer {} has come is not known, so the file {} is sent anew",
                        id,
                        initialization.fileName());
                return null;
            }
            try {
                return upload(id, memory);
            } catch (UploadFailedException e) {
                if (!e.hopeless()) {
                    throw e;
                }
                LOG.warn("The upload to transfer {} cannot go on, so the file is sent anew", id, e);
                return null;
            }
        }

        private SentTransfer arrivedBefore(UUID id, UploadMemory memory) {
            LOG.info("Transfer {} has got the whole file {} already", id, initialization.fileName());
            SentTransfer sent = published(id, afterwards()).before();
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
                return client.overview(id);
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
            UUID id = client.initialize(initialization);
            made.accept(id);
            return uploadRemembered(id, initialization.fileName(), source, initialization.checksum(), afterwards());
        }

        @Override
        public SentTransfer goOn(UUID id) {
            if (!remembers(source)) {
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

    /** Uploads to a transfer that will be named again when the upload is to go on. */
    private SentTransfer uploadRemembered(
            UUID id, String fileName, UploadSource source, String checksum, FileTransferStatus afterwards) {
        if (!remembers(source)) {
            return upload(id, fileName, source, afterwards, null);
        }
        try (UploadMemory memory = client.remember(settings.store(), id, source, checksum)) {
            return noted(memory, () -> upload(id, fileName, source, afterwards, memory));
        }
    }

    private SentTransfer upload(
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

    private SentTransfer published(UUID id, FileTransferStatus afterwards) {
        if (settings.publicationTimeout() == null) {
            return SentTransfer.now(id, afterwards, null);
        }
        FileTransfer published = client.awaitPublished(id, settings.publicationTimeout());
        return SentTransfer.now(id, published.status(), published);
    }
}
