package no.altinncamel.broker.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.UploadOptions;
import no.altinncamel.broker.client.UploadSource;

/** Everything that brings a file to the Broker: initialize, upload, and waiting for publication. */
public final class Send {

    private static final long LARGEST_SCANNED = 50_000_000_000L;

    private final BrokerClient client;
    private final boolean computeChecksum;
    private final Duration publicationTimeout;
    private final UploadOptions options;

    /**
     * @param computeChecksum    whether the MD5 of a repeatable source is computed before initializing
     * @param publicationTimeout how long to wait for publication, or {@code null} not to wait
     * @param options            how the bytes go up
     */
    public Send(BrokerClient client, boolean computeChecksum, Duration publicationTimeout, UploadOptions options) {
        this.client = client;
        this.computeChecksum = computeChecksum;
        this.publicationTimeout = publicationTimeout;
        this.options = options;
    }

    public SentTransfer send(Initialization initialization, UploadSource body) throws IOException {
        // before the body is read, which may take minutes
        Initialization complete = initialization.validate();
        try (SpooledBody spooled = spooled(body)) {
            return sendMeasured(complete, spooled.source());
        }
    }

    private SpooledBody spooled(UploadSource body) throws IOException {
        return options.needsLength() ? SpooledBody.measured(body) : SpooledBody.asItIs(body);
    }

    private SentTransfer sendMeasured(Initialization initialization, UploadSource source) throws IOException {
        Initialization complete = initialization;
        refuseTooLarge(source, complete.disableVirusScan());
        if (complete.checksum() == null && computeChecksum && source.repeatable()) {
            complete = complete.withChecksum(client.checksum(source));
        }
        // without a malware scan the Broker publishes a stream before it answers (contract altinn-broker 5, 7.7)
        boolean publishedAtOnce = complete.disableVirusScan() && !options.byTus(source.length());
        return upload(
                client.initialize(complete),
                source,
                publishedAtOnce ? FileTransferStatus.PUBLISHED : FileTransferStatus.UPLOAD_PROCESSING);
    }

    /** The Broker refuses it only after the transfer has been made (contract altinn-broker 5). */
    private static void refuseTooLarge(UploadSource source, boolean disableVirusScan) {
        if (!disableVirusScan && source.length() > LARGEST_SCANNED) {
            throw new IllegalArgumentException(
                    "The file has " + source.length() + " bytes, but the Broker scans at most " + LARGEST_SCANNED
                            + "; for larger ones the resource needs Altinn's approval for disableVirusScan");
        }
    }

    public SentTransfer initialize(Initialization initialization) {
        return new SentTransfer(client.initialize(initialization.validate()), FileTransferStatus.INITIALIZED, null);
    }

    public SentTransfer upload(UUID id, UploadSource body) throws IOException {
        try (SpooledBody spooled = spooled(body)) {
            return upload(id, spooled.source(), null);
        }
    }

    private SentTransfer upload(UUID id, UploadSource source, FileTransferStatus afterwards) {
        client.upload(id, source, options);
        if (publicationTimeout == null) {
            return new SentTransfer(id, afterwards, null);
        }
        FileTransfer published = client.awaitPublished(id, publicationTimeout);
        return new SentTransfer(id, published.status(), published);
    }
}
