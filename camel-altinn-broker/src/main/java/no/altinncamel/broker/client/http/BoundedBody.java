package no.altinncamel.broker.client.http;

import java.io.IOException;
import java.io.InputStream;

/** Reads an answer into memory, up to a limit. */
final class BoundedBody {

    private BoundedBody() {}

    /**
     * @param  limit               largest body that is taken
     * @throws BodyTooLongException if there is more
     */
    static byte[] read(InputStream body, int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit);
        if (bytes.length == limit && body.read() >= 0) {
            throw new BodyTooLongException(limit);
        }
        return bytes;
    }

    /** Reads what there is up to the limit and leaves the rest. */
    static byte[] readStart(InputStream body, int limit) throws IOException {
        return body.readNBytes(limit);
    }

    /** An answer that is longer than anything the server should have to say. */
    static final class BodyTooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        BodyTooLongException(int limit) {
            super("the answer is longer than " + limit + " bytes");
        }
    }
}
