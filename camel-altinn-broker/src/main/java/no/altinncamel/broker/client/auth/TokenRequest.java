package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.RetryPolicy;

/**
 * All that one flight does to get its token: grant, exchange, and the repetitions that make sense (maskinporten 6.3, 14.5).
 * Failures that time may cure are counted over grant and exchange together.
 */
final class TokenRequest {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRequest.class);
    private static final int UNAUTHORIZED = 401;

    private final TokenFlight flight;
    private final MaskinportenGrant grant;
    private final TokenExchange exchange;
    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private final Set<Category> repeated = EnumSet.noneOf(Category.class);
    private int failedAttempts;

    TokenRequest(
            TokenFlight flight,
            MaskinportenGrant grant,
            TokenExchange exchange,
            RetryPolicy policy,
            LongSupplier nanoTime) {
        this.flight = flight;
        this.grant = grant;
        this.exchange = exchange;
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** @throws TokenException the last failure, when nothing more is worth trying */
    IssuedToken run() {
        IssuedToken granted = grant();
        return flight.identity().exchangeEndpoint() == null ? granted : exchange(granted);
    }

    private IssuedToken grant() {
        while (true) {
            try {
                return grant.request(flight);
            } catch (TokenException e) {
                repeatOrThrow(e);
            }
        }
    }

    private void repeatOrThrow(TokenException e) {
        switch (e.category()) {
            case TRANSIENT -> pauseOrThrow(e);
            case REPLAY, CLOCK -> {
                if (!repeated.add(e.category())) {
                    throw e;
                }
                LOG.debug("Once more with a new assertion after: {}", e.getMessage());
            }
            // KEY: there is one key, so there is none to turn to
            default -> throw e;
        }
    }

    private IssuedToken exchange(IssuedToken first) {
        IssuedToken granted = first;
        boolean refusedBefore = false;
        while (true) {
            try {
                return exchange.request(granted, flight);
            } catch (TokenException e) {
                boolean refused = e.status() == UNAUTHORIZED;
                if (refused && refusedBefore) {
                    throw e;
                }
                if (!refused) {
                    pauseOrThrow(e);
                }
                if (refused || !granted.usable(nanoTime.getAsLong())) {
                    granted = grant();
                }
                refusedBefore |= refused;
            }
        }
    }

    private void pauseOrThrow(TokenException e) {
        failedAttempts++;
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - flight.startedAt());
        Duration pause = e.category() == Category.TRANSIENT && !flight.ended()
                ? policy.pauseBefore(failedAttempts, elapsed, e.retryAfter())
                : null;
        if (pause == null) {
            throw e;
        }
        LOG.debug("Once more in {} ms after: {}", pause.toMillis(), e.getMessage());
        flight.pause(pause);
    }
}
