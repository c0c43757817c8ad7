package no.altinncamel.emulator.broker;

/** State of a file transfer, in the Broker's own numeric order (contract altinn-broker 4.1). */
public enum TransferStatus {
    INITIALIZED("Initialized", "Ready for upload"),
    UPLOAD_STARTED("UploadStarted", "Upload started"),
    UPLOAD_PROCESSING("UploadProcessing", "Processing upload"),
    PUBLISHED("Published", "Ready for download"),
    /** Can be asked for in a list, but no operation sets it. */
    CANCELLED("Cancelled", "FileTransfer cancelled"),
    ALL_CONFIRMED_DOWNLOADED("AllConfirmedDownloaded", "All downloaded"),
    PURGED("Purged", "FileTransfer has been purged"),
    FAILED("Failed", "Upload failed");

    private final String wireName;
    private final String text;

    TransferStatus(String wireName, String text) {
        this.wireName = wireName;
        this.text = text;
    }

    /** The spelling in answers and queries, such as {@code UploadProcessing}. */
    public String wireName() {
        return wireName;
    }

    /** What {@code fileTransferStatusText} says unless the change of status came with a text of its own. */
    public String text() {
        return text;
    }
}
