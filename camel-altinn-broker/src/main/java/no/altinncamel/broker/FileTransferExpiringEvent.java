package no.altinncamel.broker;

import java.time.Duration;

import no.altinncamel.broker.client.FileTransfer;

/** A file that was met, but is not confirmed, will soon be removed by the Broker. Sent once for each file and start. */
public final class FileTransferExpiringEvent extends FileTransferEvent {

    private static final long serialVersionUID = 1L;

    private final transient FileTransfer fileTransfer;
    private final Duration timeLeft;

    FileTransferExpiringEvent(AltinnBrokerEndpoint endpoint, FileTransfer fileTransfer, Duration timeLeft) {
        super(endpoint, fileTransfer.id());
        this.fileTransfer = fileTransfer;
        this.timeLeft = timeLeft;
    }

    /** The transfer as it was last seen. */
    public FileTransfer getFileTransfer() {
        return fileTransfer;
    }

    /** How long the Broker still has the file. */
    public Duration getTimeLeft() {
        return timeLeft;
    }

    @Override
    public String toString() {
        return "File transfer " + getFileTransferId() + " expires in " + timeLeft;
    }
}
