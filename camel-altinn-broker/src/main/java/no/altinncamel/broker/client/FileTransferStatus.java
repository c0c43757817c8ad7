package no.altinncamel.broker.client;

/** State of a file transfer (altinn-broker 4.1). */
public enum FileTransferStatus {
    INITIALIZED("Initialized"),
    UPLOAD_STARTED("UploadStarted"),
    UPLOAD_PROCESSING("UploadProcessing"),
    PUBLISHED("Published"),
    /** Known to the Broker but never set by it. */
    CANCELLED("Cancelled"),
    ALL_CONFIRMED_DOWNLOADED("AllConfirmedDownloaded"),
    PURGED("Purged"),
    FAILED("Failed"),
    /** A state this version does not know. */
    UNKNOWN("Unknown");

    private final String wireName;

    FileTransferStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The Broker's spelling, such as {@code UploadProcessing}. */
    public String wireName() {
        return wireName;
    }

    /** @return the state with that name in any letter case; {@link #UNKNOWN} for any other text and for {@code null} */
    public static FileTransferStatus of(String text) {
        for (FileTransferStatus status : values()) {
            if (status.wireName.equalsIgnoreCase(text)) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /** Whether the transfer still waits for its file, so that an upload is allowed (altinn-broker 4.2). */
    public boolean acceptsUpload() {
        return this == INITIALIZED || this == UPLOAD_STARTED;
    }

    /** Whether the Broker has the whole file and works on it or offers it. */
    public boolean uploaded() {
        return this == UPLOAD_PROCESSING || this == PUBLISHED || this == ALL_CONFIRMED_DOWNLOADED;
    }

    /** Whether the transfer will neither take a file any more nor offer one. */
    public boolean over() {
        return this == FAILED || this == CANCELLED || this == PURGED;
    }

    /** Whether recipients can download the file. */
    public boolean downloadable() {
        return this == PUBLISHED || this == ALL_CONFIRMED_DOWNLOADED;
    }
}
