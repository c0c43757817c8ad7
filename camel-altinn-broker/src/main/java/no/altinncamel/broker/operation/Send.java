package no.altinncamel.broker.operation;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.UploadSource;

/** Everything that brings a file to the Broker: initialize, upload, and waiting for publication. */
public final class Send {

    private static final int BUFFER = 256 * 1024;

    private final BrokerClient client;
    private final boolean computeChecksum;
    private final Duration publicationTimeout;

    /**
     * @param computeChecksum    whether the MD5 of a repeatable source is computed before initializing
     * @param publicationTimeout how long to wait for publication, or {@code null} not to wait
     */
    public Send(BrokerClient client, boolean computeChecksum, Duration publicationTimeout) {
        this.client = client;
        this.computeChecksum = computeChecksum;
        this.publicationTimeout = publicationTimeout;
    }

    public SentTransfer send(Initialization initialization, UploadSource source) throws IOException {
        // before the body is read, which may take minutes
        Initialization complete = initialization.validate();
        if (complete.checksum() == null && computeChecksum && source.repeatable()) {
            complete = complete.withChecksum(md5(source));
        }
        // without a malware scan the Broker publishes before it answers (contract altinn-broker 5)
        return upload(
                client.initialize(complete),
                source,
                complete.disableVirusScan() ? FileTransferStatus.PUBLISHED : FileTransferStatus.UPLOAD_PROCESSING);
    }

    public SentTransfer initialize(Initialization initialization) {
        return new SentTransfer(client.initialize(initialization.validate()), FileTransferStatus.INITIALIZED, null);
    }

    public SentTransfer upload(UUID id, UploadSource source) {
        return upload(id, source, null);
    }

    private SentTransfer upload(UUID id, UploadSource source, FileTransferStatus afterwards) {
        client.upload(id, source);
        if (publicationTimeout == null) {
            return new SentTransfer(id, afterwards, null);
        }
        FileTransfer published = client.awaitPublished(id, publicationTimeout);
        return new SentTransfer(id, published.status(), published);
    }

    private static String md5(UploadSource source) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = source.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
