package no.altinncamel.broker;

import no.altinncamel.broker.client.FileTransfer;

/** The route of a file failed maxAttempts times; it stays at the Broker and is not routed again. */
public final class FileTransferGivenUpEvent extends FileTransferEvent {

    private static final long serialVersionUID = 1L;

    private final transient FileTransfer fileTransfer;
    private final int attempts;
    private final String lastFailure;

    FileTransferGivenUpEvent(
            AltinnBrokerEndpoint endpoint, FileTransfer fileTransfer, int attempts, String lastFailure) {
        super(endpoint, fileTransfer.id());
        this.fileTransfer = fileTransfer;
        this.attempts = attempts;
        this.lastFailure = lastFailure;
    }

    /** The transfer as it was last seen. */
    public FileTransfer getFileTransfer() {
        return fileTransfer;
    }

    public int getAttempts() {
        return attempts;
    }

    /** Why the last attempt failed. */
    public String getLastFailure() {
        return lastFailure;
    }

    @Override
    public String toString() {
        return "File transfer " + getFileTransferId() + " was given up after " + attempts + " attempts: " + lastFailure;
    }
}
