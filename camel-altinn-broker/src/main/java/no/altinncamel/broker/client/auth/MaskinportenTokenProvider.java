package no.altinncamel.broker.client.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.auth.TokenException.Stage;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryPolicy;

/**
 * Tokens from Maskinporten, exchanged at Altinn where the identity asks for it, and kept until they are about to expire.
 * <p>
 * Towards its end a token is renewed in the background while it is still handed out; whoever finds none that is good waits for
 * a new one. However many callers need the token of an identity, it is asked for once; callers for other identities do not
 * notice. A failure is shared by all who waited and remembered for some seconds. Endpoints are those
 * of the identity: no metadata is read. Nothing is ever written to disk.
 */
public final class MaskinportenTokenProvider implements TokenProvider, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MaskinportenTokenProvider.class);

    private final Executor executor;
    private final LongSupplier nanoTime;
    private final RetryPolicy retryPolicy;
    private final MaskinportenGrant grant;
    private final KeyChoice keys;
    private final TokenExchange exchange;
    private final TokenCache cache;
    private final Duration longestFlight;
    private final AtomicBoolean shortLifeReported = new AtomicBoolean();

    private MaskinportenTokenProvider(Builder builder) {
        this.executor = builder.executor;
        this.nanoTime = builder.nanoTime;
        this.retryPolicy = builder.retryPolicy;
        TokenCall grantCall = new TokenCall(Stage.GRANT, builder.transport, builder.clock);
        TokenCall exchangeCall = new TokenCall(Stage.EXCHANGE, builder.transport, builder.clock);
        ServerTime serverTime = new ServerTime(builder.clock);
        this.grant = new MaskinportenGrant(grantCall, builder.clock, nanoTime, serverTime);
        this.keys = new KeyChoice(builder.keys, builder.clock);
        this.exchange = new TokenExchange(
                exchangeCall, Map.copyOf(builder.exchangeHeaders), builder.clock, nanoTime, serverTime);
        this.cache = new TokenCache(builder.maxTokens, nanoTime);
        this.longestFlight = retryPolicy.totalLimit().plus(grantCall.longest());
    }

    /** As the other one, with one key that never changes. */
    public static Builder builder(HttpTransport transport, SigningKey key, Executor refresher) {
        return builder(transport, SigningKeys.of(List.of(key)), refresher);
    }

    /**
     * @param keys      sign for every identity; they belong to the identities' client id. When Maskinporten refuses one of
     *                  them as unknown, expired or not matching, the next is tried
     * @param refresher where tokens are fetched, so that an interrupted caller can leave without spoiling it for others; its
     *                  threads must not be the ones that ask for tokens, or there must be no limit to their number
     */
    public static Builder builder(HttpTransport transport, SigningKeys keys, Executor refresher) {
        return new Builder(transport, keys, refresher);
    }

    @Override
    public BearerToken get(Identity identity) {
        TokenCache.Found found = cache.find(Objects.requireNonNull(identity, "identity"));
        if (found == null) {
            throw closed(identity);
        }
        if (found.start()) {
            start(found.flight());
        }
        return found.token() != null ? found.token() : await(found.flight());
    }

    /**
     * {@inheritDoc}
     * <p>
     * A token that took the place of another refused one less than 5 seconds ago stays, so that a server which refuses
     * everything does not cause a new token for every call.
     */
    @Override
    public void invalidate(Identity identity, BearerToken token) {
        if (cache.invalidate(identity, token)) {
            LOG.debug("A token of client {} was refused and is not used any more", identity.clientId());
        }
    }

    /** Ends what is under way: whoever waits gets a {@link TokenException}. */
    @Override
    public void close() {
        for (TokenFlight flight : cache.close()) {
            flight.fail(closed(flight.identity()));
        }
    }

    private void start(TokenFlight flight) {
        try {
            executor.execute(() -> fly(flight));
        } catch (RuntimeException | Error e) {
            // also an Error, such as no more threads: a flight that nobody flies would block its identity
            failed(flight, unexpected(flight.identity(), "no thread to fetch the token", e));
        }
    }

    private void fly(TokenFlight flight) {
        if (flight.ended()) {
            return;
        }
        try {
            IssuedToken issued = new TokenRequest(flight, keys, grant, exchange, retryPolicy, nanoTime).run();
            BearerToken token = issued.bearer();
            reportShortLife(flight.identity(), issued);
            cache.landed(flight, issued, token);
            flight.land(token);
        } catch (TokenException e) {
            failed(flight, e);
        } catch (RuntimeException e) {
            failed(flight, unexpected(flight.identity(), e.getClass().getSimpleName(), e));
        } catch (Error e) {
            failed(flight, unexpected(flight.identity(), e.getClass().getSimpleName(), e));
            throw e;
        }
    }

    private void failed(TokenFlight flight, TokenException failure) {
        if (flight.background() && !flight.ended()) {
            LOG.warn("A token could not be renewed; the present one is used while it lasts: {}", failure.getMessage());
        }
        cache.failed(flight, failure);
        flight.fail(failure);
    }

    /** The flight ends itself in time unless its server sends an answer byte by byte or its thread never comes. */
    private BearerToken await(TokenFlight flight) {
        long left = longestFlight.toNanos() - (nanoTime.getAsLong() - flight.startedAt());
        try {
            return flight.await(Math.max(0, left));
        } catch (TimeoutException e) {
            TokenException failure = unexpected(
                    flight.identity(), "no token within " + longestFlight.toSeconds() + " s, so it was given up", e);
            failed(flight, failure);
            throw failure;
        }
    }

    private void reportShortLife(Identity identity, IssuedToken issued) {
        if (!issued.keepable() && shortLifeReported.compareAndSet(false, true)) {
            LOG.warn(
                    "Tokens of client {} live {} s by their issuer's word, too short to be kept: each is used once",
                    identity.clientId(),
                    issued.lifetime().toSeconds());
        }
    }

    private static TokenException closed(Identity identity) {
        return new TokenException(
                Category.TRANSIENT,
                Failure.withoutAnswer(TokenFlight.operation(identity), null, "the client is closed"),
                null);
    }

    private static TokenException unexpected(Identity identity, String what, Throwable cause) {
        return new TokenException(
                Category.TRANSIENT,
                Failure.withoutAnswer(TokenFlight.operation(identity), identity.tokenEndpoint(), what)
                        .withRetryable(true),
                cause);
    }

    /** Collects what a provider is made of. */
    public static final class Builder {

        private final HttpTransport transport;
        private final SigningKeys keys;
        private final Executor executor;
        private final Map<String, String> exchangeHeaders = new LinkedHashMap<>();
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        private int maxTokens = 1000;

        private Builder(HttpTransport transport, SigningKeys keys, Executor executor) {
            this.transport = Objects.requireNonNull(transport, "transport");
            this.keys = Objects.requireNonNull(keys, "keys");
            this.executor = Objects.requireNonNull(executor, "refresher");
        }

        /** Time for assertions and expiries. Default: the system's. */
        public Builder clock(Clock source) {
            this.clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        /** Monotonic time for ages. Default: {@code System::nanoTime}. */
        public Builder nanoTime(LongSupplier source) {
            this.nanoTime = Objects.requireNonNull(source, "nanoTime");
            return this;
        }

        /** Default: {@link RetryPolicy#DEFAULT}. */
        public Builder retryPolicy(RetryPolicy policy) {
            this.retryPolicy = Objects.requireNonNull(policy, "retryPolicy");
            return this;
        }

        /** A header for the exchange, such as {@code Ocp-Apim-Subscription-Key}. */
        public Builder exchangeHeader(String name, String value) {
            exchangeHeaders.put(name, value);
            return this;
        }

        /** Most tokens kept at a time. Default 1000. */
        public Builder maxTokens(int tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("maxTokens must be at least 1, but is " + tokens);
            }
            this.maxTokens = tokens;
            return this;
        }

        public MaskinportenTokenProvider build() {
            return new MaskinportenTokenProvider(this);
        }
    }
}
