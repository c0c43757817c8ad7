package no.altinncamel.broker.client;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.client.http.RetryPolicy;

/** Makes calls: waits for a turn in the rate budget, sends with a token, judges the answer, tries again where that is safe. */
final class BrokerCalls {

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String NO_REPLAY = "the token was refused and the body cannot be sent twice";
    private static final String PATH = "/broker/api/v1/filetransfer";

    /** Makes something of a successful answer. */
    @FunctionalInterface
    interface AnswerReader<T> {

        /**
         * @throws IOException               if the wire breaks
         * @throws UnreadableAnswerException if it is not what the Broker answers
         */
        T read(HttpAnswer answer) throws IOException, UnreadableAnswerException;
    }

    private final String platform;
    private final HttpTransport transport;
    private final TokenProvider tokens;
    private final Identity identity;
    private final RateBudget budget;
    private final RateParty party;
    private final Duration longestTurn;
    private final RetryPolicy policy;
    private final Map<String, String> headers;
    private final Clock clock;
    private final Timing timing;
    private final Bandwidth bandwidth;

    BrokerCalls(BrokerClient.Builder parts, Identity identity) {
        this.platform = withoutSlash(parts.platform.toString());
        this.transport = parts.transport;
        this.tokens = parts.tokens;
        this.identity = identity;
        this.budget = parts.rateBudget;
        this.party = parts.rateParty;
        this.longestTurn = parts.rateLimitWait == null ? budget.maxWait() : parts.rateLimitWait;
        this.policy = parts.retryPolicy;
        this.headers = Map.copyOf(parts.headers);
        this.clock = parts.clock;
        this.timing = parts.timing;
        this.bandwidth = parts.bandwidth;
    }

    Identity identity() {
        return identity;
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    Timing timing() {
        return timing;
    }

    Instant now() {
        return clock.instant();
    }

    BearerToken token() {
        return tokens.get(identity);
    }

    /** Where all file transfers are. */
    URI collection(String query) {
        return platform(PATH + query);
    }

    /** Where one file transfer is. */
    URI transfer(UUID id, String suffix) {
        return platform(PATH + "/" + id + suffix);
    }

    /** What else there is at the platform. */
    URI platform(String path) {
        return URI.create(platform + path);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    Attempts attempts() {
        return new Attempts(policy, timing, longestTurn);
    }

    /** Calls until there is an answer that can be read, within the retry policy. */
    <T> T perform(BrokerCall call, BrokerRequest request, AnswerReader<T> reader) {
        return perform(call, request, reader, attempts());
    }

    /** Calls once, for somebody who calls again and again anyway. */
    <T> T performOnce(BrokerCall call, BrokerRequest request, AnswerReader<T> reader) {
        return perform(call, request, reader, new Attempts(RetryPolicy.NONE, timing, longestTurn));
    }

    private <T> T perform(BrokerCall call, BrokerRequest request, AnswerReader<T> reader, Attempts attempts) {
        AltinnClientException before = null;
        while (true) {
            Outcome outcome = attempt(call, request, before);
            if (outcome.successful()) {
                try (HttpAnswer answer = outcome.answer()) {
                    return reader.read(answer);
                } catch (UnreadableAnswerException e) {
                    outcome = Outcome.failure(
                            BrokerFailures.unreadable(call, outcome.answer().status(), e.getMessage()), e);
                } catch (IOException e) {
                    outcome = Outcome.failure(BrokerFailures.broken(call, e), e);
                }
            }
            Failure failure = outcome.failure();
            // what may have had its effect is not done twice, except what does no harm twice
            boolean harmless = !failure.outcomeUnknown() || call.operation() == BrokerOperation.CONFIRM;
            before = outcome.exception();
            if (!failure.retryable() || !harmless || !attempts.again(failure)) {
                throw before;
            }
        }
    }

    /** When there is no turn for a repetition, what failed before is what the caller must know. */
    private Outcome attempt(BrokerCall call, BrokerRequest request, AltinnClientException before) {
        try {
            return attempt(call, request);
        } catch (RateLimitedException e) {
            if (before == null) {
                throw e;
            }
            before.addSuppressed(e);
            throw before;
        }
    }

    /**
     * Sends once; and once more with a new token if the token itself was refused and the request can be sent again.
     *
     * @throws AltinnClientException if it does not come to sending: no token, no turn in the rate budget, interrupted
     */
    Outcome attempt(BrokerCall call, BrokerRequest request) {
        for (boolean replay = false; ; replay = true) {
            // a turn is for now: with the token at hand already, the call does not come to the gateway long after it
            // was counted
            tokens.get(identity);
            long turn = budget.await(identity.clientId(), call.operation().title(), longestTurn, party);
            BearerToken token = tokens.get(identity);
            Outcome outcome = send(call, request, token);
            if (call.operation() != BrokerOperation.UPLOAD) {
                // an upload is answered when it is over, which may be hours after the gateway counted it
                budget.answered(identity.clientId(), call.operation().title(), turn);
            }
            note(call, outcome);
            if (!tokenRefused(outcome)) {
                return outcome;
            }
            tokens.invalidate(identity, token);
            if (replay) {
                return outcome;
            }
            if (!request.replayable()) {
                return Outcome.failure(outcome.failure().withHint(NO_REPLAY), null);
            }
        }
    }

    /** With a code it would be a decision about a good token (altinn-broker 2.5). */
    private static boolean tokenRefused(Outcome outcome) {
        return !outcome.successful()
                && outcome.failure().status() == UNAUTHORIZED
                && outcome.failure().problem().code() == null;
    }

    private void note(BrokerCall call, Outcome outcome) {
        if (outcome.successful()) {
            budget.accepted(identity.clientId(), call.operation().title());
        } else if (outcome.failure().status() == TOO_MANY_REQUESTS) {
            budget.refused(
                    identity.clientId(),
                    call.operation().title(),
                    outcome.failure().retryAfter());
        }
    }

    private Outcome send(BrokerCall call, BrokerRequest request, BearerToken token) {
        HttpUriRequestBase http = request.build();
        headers.forEach(http::setHeader);
        http.setHeader("Authorization", "Bearer " + token.value());
        try {
            HttpAnswer answer = request.open(transport, http);
            if (answer.successful()) {
                return Outcome.success(answer);
            }
            return Outcome.failure(refusal(call, answer), null);
        } catch (IOException e) {
            Failure failure = BrokerFailures.broken(call, e);
            return Outcome.failure(transport.isClosed() ? failure.withRetryable(false) : failure, e);
        }
    }

    private Failure refusal(BrokerCall call, HttpAnswer answer) {
        try (answer) {
            return BrokerFailures.refused(call, answer, clock);
        }
    }
}
