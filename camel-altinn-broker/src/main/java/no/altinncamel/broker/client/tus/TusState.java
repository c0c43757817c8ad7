package no.altinncamel.broker.client.tus;

import java.util.List;
import java.util.Objects;

/**
 * What has to be known of an upload that was begun to go on with it, by this process or another.
 *
 * @param chunkSize bytes of one request
 * @param parts     the parts in the order of the file; empty if it goes up as one stream
 * @param refused   the position in the file of a chunk that the server refused as bad when the upload was last at it; {@code null} if
 *                  there was none
 */
public record TusState(long chunkSize, List<Part> parts, Long refused) {

    /** Of an upload of which nothing was refused. */
    public TusState(long chunkSize, List<Part> parts) {
        this(chunkSize, parts, null);
    }

    /** The same upload, of which something was refused. */
    public TusState refusedAt(long position) {
        return new TusState(chunkSize, parts, position);
    }

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
