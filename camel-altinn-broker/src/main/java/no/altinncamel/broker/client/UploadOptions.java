package no.altinncamel.broker.client;

import java.util.Objects;

import no.altinncamel.broker.client.tus.TusSettings;

/**
 * How files go up.
 *
 * @param mode         which way
 * @param tusThreshold in bytes: with {@link UploadMode#auto}, files that are at least so large go by TUS
 * @param tus          what concerns TUS
 */
public record UploadOptions(UploadMode mode, long tusThreshold, TusSettings tus) {

    /** 100 MiB. */
    public static final long DEFAULT_TUS_THRESHOLD = 100 * 1024 * 1024;

    /** In one request, whatever the size. */
    public static final UploadOptions STREAM =
            new UploadOptions(UploadMode.stream, DEFAULT_TUS_THRESHOLD, TusSettings.DEFAULT);

    public UploadOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(tus, "tus");
    }

    /** Whether a file of so many bytes goes by TUS. Never does one without bytes, which TUS would not complete (altinn-broker 7.4). */
    public boolean byTus(long length) {
        return switch (mode) {
            case stream -> false;
            case tus -> length > 0;
            case auto -> length > 0 && length >= tusThreshold;
        };
    }

    /** Whether the length has to be known before the upload begins. */
    public boolean needsLength() {
        return mode == UploadMode.tus;
    }
}
