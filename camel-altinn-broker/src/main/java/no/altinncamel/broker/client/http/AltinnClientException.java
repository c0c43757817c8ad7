package no.altinncamel.broker.client.http;

import java.time.Duration;

/**
 * Something went wrong on the wire to Altinn or Maskinporten. The message is one sentence for an operator and never holds a
 * body, a token, an assertion or a key.
 */
public class AltinnClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public AltinnClientException(Failure failure) {
        this(failure, null);
    }

    public AltinnClientException(Failure failure, Throwable cause) {
        this(failure.message(), failure, cause);
    }

    protected AltinnClientException(String message, Failure failure, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** What was tried. */
    public String operation() {
        return failure.operation();
    }

    /** HTTP status of the answer; 0 when there was none. */
    public int status() {
        return failure.status();
    }

    /** {@code BRO-00006}, {@code MP-303} or {@code null}. */
    public String code() {
        return failure.problem().code();
    }

    /** The problem's short name, or {@code null}. */
    public String title() {
        return failure.problem().title();
    }

    /** The server's explanation, at most {@value Problem#LONGEST_TEXT} characters, or {@code null}. */
    public String detail() {
        return failure.problem().detail();
    }

    /** What Altinn's or Maskinporten's support asks for, or {@code null}. */
    public String traceId() {
        return failure.problem().traceId();
    }

    /** Whether the same call may succeed later without anyone changing anything. */
    public boolean retryable() {
        return failure.retryable();
    }

    /** How long the server asked to wait, or {@code null}. */
    public Duration retryAfter() {
        return failure.retryAfter();
    }

    /** Whether the call may have had its effect although it failed, because its answer was lost. */
    public boolean outcomeUnknown() {
        return failure.outcomeUnknown();
    }

    /** All of the above in one value, for an exception that adds to it. */
    public Failure failure() {
        return failure;
    }
}
