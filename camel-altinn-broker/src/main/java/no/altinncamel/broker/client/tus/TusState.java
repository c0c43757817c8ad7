package no.altinncamel.broker.client.tus;

import java.util.List;
import java.util.Objects;

/**
 * What has to be known of an upload that was begun to go on with it, by this process or another.
 *
 * @param chunkSize bytes of one request
 * @param parts     the parts in the order of the file; empty if it goes up as one stream
 */
public record TusState(long chunkSize, List<Part> parts) {

    /**
     * A part that travels on its own.
     *
     * @param id     as the server named it
     * @param start  its first byte in the file
     * @param length bytes
     */
    public record Part(String id, long start, long length) {

        public Part {
            Objects.requireNonNull(id, "id");
            if (start < 0 || length < 1) {
                throw new IllegalArgumentException("A part begins in the file and has bytes");
            }
        }
    }

    public TusState {
        parts = List.copyOf(parts);
        if (chunkSize < 1) {
            throw new IllegalArgumentException("A chunk has bytes");
        }
    }

    /** Whether the parts make up a file of so many bytes. */
    public boolean covers(long length) {
        long end = 0;
        for (Part part : parts) {
            if (part.start() != end) {
                return false;
            }
            end += part.length();
        }
        return parts.isEmpty() || end == length;
    }
}
