package no.altinncamel.broker.client.http;

import java.net.URI;
import java.time.Duration;

/**
 * All that is known of one call that failed: the material of an {@link AltinnClientException}. Immutable; the {@code with}
 * methods return changed copies.
 *
 * @param operation      what was tried, such as {@code download of 5f3d…}
 * @param host           host and port that were called, or {@code null} if no call was made
 * @param status         HTTP status; 0 when there was no answer
 * @param problem        what the server said
 * @param cause          what happened, for a failure that is not a refusal; {@code null} for a refusal
 * @param retryable      whether the same call may succeed later
 * @param retryAfter     how long the server asked to wait, or {@code null}
 * @param outcomeUnknown whether the call may have had its effect although it failed
 * @param hint           what usually causes this and what mends it, or {@code null}
 */
public record Failure(
        String operation,
        String host,
        int status,
        Problem problem,
        String cause,
        boolean retryable,
        Duration retryAfter,
        boolean outcomeUnknown,
        String hint) {

    /** A call that never got an answer, or was never made. */
    public static Failure withoutAnswer(String operation, URI target, String cause) {
        return new Failure(
                operation, hostOf(target), 0, Problem.NONE, Problem.printable(cause), false, null, false, null);
    }

    /** A call that was refused. */
    public static Failure answered(String operation, URI target, int status, Problem problem) {
        return new Failure(operation, hostOf(target), status, problem, null, false, null, false, null);
    }

    /** What went wrong, for an answer that is not a refusal but cannot be used. */
    public Failure withCause(String text) {
        return new Failure(
                operation, host, status, problem, Problem.printable(text), retryable, retryAfter, outcomeUnknown, hint);
    }

    public Failure withRetryable(boolean mayHelp) {
        return new Failure(operation, host, status, problem, cause, mayHelp, retryAfter, outcomeUnknown, hint);
    }

    public Failure withRetryAfter(Duration wait) {
        return new Failure(operation, host, status, problem, cause, retryable, wait, outcomeUnknown, hint);
    }

    public Failure withOutcomeUnknown(boolean unknown) {
        return new Failure(operation, host, status, problem, cause, retryable, retryAfter, unknown, hint);
    }

    public Failure withHint(String text) {
        return new Failure(operation, host, status, problem, cause, retryable, retryAfter, outcomeUnknown, text);
    }

    /** One sentence for an operator. */
    public String message() {
        StringBuilder text = new StringBuilder("Altinn ").append(operation).append(" failed");
        if (host != null) {
            text.append(" at ").append(host);
        }
        text.append(": ");
        if (status == 0) {
            text.append(cause == null ? "no answer" : cause);
        } else {
            text.append("HTTP ").append(status);
            append(text, " ", problem.code());
            append(text, " ", problem.detail() != null ? problem.detail() : problem.title());
            append(text, "; ", cause);
        }
        if (retryAfter != null) {
            text.append(" (retry after ").append(retryAfter.toSeconds()).append(" s)");
        }
        if (problem.traceId() != null) {
            text.append(" (trace id ").append(problem.traceId()).append(')');
        }
        append(text, " - ", hint);
        return text.toString();
    }

    private static void append(StringBuilder text, String separator, String part) {
        if (part != null && !part.isEmpty()) {
            text.append(separator).append(part);
        }
    }

    private static String hostOf(URI target) {
        if (target == null) {
            return null;
        }
        return target.getPort() < 0 ? target.getHost() : target.getHost() + ":" + target.getPort();
    }
}
