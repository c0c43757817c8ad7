package no.altinncamel.broker.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.DownloadTarget;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.PartedDownload;
import no.altinncamel.broker.client.TransferListener;

/**
 * The bytes of one received transfer: can be opened any number of times, and knows whether they have been received whole and
 * verified at least once.
 */
public final class TransferContent {

    private final BrokerClient client;
    private final String organization;
    private final FileTransfer transfer;
    private final boolean verifyChecksum;
    private final ReceiveFailures failures;
    private final TransferListener listener;
    private volatile boolean receivedWhole;

    /**
     * @param organization our organisation number; {@code null} to take it from the access token
     * @param listener     told of each download
     */
    public TransferContent(
            BrokerClient client,
            String organization,
            FileTransfer transfer,
            boolean verifyChecksum,
            ReceiveFailures failures,
            TransferListener listener) {
        this.client = client;
        this.organization = organization;
        this.transfer = transfer;
        this.verifyChecksum = verifyChecksum;
        this.failures = failures;
        this.listener = listener;
    }

    public UUID id() {
        return transfer.id();
    }

    public FileTransfer transfer() {
        return transfer;
    }

    long size() {
        return transfer.size();
    }

    /** In hexadecimal; {@code null} if the bytes are not verified. */
    String md5() {
        String md5 = transfer.checksum();
        return verifyChecksum && md5 != null && !md5.isBlank() ? md5 : null;
    }

    ReceiveFailures failures() {
        return failures;
    }

    /** A new download from the first byte; it connects when it is first read, and fails at its end if the bytes are wrong. */
    InputStream open() {
        return client.download(transfer.id(), transfer.size(), md5(), listener.receiving(transfer));
    }

    /** A download to disk; goes on with what is there. */
    PartedDownload download(DownloadTarget target) {
        return client.download(transfer.id(), transfer.size(), md5(), target, listener.receiving(transfer));
    }

    IOException notStored(IOException failure) {
        return new IOException(
                "File transfer " + id() + " could not be stored in localWorkDirectory, where it needs " + size()
                        + " bytes: " + failure.getMessage(),
                failure);
    }

    void receivedWhole() {
        receivedWhole = true;
    }

    /** Reads what the route did not, because only a file that was received whole may be confirmed. */
    void ensureReceivedWhole() throws IOException {
        if (receivedWhole) {
            return;
        }
        try (InputStream download = open()) {
            download.transferTo(OutputStream.nullOutputStream());
        } catch (DownloadException e) {
            throw failures.ofReading(e);
        }
        receivedWhole = true;
    }

    void confirm() {
        client.confirm(id(), organization);
    }
}
