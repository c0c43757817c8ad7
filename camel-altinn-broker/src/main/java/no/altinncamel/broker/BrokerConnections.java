package no.altinncamel.broker;

import java.net.URI;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.BrokerOperation;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.MaskinportenTokenProvider;
import no.altinncamel.broker.client.auth.SigningKeys;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.client.http.RetryPolicy;

/**
 * What the endpoints of a component share: HTTP clients by settings, token caches by key, threads; and, with all components
 * of the context, the budget for the Broker's rate limits. Nothing here talks to anybody before the first call. What no
 * endpoint uses any more is kept up to a limit, so that neither a restart nor a producer that is made anew for each exchange costs a token.
 */
final class BrokerConnections implements AutoCloseable {

    /** Token caches, each with its HTTP client, that are kept although no endpoint uses them. */
    static final int MOST_IDLE_TOKENS = 20;
    /** HTTP clients that are kept although neither endpoints nor token caches use them. */
    static final int MOST_IDLE_TRANSPORTS = 5;

    private static final String SUBSCRIPTION_KEY = "Ocp-Apim-Subscription-Key";
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    /** Every endpoint names a limit of its own. */
    private static final Duration DEFAULT_RATE_LIMIT_WAIT = Duration.ofMinutes(2);

    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    /** The key options are part of it: keys that are read in different ways never share tokens. */
    private record TokensKey(
            TransportKey transport, RetryPolicy retryPolicy, String subscriptionSecret, KeyOptions keys) {

        @Override
        public String toString() {
            return "TokensKey[" + keys + "]";
        }
    }

    /** What a client uses; without tokens if they come from the user's own provider. */
    private record Use(TransportKey transport, TokensKey tokens, String clientId, double rateLimitShare) {}

    private final CamelContext context;
    private final Bandwidth bandwidth;
    private final SharedPool<TransportKey, HttpTransport> transports =
            new SharedPool<>(MOST_IDLE_TRANSPORTS, (key, transport) -> transport.close());
    private final SharedPool<TokensKey, MaskinportenTokenProvider> tokens =
            new SharedPool<>(MOST_IDLE_TOKENS, this::disposeOf);
    private final Map<BrokerClient, Use> uses = new IdentityHashMap<>();
    private volatile ExecutorService workers;
    private ScheduledExecutorService watch;
    private boolean closed;

    /** @param bandwidth shared by all clients; closed with this */
    BrokerConnections(CamelContext context, Bandwidth bandwidth) {
        this.context = context;
        this.bandwidth = bandwidth;
    }

    /**
     * A client for an endpoint, as the identity that its own operation asks for. What it needs stays until it is released.
     *
     * @throws UnusableKeyException  if the key cannot be read or used
     * @throws IllegalStateException    if this was closed
     */
    synchronized BrokerClient connect(AltinnBrokerConfiguration configuration) {
        if (closed) {
            throw new IllegalStateException("The component altinn-broker is stopped");
        }
        startThreads();
        RetryPolicy retryPolicy = new RetryPolicy(
                configuration.getMaxCallAttempts(),
                FIRST_BACKOFF,
                MAX_BACKOFF,
                Duration.ofMillis(configuration.getRetryTimeout()));
        TransportKey transportKey = TransportKey.of(configuration);
        TokensKey tokensKey = configuration.getTokenProvider() != null
                ? null
                : new TokensKey(
                        transportKey, retryPolicy, configuration.getSubscriptionSecret(), KeyOptions.of(configuration));
        HttpTransport transport = transports.acquire(transportKey, () -> transportKey.open(context, watch));
        boolean tokensAcquired = false;
        try {
            TokenProvider provider = tokensKey == null
                    ? configuration.getTokenProvider()
                    : tokens.acquire(tokensKey, () -> provider(tokensKey));
            tokensAcquired = tokensKey != null;
            BrokerClient client = client(configuration, transport, provider, retryPolicy);
            Use use = new Use(transportKey, tokensKey, client.identity().clientId(), configuration.getRateLimitShare());
            rateBudget().share(use.clientId(), use.rateLimitShare());
            uses.put(client, use);
            return client;
        } catch (RuntimeException e) {
            if (tokensAcquired) {
                tokens.release(tokensKey);
            }
            transports.release(transportKey);
            throw e;
        }
    }

