package no.altinncamel.broker.operation;

import java.io.IOException;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.TransferException;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.UploadSource;
import no.altinncamel.broker.client.tus.Cancellation;

/** Everything that brings a file to the Broker: initialize, upload, and waiting for publication. */
public final class Send {

    private static final long LARGEST_SCANNED = 50_000_000_000L;

    private final BrokerClient client;
    private final SendSettings settings;
    private final Cancellation cancellation;
    private final Uploading uploading;

    /**
     * @param cancellation ends it
     * @param listener     told of each upload
     */
    public Send(BrokerClient client, SendSettings settings, Cancellation cancellation, TransferListener listener) {
        this.client = client;
        this.settings = settings;
        this.cancellation = cancellation;
        this.uploading = new Uploading(client, settings, cancellation, listener);
    }

    public SentTransfer initialize(Initialization initialization) {
        Initialization valid = initialization.validate();
        UUID id = steps(valid.fileName()).run(() -> client.initialize(valid));
        return SentTransfer.now(id, FileTransferStatus.INITIALIZED, null);
    }

    /** @param fileName for those who watch; {@code null} if it is not known */
    public SentTransfer upload(UUID id, String fileName, UploadSource body) throws IOException {
        Steps steps = steps(fileName == null ? "a file to transfer " + id : fileName);
        try (SpooledBody spooled = steps.run(() -> spooled(body))) {
            UploadSource source = spooled.source();
            // the Broker takes no checksum any more; it only tells whether the file is the one that is remembered
            String checksum = uploading.remembers(source) ? steps.run(() -> checksum(null, source)) : null;
            return uploading.uploadRemembered(id, fileName, source, checksum, null);
        }
    }

    /** @param reference by which the file is offered again; {@code null} if the one of the transfer stands for this attempt only */
    public SentTransfer send(Initialization initialization, String reference, UploadSource body) throws IOException {
        // before the body is read, which may take minutes
        Initialization valid = initialization.validate();
        Steps steps = steps(valid.fileName());
        try (SpooledBody spooled = steps.run(() -> spooled(body))) {
            UploadSource source = spooled.source();
            refuseTooLarge(source, valid.disableVirusScan());
            String checksum = steps.run(() -> checksum(valid.checksum(), source));
            Initialization complete = checksum == null ? valid : valid.withChecksum(checksum);
            Delivery delivery = new Delivery(client, settings, steps, uploading, complete, reference, source);
            return settings.once() == null ? delivery.run() : once(complete, delivery, steps);
        }
    }

    private SentTransfer once(Initialization initialization, Delivery delivery, Steps steps) {
        try {
            return settings.once().send(client, initialization, delivery, steps);
        } catch (TransferException e) {
            e.willBeFoundAgain();
            throw e;
        }
    }

    private Steps steps(String what) {
        return new Steps(cancellation, what);
    }

    private SpooledBody spooled(UploadSource body) throws IOException {
        boolean needed = settings.once() != null && !body.repeatable()
                || settings.upload().needsLength() && body.length() < 0;
        return needed ? SpooledBody.copied(body) : SpooledBody.asItIs(body);
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
}
