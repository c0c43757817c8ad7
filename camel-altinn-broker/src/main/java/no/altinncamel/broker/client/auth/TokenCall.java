package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;

import javax.net.ssl.SSLPeerUnverifiedException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.auth.TokenException.Stage;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.Problem;

/** Sends one request of a flight and says what its failure means. The flight can abort it. */
final class TokenCall {

    /** A token is a small thing: a longer silence than this is an outage, whatever the transport allows for files. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /** Makes something of an answer. */
    @FunctionalInterface
    interface Reader {
        IssuedToken read(HttpAnswer answer) throws IOException;
    }

    private final Stage stage;
    private final HttpTransport transport;
    private final Clock clock;

    /** @param stage what its requests are for */
    TokenCall(Stage stage, HttpTransport transport, Clock clock) {
        this.stage = stage;
        this.transport = transport;
        this.clock = clock;
    }

    Duration responseTimeout() {
        Duration allowed = transport.settings().responseTimeout();
        return allowed.compareTo(LONGEST_SILENCE) < 0 ? allowed : LONGEST_SILENCE;
    }

    /** The longest that a call should take which the server does not drag out. */
    Duration longest() {
        return transport.settings().connectTimeout().plus(responseTimeout());
    }

    /** @throws TokenException if there is no answer, or the reader says so */
    IssuedToken send(TokenFlight flight, String operation, URI target, HttpUriRequestBase request, Reader reader) {
        flight.sending(request);
        try (HttpAnswer answer = transport.open(request, responseTimeout())) {
            return reader.read(answer);
        } catch (IOException e) {
            throw unanswered(operation, target, e);
        } finally {
            flight.sending(null);
        }
    }

    /** A refusal, with what the headers add to it. */
    TokenException refused(
            Category category, String operation, URI target, HttpAnswer answer, Problem problem, String hint) {
        return new TokenException(
                stage,
                category,
                Failure.answered(operation, target, answer.status(), problem)
                        .withRetryable(category == Category.TRANSIENT)
                        .withRetryAfter(answer.retryAfter(clock))
                        .withHint(hint),
                null);
    }

    /** An answer that claims success and cannot be used. It is not quoted: it may hold a token. */
    TokenException unusable(Category category, String operation, URI target, HttpAnswer answer, String what) {
        return refused(category, operation, target, answer, new Problem(null, what, null, null), null);
    }

    private TokenException unanswered(String operation, URI target, IOException e) {
        boolean untrusted = untrusted(e);
        return new TokenException(
                stage,
                untrusted ? Category.CONFIGURATION : Category.TRANSIENT,
                Failure.withoutAnswer(operation, target, describe(e))
                        .withRetryable(!untrusted)
                        .withHint(untrusted ? TokenHints.untrusted() : TokenHints.retired(target)),
                e);
    }

    private static boolean untrusted(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static String describe(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host name cannot be resolved";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer in time (" + e.getMessage() + ")";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
