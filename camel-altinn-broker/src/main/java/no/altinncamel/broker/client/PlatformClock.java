package no.altinncamel.broker.client;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.apache.hc.client5.http.classic.methods.HttpGet;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryAfter;

/**
 * Whether Altinn's platform answers at all, and how far apart its clock and ours are: asks for the OpenID metadata, which
 * anybody may read, so that it also works for somebody who gets no token.
 */
final class PlatformClock {

    static final String PATH = "/authentication/api/v1/openid/.well-known/openid-configuration";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String TITLE = "OpenID metadata";
    private static final Duration CUT = Duration.ofSeconds(1);

    private final HttpTransport transport;
    private final URI target;
    private final Clock clock;

    PlatformClock(HttpTransport transport, URI target, Clock clock) {
        this.transport = transport;
        this.target = target;
        this.clock = clock;
    }

    /**
     * @return how far our clock is ahead of the platform's, negative if behind; zero if they may agree; {@code null} if
     *         the answer has no date
     * @throws AltinnClientException if the platform does not answer, or not as Altinn does
     */
    Duration ahead() {
        Instant sent = clock.instant();
        try (HttpAnswer answer = transport.open(new HttpGet(target))) {
            Instant arrived = clock.instant();
            if (!answer.successful()) {
                throw refused(answer);
            }
            answer.discard();
            Instant date = RetryAfter.date(answer.header("Date"));
            return date == null ? null : ahead(date, sent, arrived);
        } catch (IOException e) {
            throw new AltinnClientException(
                    BrokerFailures.broken(new BrokerCall(BrokerOperation.SUBSCRIPTIONS, TITLE, target), e), e);
        }
    }

    /** Zero if the clocks may agree: the date, which is cut to seconds, was set at some time between sending and arrival. */
    static Duration ahead(Instant date, Instant sent, Instant arrived) {
        Instant latest = date.plus(CUT);
        if (arrived.isBefore(date)) {
            return Duration.between(date, arrived);
        }
        return sent.isAfter(latest) ? Duration.between(latest, sent) : Duration.ZERO;
    }

    private AltinnClientException refused(HttpAnswer answer) {
        boolean waitable = answer.status() >= 500 || answer.status() == TOO_MANY_REQUESTS;
        return new AltinnClientException(Failure.answered(TITLE, target, answer.status(), answer.problem())
                .withRetryable(waitable)
                .withHint(waitable ? null : BrokerHints.WRONG_ADDRESS));
    }
}
