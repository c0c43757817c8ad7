package no.altinncamel.broker.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;

/**
 * The bytes of one received transfer: can be opened any number of times, and knows whether they have been received whole and
 * verified at least once.
 */
public final class TransferContent {

    private final BrokerClient client;
    private final FileTransfer transfer;
    private final boolean verifyChecksum;
    private volatile boolean receivedWhole;

    public TransferContent(BrokerClient client, FileTransfer transfer, boolean verifyChecksum) {
        this.client = client;
        this.transfer = transfer;
        this.verifyChecksum = verifyChecksum;
    }

    public UUID id() {
        return transfer.id();
    }

    long size() {
        return transfer.size();
    }

    /** A new download from the first byte; it connects when it is first read, and fails at its end if the bytes are wrong. */
    InputStream open() {
        return client.download(transfer.id(), transfer.size(), verifyChecksum ? transfer.checksum() : null);
    }

    void receivedWhole() {
        receivedWhole = true;
    }

    /** Reads what the route did not, because only a file that was received whole may be confirmed. */
    void ensureReceivedWhole() throws IOException {
        if (!receivedWhole) {
            try (InputStream download = open()) {
                download.transferTo(OutputStream.nullOutputStream());
            }
            receivedWhole = true;
        }
    }

    void confirm() {
        client.confirm(id());
    }
}
