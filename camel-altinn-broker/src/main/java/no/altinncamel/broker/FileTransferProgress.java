package no.altinncamel.broker;

import java.time.Duration;
import java.util.UUID;

/**
 * How far a file has come, up or down.
 *
 * @param fileTransferId the transfer
 * @param direction      which way the file goes
 * @param state          whether it still goes
 * @param fileName       as the sender gave it, so it may hold anything; {@code null} if it is not known
 * @param bytes          that have arrived, those included that an earlier try brought
 * @param length         of the file in bytes; -1 if it is not known
 * @param bytesPerSecond over the last ten seconds; at the end of the transfer, over all of it
 * @param remaining      how long it will take at this rate; {@code null} if length or rate are not known, or it is over
 * @param parts          how many parts of the file travel at once
 * @param bytesSaved     that did not have to travel again because the transfer went on after an interruption instead of beginning
 *                       anew; each interruption counts
 * @param elapsed        since the first byte was asked for
 */
public record FileTransferProgress(
        UUID fileTransferId,
        Direction direction,
        State state,
        String fileName,
        long bytes,
        long length,
        long bytesPerSecond,
        Duration remaining,
        int parts,
        long bytesSaved,
        Duration elapsed) {

    /** Which way a file goes. */
    public enum Direction {
        SENDING,
        RECEIVING
    }

    /** Whether a file still goes. */
    public enum State {
        RUNNING,
        /** All of it has arrived, and if it was received its checksum is right. */
        COMPLETE,
        /** It has failed, was stopped, or the route did not read it to its end. */
        BROKEN_OFF
    }
}
