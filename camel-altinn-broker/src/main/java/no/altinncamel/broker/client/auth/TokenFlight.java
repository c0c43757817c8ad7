package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.Failure;

/**
 * One attempt to get a token for one identity, with all its retries, on a thread of its own; any number of callers wait for
 * it. A caller who gives up does not disturb it. Ending it from outside wakes its pauses and aborts its request.
 */
final class TokenFlight {

    private final Identity identity;
    private final long startedAt;
    private final boolean background;
    private final CompletableFuture<BearerToken> landing = new CompletableFuture<>();
    private HttpUriRequestBase request;

    /** @param background whether it renews a token that is still good */
    TokenFlight(Identity identity, long startedAt, boolean background) {
        this.identity = identity;
        this.startedAt = startedAt;
        this.background = background;
    }

    Identity identity() {
        return identity;
    }

    long startedAt() {
        return startedAt;
    }

    boolean background() {
        return background;
    }

    boolean ended() {
        return landing.isDone();
    }

    void land(BearerToken token) {
        landing.complete(token);
    }

    void fail(TokenException failure) {
        landing.completeExceptionally(failure);
        synchronized (this) {
            if (request != null) {
                request.abort();
            }
        }
    }

    /** What {@link #fail} has to abort from now on; {@code null} = nothing. */
    synchronized void sending(HttpUriRequestBase outgoing) {
        request = outgoing;
        if (request != null && ended()) {
            request.abort();
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @throws TokenException if the flight was ended or its thread interrupted (the interrupt stays set) meanwhile
     */
    void pause(Duration duration) {
        try {
            landing.get(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw waitEnded("interrupted while it waited to try again", e);
        } catch (ExecutionException e) {
            throw waitEnded("ended while it waited to try again", e);
        }
        throw waitEnded("ended while it waited to try again", null);
    }

    /**
     * Waits for the token.
     *
     * @param  nanos            longest wait
     * @throws TokenException   the flight's failure, or retryable if the caller is interrupted; the interrupt stays set
     * @throws TimeoutException if it takes longer
     */
    BearerToken await(long nanos) throws TimeoutException {
        try {
            return landing.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw waitEnded("interrupted while it waited for a token", e);
        } catch (ExecutionException e) {
            throw ((TokenException) e.getCause()).again();
        }
    }

    private TokenException waitEnded(String what, Exception cause) {
        return new TokenException(
                Category.TRANSIENT,
                Failure.withoutAnswer(operation(identity), identity.tokenEndpoint(), what)
                        .withRetryable(true),
                cause);
    }

    /** How a message names what was tried. */
    static String operation(Identity identity) {
        StringBuilder text = new StringBuilder("token request to Maskinporten as client ").append(identity.clientId());
        if (identity.systemUserOrg() != null) {
            text.append(" for system user of ").append(identity.systemUserOrg());
        }
        if (identity.consumerOrg() != null) {
            text.append(" on behalf of ").append(identity.consumerOrg());
        }
        return text.toString();
    }
}
