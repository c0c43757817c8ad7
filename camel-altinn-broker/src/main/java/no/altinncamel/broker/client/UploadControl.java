package no.altinncamel.broker.client;

import java.util.Objects;

import no.altinncamel.broker.client.tus.Cancellation;

/**
 * How one upload is to be held on to.
 *
 * @param memory       remembers how far it has come; {@code null} if it shall not go on another time
 * @param cancellation ends the upload
 * @param terminate    whether what an upload by TUS that failed or was cancelled has left at the Broker is removed although it
 *                     could go on; without memory it always is
 * @param progress     told how the file moves
 */
public record UploadControl(
        UploadMemory memory, Cancellation cancellation, boolean terminate, TransferProgress progress) {

    public UploadControl {
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(progress, "progress");
    }

    /** Nobody watches it. */
    public UploadControl(UploadMemory memory, Cancellation cancellation, boolean terminate) {
        this(memory, cancellation, terminate, TransferProgress.NONE);
    }

    /** Nothing is remembered, and nobody ends it. */
    public static UploadControl none() {
        return new UploadControl(null, new Cancellation(), false);
    }
}
