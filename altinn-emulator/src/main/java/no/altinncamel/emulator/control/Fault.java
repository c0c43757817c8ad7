package no.altinncamel.emulator.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that goes wrong with one call. A fault either replaces the operation (it has no effect on the server's state) or
 * lets it happen and spoils what the client hears of it.
 */
public final class Fault {

    /** Where in the life of a call the fault strikes. */
    public enum Kind {
        /** An answer is given instead of the operation. */
        ANSWER,
        /** The operation happens, then another answer is given. */
        ANSWER_AFTER_EFFECT,
        /** The connection is reset; the operation does not happen. */
        RESET_BEFORE_EFFECT,
        /** The operation happens, then the connection is reset before the answer. */
        RESET_AFTER_EFFECT,
        /** The connection is reset after so many bytes of the request's body were read, or at its end if it is shorter. */
        RESET_WHILE_READING,
        /** The connection is reset after so many bytes of the answer's body were written, or at its end if it is shorter. */
        TRUNCATED_BODY,
        /** One byte of the answer's body is changed; length and status stay. An empty body stays as it is. */
        CORRUPT_BODY,
        /** The answer's body is written at so many bytes a second. */
        SLOW_BODY,
        /** The operation happens after a pause. */
        DELAY,
        /**
         * No answer at all: the operation does not happen, and the connection is reset when the faults are cleared, when
         * the emulator is closed, or after an hour.
         */
        HANG
    }

    private final Kind kind;
    private final int status;
    private final byte[] body;
    private final long amount;
    private final Duration delay;
    private long kept;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Fault(Kind kind, int status, byte[] body, long amount, Duration delay) {
        this.kind = kind;
        this.status = status;
        this.body = body;
        this.amount = amount;
        this.delay = delay;
    }

    public static Fault status(int status) {
        return new Fault(Kind.ANSWER, status, new byte[0], 0, Duration.ZERO);
    }

    public static Fault answer(int status, String contentType, String body) {
        return new Fault(Kind.ANSWER, status, body.getBytes(StandardCharsets.UTF_8), 0, Duration.ZERO)
                .header("Content-Type", contentType);
    }

    public static Fault answerAfterEffect(int status, String contentType, String body) {
        return new Fault(Kind.ANSWER_AFTER_EFFECT, status, body.getBytes(StandardCharsets.UTF_8), 0, Duration.ZERO)
                .header("Content-Type", contentType);
    }

    public static Fault resetBeforeEffect() {
        return new Fault(Kind.RESET_BEFORE_EFFECT, 0, null, 0, Duration.ZERO);
    }

    public static Fault resetAfterEffect() {
        return new Fault(Kind.RESET_AFTER_EFFECT, 0, null, 0, Duration.ZERO);
    }

    public static Fault resetWhileReading(long bytes) {
        requireAtLeast(0, bytes);
        return new Fault(Kind.RESET_WHILE_READING, 0, null, bytes, Duration.ZERO);
    }

    /**
     * The same for {@link no.altinncamel.emulator.http.Operation#TUS_PATCH}, with a part of the cut body accepted; normally
     * nothing of it is. Other operations keep nothing.
     *
     * @param kept bytes that are kept of those that were read
     */
    public static Fault resetWhileReading(long bytes, long kept) {
        requireAtLeast(0, kept);
        Fault fault = resetWhileReading(bytes);
        fault.kept = Math.min(kept, bytes);
        return fault;
    }

    public static Fault truncatedBody(long bytes) {
        requireAtLeast(0, bytes);
        return new Fault(Kind.TRUNCATED_BODY, 0, null, bytes, Duration.ZERO);
    }

    public static Fault corruptBody() {
        return new Fault(Kind.CORRUPT_BODY, 0, null, 0, Duration.ZERO);
    }

    public static Fault slowBody(long bytesPerSecond) {
        requireAtLeast(1, bytesPerSecond);
        return new Fault(Kind.SLOW_BODY, 0, null, bytesPerSecond, Duration.ZERO);
    }

    public static Fault delay(Duration delay) {
        requireAtLeast(0, delay.toNanos());
        return new Fault(Kind.DELAY, 0, null, 0, delay);
    }

    public static Fault hang() {
        return new Fault(Kind.HANG, 0, null, 0, Duration.ZERO);
    }

    private static void requireAtLeast(long least, long amount) {
        if (amount < least) {
            throw new IllegalArgumentException("The amount of a fault is at least " + least + ", not " + amount);
        }
    }

    /** Adds a header to the answer that this fault gives. */
    public Fault header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body;
    }

    /** Bytes, or bytes per second, depending on the kind. */
    public long amount() {
        return amount;
    }

    /** Bytes of a cut body that the operation keeps. */
    public long kept() {
        return kept;
    }

    public Duration delay() {
        return delay;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
