package no.altinncamel.emulator.broker;

/** What a recipient has done with a file transfer, in the Broker's own numeric order (contract altinn-broker 4.3). */
public enum RecipientStatus {
    INITIALIZED("Initialized", "Initialized"),
    DOWNLOAD_STARTED("DownloadStarted", "Recipient has attempted to download fileTransfer"),
    DOWNLOAD_CONFIRMED("DownloadConfirmed", "Recipient has downloaded fileTransfer");

    private final String wireName;
    private final String text;

    RecipientStatus(String wireName, String text) {
        this.wireName = wireName;
        this.text = text;
    }

    /** The spelling in answers and queries, such as {@code DownloadStarted}. */
    public String wireName() {
        return wireName;
    }

    public String text() {
        return text;
    }
}
