package no.altinncamel.broker;

import java.util.Locale;

/**
 * How far a file has come, up or down; sent every {@code progressInterval} while it moves, and once more at its end if it was
 * sent before.
 */
public final class FileTransferProgressEvent extends FileTransferEvent {

    private static final long serialVersionUID = 1L;

    private final transient FileTransferProgress progress;

    FileTransferProgressEvent(AltinnBrokerEndpoint endpoint, FileTransferProgress progress) {
        super(endpoint, progress.fileTransferId());
        this.progress = progress;
    }

    public FileTransferProgress getProgress() {
        return progress;
    }

    @Override
    public String toString() {
        return "File transfer " + getFileTransferId() + ": "
                + progress.direction().name().toLowerCase(Locale.ROOT) + " " + progress.bytes() + " of "
                + progress.length() + " bytes";
    }
}