    /** Runs something short again and again until it is cancelled or the component stops. */
    synchronized ScheduledFuture<?> every(Duration interval, Runnable task) {
        startThreads();
        return watch.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Runs something that may take long.
     *
     * @throws RejectedExecutionException if the component is stopped
     */
    void execute(Runnable task) {
        // without the lock: whoever closes this holds it while it waits for the workers
        ExecutorService running = workers;
        if (running == null) {
            throw new RejectedExecutionException("The component altinn-broker is stopped");
        }
        running.execute(task);
    }

    /**
     * Ends the use of a client.
     *
     * @param client as {@link #connect} gave it; one that was released already, or outlived the closing, is ignored
     */
    synchronized void release(BrokerClient client) {
        Use use = uses.remove(client);
        if (use == null) {
            return;
        }
        if (use.tokens() != null) {
            tokens.release(use.tokens());
        }
        transports.release(use.transport());
        unshare(use);
    }

    /** Who names another share after that, as when a route starts anew with other options, finds it in nobody's way. */
    private void unshare(Use use) {
        rateBudget().unshare(use.clientId(), use.rateLimitShare());
    }

    private BrokerClient client(
            AltinnBrokerConfiguration configuration,
            HttpTransport transport,
            TokenProvider provider,
            RetryPolicy retryPolicy) {
        Identity identity = EndpointIdentity.of(configuration, BrokerScope.of(configuration.getOperation()));
        BrokerClient.Builder builder = BrokerClient.builder(
                        URI.create(configuration.platformUrl()), transport, provider, identity)
                .rateBudget(rateBudget())
                .rateParty(new RateParty("the endpoint of " + configuration.getResourceId()))
                .rateLimitWait(Duration.ofMillis(configuration.getRateLimitTimeout()))
                .retryPolicy(retryPolicy)
                .bandwidth(bandwidth)
                .digestExecutor(workers)
                .partExecutor(workers);
        if (configuration.getSubscriptionSecret() != null) {
            builder.header(SUBSCRIPTION_KEY, configuration.getSubscriptionSecret());
        }
        return builder.build();
    }

    /** A provider uses its HTTP client as long as it lives, even if no endpoint does. */
    private MaskinportenTokenProvider provider(TokensKey key) {
        SigningKeys signingKeys = new KeyReader(context, key.keys()).open();
        HttpTransport transport =
                transports.acquire(key.transport(), () -> key.transport().open(context, watch));
        MaskinportenTokenProvider.Builder builder = MaskinportenTokenProvider.builder(transport, signingKeys, workers)
                .retryPolicy(key.retryPolicy());
        if (key.subscriptionSecret() != null) {
            builder.exchangeHeader(SUBSCRIPTION_KEY, key.subscriptionSecret());
        }
        return builder.build();
    }

    private void disposeOf(TokensKey key, MaskinportenTokenProvider provider) {
        provider.close();
        transports.release(key.transport());
    }

    /** One for the whole context, whatever component asks, because the gateway counts by Maskinporten client. */
    RateBudget rateBudget() {
        synchronized (context) {
            RateBudget budget = context.getCamelContextExtension().getContextPlugin(RateBudget.class);
            if (budget == null) {
                budget = BrokerOperation.newRateBudget(DEFAULT_RATE_LIMIT_WAIT);
                context.getCamelContextExtension().addContextPlugin(RateBudget.class, budget);
            }
            return budget;
        }
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    /** HTTP clients, used or not. */
    synchronized int transports() {
        return transports.size();
    }

    /** Token caches, used or not. */
    synchronized int tokenProviders() {
        return tokens.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void startThreads() {
        if (workers == null) {
            ExecutorServiceManager executors = context.getExecutorServiceManager();
            workers = executors.newCachedThreadPool(this, "AltinnBroker");
            watch = executors.newSingleThreadScheduledExecutor(this, "AltinnBrokerWatch");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        bandwidth.close();
        uses.values().forEach(this::unshare);
        uses.clear();
        tokens.clear();
        transports.clear();
        if (workers != null) {
            context.getExecutorServiceManager().shutdownGraceful(workers);
            context.getExecutorServiceManager().shutdownGraceful(watch);
            workers = null;
            watch = null;
        }
    }
}
