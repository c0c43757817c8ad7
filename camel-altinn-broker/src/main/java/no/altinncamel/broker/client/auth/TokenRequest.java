package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** The certificate is at fault, so another key may do (maskinporten 6.2). */
    private static final Set<String> CERTIFICATE_CODES = Set.of("MP-120", "MP-122", "MP-123");

    private static final Logger LOG = LoggerFactory.getLogger(TokenRequest.class);
    private static final int UNAUTHORIZED = 401;

    private final TokenFlight flight;
    private final KeyChoice keys;
    private final MaskinportenGrant grant;
    private final TokenExchange exchange;
    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private final Set<Category> repeated = EnumSet.noneOf(Category.class);
    private final Map<SigningKey, TokenException> refused = new LinkedHashMap<>();
    private SigningKey key;
    private int failedAttempts;

    TokenRequest(
            TokenFlight flight,
            KeyChoice keys,
            MaskinportenGrant grant,
            TokenExchange exchange,
            RetryPolicy policy,
            LongSupplier nanoTime) {
        this.flight = flight;
        this.keys = keys;
        this.grant = grant;
        this.exchange = exchange;
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** @throws TokenException the last failure, when nothing more is worth trying */
    IssuedToken run() {
        key = keys.first(flight.identity());
        IssuedToken granted = grant();
        return flight.identity().exchangeEndpoint() == null ? granted : exchange(granted);
    }

    private IssuedToken grant() {
        while (true) {
            try {
                IssuedToken granted = grant.request(flight, key);
                keys.taken(flight.identity(), key, refused);
                refused.clear();
                return granted;
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
            case KEY -> nextKeyOrThrow(e);
            default -> {
                if (e.code() == null
                        || !CERTIFICATE_CODES.contains(e.code())
                        || !keys.hasOthers(flight.identity(), key)) {
                    throw e;
                }
                nextKeyOrThrow(e);
            }
        }
    }

    /** The last refusal is thrown; those of the other keys come with it. */
    private void nextKeyOrThrow(TokenException e) {
        refused.values().forEach(e::addSuppressed);
        refused.put(key, e);
        SigningKey next = keys.next(flight.identity(), refused.keySet());
        if (next == null) {
            throw e;
        }
        LOG.debug("Once more with {} after: {}", next.name(), e.getMessage());
        key = next;
    }

    private IssuedToken exchange(IssuedToken first) {
        IssuedToken granted = first;
        boolean refusedBefore = false;
        while (true) {
            try {
                return exchange.request(granted, flight);
            } catch (TokenException e) {
                boolean unauthorized = e.status() == UNAUTHORIZED;
                if (unauthorized && refusedBefore) {
                    throw e;
                }
                if (!unauthorized) {
                    pauseOrThrow(e);
                }
                if (unauthorized || !granted.usable(nanoTime.getAsLong())) {
                    granted = grant();
                }
                refusedBefore |= unauthorized;
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
