package no.altinncamel.broker.client;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;

/**
 * How one attempt ended: with a successful answer, which the receiver closes, or with a failure.
 *
 * @param answer  the answer, or {@code null}
 * @param failure what went wrong, or {@code null}
 * @param cause   the exception behind the failure, or {@code null}
 */
record Outcome(HttpAnswer answer, Failure failure, Exception cause) {

    static Outcome success(HttpAnswer answer) {
        return new Outcome(answer, null, null);
    }

    static Outcome failure(Failure failure, Exception cause) {
        return new Outcome(null, failure, cause);
    }

    boolean successful() {
        return answer != null;
    }

    AltinnClientException exception() {
        return new AltinnClientException(failure, cause);
    }
}
