package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;

/**
 * Waits until a transfer is published, asking ever more seldom (altinn-broker 4.1, appendix B). An Altinn that is out of order
 * for a while does not end the wait: the file is there already.
 */
final class Publication {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final BrokerCalls calls;
    private final UUID id;
    private final BrokerCall overview;
    private final Timing timing;
    private final Duration timeout;
    private FileTransfer last;
    private AltinnClientException lastFailure;

    Publication(BrokerCalls calls, UUID id, Duration timeout) {
        this.calls = calls;
        this.id = id;
        this.overview = BrokerCall.of(BrokerOperation.OVERVIEW, id, calls.transfer(id, ""));
        this.timing = calls.timing();
        this.timeout = timeout;
    }

    FileTransfer await() {
        long began = timing.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            look();
            if (lastFailure == null && last.wasPublished()) {
                return last;
            }
            if (lastFailure == null && last.status().over()) {
                throw failed();
            }
            Duration left = timeout.minusNanos(timing.nanoTime() - began);
            if (left.isZero() || left.isNegative()) {
                throw timedOut();
            }
            pause(shortest(left, longest(pause, wish())));
            pause = shortest(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
        }
    }

    /** To send once more is not what helps, as the file is there. */
    private void pause(Duration duration) {
        try {
            timing.pause(duration, title());
        } catch (AltinnClientException e) {
            throw new PublicationException(
                    id,
                    last,
                    true,
                    e.failure()
                            .withOutcomeUnknown(true)
                            .withHint("it may still be published later: look at its status"),
                    e);
        }
    }

    private void look() {
        try {
            last = calls.performOnce(
                    overview,
                    JsonRequest.get(overview.uri()),
                    answer -> TransferJson.overview(id, answer.bytes(HttpAnswer.LONGEST_ANSWER)));
            lastFailure = null;
        } catch (AltinnClientException e) {
            if (!e.retryable() || Thread.currentThread().isInterrupted()) {
                throw new PublicationException(id, last, true, e.failure().withOutcomeUnknown(true), e);
            }
            lastFailure = e;
        }
    }

    private Duration wish() {
        return lastFailure == null || lastFailure.retryAfter() == null ? Duration.ZERO : lastFailure.retryAfter();
    }

    private PublicationException failed() {
        return new PublicationException(
                id,
                last,
                false,
                Failure.withoutAnswer(title(), overview.uri(), state())
                        .withHint("this transfer will never be published: create a new one"),
                null);
    }

    /** To wait once more may help; to send once more would make a second transfer beside one that may yet be published. */
    private PublicationException timedOut() {
        String waited = "not published within " + timeout.toSeconds() + " s; ";
        return new PublicationException(
                id,
                last,
                true,
                Failure.withoutAnswer(
                                title(),
                                overview.uri(),
                                waited + (last == null ? "its state could not be read" : state()))
                        .withRetryable(true)
                        .withOutcomeUnknown(true)
                        .withHint("it may still be published later: look at its status"),
                lastFailure);
    }

    private String state() {
        return "the transfer is " + last.status().wireName()
                + (last.statusText() == null ? "" : ": " + last.statusText());
    }

    private String title() {
        return "publication of " + id;
    }

    private static Duration shortest(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
