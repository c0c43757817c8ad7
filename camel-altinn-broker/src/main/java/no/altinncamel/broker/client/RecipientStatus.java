package no.altinncamel.broker.client;

/** How far a recipient has come with a file transfer (altinn-broker 4.3). */
public enum RecipientStatus {
    INITIALIZED("Initialized"),
    DOWNLOAD_STARTED("DownloadStarted"),
    DOWNLOAD_CONFIRMED("DownloadConfirmed"),
    /** A state this version does not know. */
    UNKNOWN("Unknown");

    private final String wireName;

    RecipientStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The Broker's spelling, such as {@code DownloadStarted}. */
    public String wireName() {
        return wireName;
    }

    /** @return the state with that name in any letter case; {@link #UNKNOWN} for any other text and for {@code null} */
    public static RecipientStatus of(String text) {
        for (RecipientStatus status : values()) {
            if (status.wireName.equalsIgnoreCase(text)) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
