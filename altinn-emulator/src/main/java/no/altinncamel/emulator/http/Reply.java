package no.altinncamel.emulator.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of a route: a status, headers and a body that is a few bytes, a piece of a file or nothing but zeros. It is written only after
 * the route has returned, so that a fault can be put between the effect and the answer.
 */
public final class Reply {

    record Header(String name, String value) {}

    private final int status;
    private final List<Header> headers = new ArrayList<>();
    private final byte[] bytes;
    private final Path file;
    private final long offset;
    private final long length;

    private Reply(int status, byte[] bytes, Path file, long offset, long length) {
        this.status = status;
        this.bytes = bytes;
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    public static Reply empty(int status) {
        return new Reply(status, new byte[0], null, 0, 0);
    }

    public static Reply text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Reply reply = new Reply(status, bytes, null, 0, bytes.length);
        return contentType == null ? reply : reply.header("Content-Type", contentType);
    }

    /** {@code value} as JSON, with {@code application/json; charset=utf-8}. */
    public static Reply json(int status, Object value) {
        return json(status, value, "application/json; charset=utf-8");
    }

    /** {@code value} as JSON under a content type of its own. */
    public static Reply json(int status, Object value, String contentType) {
        return text(status, contentType, Json.write(value));
    }

    /** So many zeros. */
    public static Reply zeros(int status, long length) {
        return new Reply(status, null, null, 0, length);
    }

    /** {@code length} bytes of a file from {@code offset}; streamed, never held in memory. */
    public static Reply file(int status, Path file, long offset, long length) {
        return new Reply(status, null, file, offset, length);
    }

    /** Adds a header; a name may be given several times. */
    public Reply header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    public int status() {
        return status;
    }

    boolean hasHeader(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    List<Header> headers() {
        return headers;
    }

    byte[] bytes() {
        return bytes;
    }

    Path file() {
        return file;
    }

    long offset() {
        return offset;
    }

    long length() {
        return length;
    }
}
