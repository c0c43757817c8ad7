package no.altinncamel.emulator.broker;

import java.util.Locale;

/** The events that the Broker publishes (contract altinn-broker 8.1). */
public enum EventType {
    FILE_TRANSFER_INITIALIZED,
    UPLOAD_PROCESSING,
    PUBLISHED,
    UPLOAD_FAILED,
    DOWNLOAD_CONFIRMED,
    ALL_CONFIRMED_DOWNLOADED,
    FILE_PURGED,
    FILE_NEVER_CONFIRMED_DOWNLOADED;

    /** The CloudEvents type, such as {@code no.altinn.broker.filepurged}. */
    public String type() {
        return "no.altinn.broker." + name().replace("_", "").toLowerCase(Locale.ROOT);
    }
}
