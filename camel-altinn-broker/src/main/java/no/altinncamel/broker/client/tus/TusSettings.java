package no.altinncamel.broker.client.tus;

import java.time.Duration;
import java.util.Objects;

/**
 * How files go up by TUS.
 *
 * @param chunkSize       bytes of one request; 0 = chosen from the file's size, 8 to 32 MiB. What is too small for the server's
 *                        limit of chunks is raised to what fits
 * @param parallelUploads most parts that travel at once; 1 = one stream
 * @param patience        how long to go on without a chunk arriving: while the line is down, a replica does not know of the upload
 *                        yet, a chunk is not durable yet, or the server holds the upload locked
 * @param joinPatience    how long the server may take to put the parts together
 */
public record TusSettings(long chunkSize, int parallelUploads, Duration patience, Duration joinPatience) {

    /** One stream, chosen chunk size, patience of 2 minutes, of 30 for the joining. */
    public static final TusSettings DEFAULT = new TusSettings(0, 1, Duration.ofMinutes(2), Duration.ofMinutes(30));

    public TusSettings {
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(joinPatience, "joinPatience");
        if (chunkSize < 0 || parallelUploads < 1) {
            throw new IllegalArgumentException("A chunk size of at least 0 and at least one upload are needed");
        }
    }

    public TusSettings withChunkSize(long bytes) {
        return new TusSettings(bytes, parallelUploads, patience, joinPatience);
    }

    public TusSettings withPatience(Duration longest) {
        return new TusSettings(chunkSize, parallelUploads, longest, joinPatience);
    }

    public TusSettings withParallelUploads(int parts) {
        return new TusSettings(chunkSize, parts, patience, joinPatience);
    }
}
