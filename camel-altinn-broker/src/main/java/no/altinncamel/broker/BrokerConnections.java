package no.altinncamel.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.jsse.SSLContextParameters;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.BrokerOperation;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.MaskinportenTokenProvider;
import no.altinncamel.broker.client.auth.SigningKeys;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpSettings;
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

    /** Everything that makes one HTTP client differ from another; TLS and configurer are compared as the objects they are. */
    private record TransportKey(
            Duration connectTimeout,
            Duration responseTimeout,
            int maxConnections,
            String proxyHost,
            Integer proxyPort,
            String proxyScheme,
            String proxyUsername,
            String proxyPassword,
            SSLContextParameters tls,
            HttpClientConfigurer configurer) {

        @Override
        public String toString() {
            return "TransportKey[proxyHost=" + proxyHost + "]";
        }
    }

    /** The key options are part of it: keys that are read in different ways never share tokens. */
    private record TokensKey(
            TransportKey transport, RetryPolicy retryPolicy, String subscriptionSecret, KeyOptions keys) {

        @Override
        public String toString() {
            return "TokensKey[" + keys + "]";
        }
    }

    /** What a client uses; without tokens if they come from the user's own provider. */
    private record Use(TransportKey transport, TokensKey tokens) {}

    private final CamelContext context;
    private final Bandwidth bandwidth;
    private final SharedPool<TransportKey, HttpTransport> transports =
            new SharedPool<>(MOST_IDLE_TRANSPORTS, (key, transport) -> transport.close());
    private final SharedPool<TokensKey, MaskinportenTokenProvider> tokens =
            new SharedPool<>(MOST_IDLE_TOKENS, this::disposeOf);
    private final Map<BrokerClient, Use> uses = new IdentityHashMap<>();
    private ExecutorService workers;
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
     * @throws IllegalArgumentException if the key cannot be read or used
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
        TransportKey transportKey = transportKey(configuration);
        TokensKey tokensKey = configuration.getTokenProvider() != null
                ? null
                : new TokensKey(
                        transportKey, retryPolicy, configuration.getSubscriptionSecret(), KeyOptions.of(configuration));
        HttpTransport transport = transports.acquire(transportKey, () -> transport(configuration));
        boolean tokensAcquired = false;
        try {
            TokenProvider provider = tokensKey == null
                    ? configuration.getTokenProvider()
                    : tokens.acquire(tokensKey, () -> provider(tokensKey, configuration));
            tokensAcquired = tokensKey != null;
            BrokerClient client = client(configuration, transport, provider, retryPolicy);
            uses.put(client, new Use(transportKey, tokensKey));
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

    /** Runs something that may take long. */
    void execute(Runnable task) {
        workers.execute(task);
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
    }

    private BrokerClient client(
            AltinnBrokerConfiguration configuration,
            HttpTransport transport,
            TokenProvider provider,
            RetryPolicy retryPolicy) {
        RateBudget budget = rateBudget();
        Identity identity = EndpointIdentity.of(configuration, BrokerScope.of(configuration.getOperation()));
        budget.share(identity.clientId(), configuration.getRateLimitShare());
        BrokerClient.Builder builder = BrokerClient.builder(
                        URI.create(configuration.platformUrl()), transport, provider, identity)
                .rateBudget(budget)
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
    private MaskinportenTokenProvider provider(TokensKey key, AltinnBrokerConfiguration configuration) {
        SigningKeys signingKeys = new KeyReader(context, key.keys()).open();
        HttpTransport transport = transports.acquire(key.transport(), () -> transport(configuration));
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

    private HttpTransport transport(AltinnBrokerConfiguration configuration) {
        HttpSettings.Builder settings = HttpSettings.builder()
                .connectTimeout(Duration.ofMillis(configuration.getConnectTimeout()))
                .responseTimeout(Duration.ofMillis(configuration.getResponseTimeout()))
                .maxConnections(configuration.getMaxConnections())
                .maxConnectionsPerRoute(configuration.getMaxConnections())
                .userAgent("camel-altinn-broker (Apache Camel " + context.getVersion() + ")");
        proxy(settings, configuration);
        HttpTransport.Builder transport =
                HttpTransport.builder().settings(settings.build()).watch(watch);
        SSLContextParameters tls = configuration.getSslContextParameters();
        try {
            if (tls != null) {
                transport.sslContext(tls.createSSLContext(context));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The option sslContextParameters cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("A key or trust store of the option sslContextParameters cannot be read", e);
        }
        HttpClientConfigurer configurer = configuration.getHttpClientConfigurer();
        if (configurer != null) {
            transport.customizer(configurer::configureHttpClient);
        }
        return transport.build();
    }

    private void proxy(HttpSettings.Builder settings, AltinnBrokerConfiguration configuration) {
        String host = configuration.getProxyHost();
        Integer port = configuration.getProxyPort();
        String scheme = configuration.getProxyScheme();
        if (host == null
                && context.getGlobalOption("http.proxyHost") != null
                && context.getGlobalOption("http.proxyPort") != null) {
            host = context.getGlobalOption("http.proxyHost");
            port = Integer.valueOf(context.getGlobalOption("http.proxyPort"));
            scheme = context.getGlobalOption("http.proxyScheme") == null
                    ? scheme
                    : context.getGlobalOption("http.proxyScheme");
        }
        if (host != null) {
            settings.proxyHost(host)
                    .proxyPort(port)
                    .proxyScheme(scheme)
                    .proxyUser(configuration.getProxyUsername())
                    .proxyPassword(configuration.getProxyPassword());
        }
    }

    private static TransportKey transportKey(AltinnBrokerConfiguration configuration) {
        return new TransportKey(
                Duration.ofMillis(configuration.getConnectTimeout()),
                Duration.ofMillis(configuration.getResponseTimeout()),
                configuration.getMaxConnections(),
                configuration.getProxyHost(),
                configuration.getProxyPort(),
                configuration.getProxyScheme(),
                configuration.getProxyUsername(),
                configuration.getProxyPassword(),
                configuration.getSslContextParameters(),
                configuration.getHttpClientConfigurer());
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
