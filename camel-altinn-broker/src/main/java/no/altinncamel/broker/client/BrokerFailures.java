package no.altinncamel.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.Problem;

/** Judges what went wrong with one attempt: whether it may help to try again, and whether it may have had its effect. */
final class BrokerFailures {

    private static final String STORAGE_FAILED = "BRO-00008";

    private BrokerFailures() {}

    /** Reads a refusal, which the caller still has to close (altinn-broker 3.4 and appendix B). */
    static Failure refused(BrokerCall call, HttpAnswer answer, Clock clock) {
        Problem problem = call.operation() == BrokerOperation.TUS ? TusProblem.read(answer) : answer.problem();
        int status = answer.status();
        Duration retryAfter = answer.retryAfter(clock);
        boolean retryable =
                switch (status) {
                    case 408, 429, 502, 503, 504 -> true;
                    case 500 -> !STORAGE_FAILED.equals(problem.code());
                    default -> false;
                };
        return Failure.answered(call.title(), call.uri(), status, problem)
                .withRetryable(retryable)
                .withRetryAfter(retryable ? retryAfter : null)
                .withOutcomeUnknown(call.operation().changing() && ambiguous(status, problem, retryAfter))
                .withHint(BrokerHints.of(call.operation(), status, problem));
    }

    /**
     * Whether the operation may have happened behind such an answer. A gateway says 502, 503 or 504 also when it has lost the
     * server in the middle of a call; the Broker's own 503, or one with a time to come back, is a refusal.
     */
    private static boolean ambiguous(int status, Problem problem, Duration retryAfter) {
        return switch (status) {
            case 408, 502, 504 -> true;
            case 500 -> problem.code() == null;
            case 503 -> problem.code() == null && retryAfter == null;
            default -> false;
        };
    }

    /** The wire broke, or never held. */
    static Failure broken(BrokerCall call, IOException cause) {
        boolean distrusted = distrusted(cause);
        return Failure.withoutAnswer(call.title(), call.uri(), words(cause))
                .withRetryable(!distrusted)
                .withOutcomeUnknown(call.operation().changing() && !beforeSending(cause))
                .withHint(distrusted ? "check the trust store, and a proxy that opens TLS" : null);
    }

    /** There was a successful answer, but not one that the Broker gives. */
    static Failure unreadable(BrokerCall call, int status, String what) {
        return Failure.answered(call.title(), call.uri(), status, Problem.NONE)
                .withCause(what)
                .withOutcomeUnknown(call.operation().changing())
                .withHint("this is not an answer of the Broker: check the platform URL, and a proxy on the way");
    }

    /** Whether nothing of the request has left this machine. */
    private static boolean beforeSending(IOException cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    /** A handshake may also fail because the connection broke; that passes, a wrong certificate does not. */
    private static boolean distrusted(IOException cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof CertificateException || reason instanceof SSLPeerUnverifiedException) {
                return true;
            }
            if (reason instanceof EOFException) {
                return false;
            }
        }
        return cause instanceof SSLHandshakeException;
    }

    private static String words(IOException cause) {
        if (cause instanceof ConnectionRequestTimeoutException) {
            return "no connection was free in time; more of them can be allowed";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "the connection could not be opened in time";
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "the connection was refused";
        }
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof SocketTimeoutException) {
            return "the server was silent for too long";
        }
        if (cause instanceof NoHttpResponseException) {
            return "the connection was closed before an answer came";
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + cause.getMessage();
        }
        return "the connection broke: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}
