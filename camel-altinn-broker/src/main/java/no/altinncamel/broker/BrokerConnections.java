package no.altinncamel.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

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
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.client.http.RetryPolicy;

/**
 * What the endpoints of a component share: HTTP clients by settings, token caches by key, threads; and, with all components
 * of the context, the budget for the Broker's rate limits. Nothing here talks to anybody before the first call.
 */
final class BrokerConnections implements AutoCloseable {

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

    private record TokensKey(
            TransportKey transport, RetryPolicy retryPolicy, String subscriptionSecret, SigningKeys keys) {

        @Override
        public String toString() {
            return "TokensKey[" + keys + "]";
        }
    }

    private final CamelContext context;
    private final Map<TransportKey, HttpTransport> transports = new HashMap<>();
    private final Map<TokensKey, MaskinportenTokenProvider> tokens = new HashMap<>();
    private final Map<KeyOptions, SigningKeys> keys = new HashMap<>();
    private ExecutorService workers;
    private ScheduledExecutorService watch;

    BrokerConnections(CamelContext context) {
        this.context = context;
    }

    /**
     * A client for an endpoint, as the identity that its own operation asks for.
     *
     * @throws IllegalArgumentException if the key cannot be read or used
     */
    synchronized BrokerClient connect(AltinnBrokerConfiguration configuration) {
        startThreads();
        TransportKey transportKey = transportKey(configuration);
        HttpTransport transport = transports.computeIfAbsent(transportKey, key -> transport(configuration));
        RetryPolicy retryPolicy = new RetryPolicy(
                configuration.getMaxCallAttempts(),
                FIRST_BACKOFF,
                MAX_BACKOFF,
                Duration.ofMillis(configuration.getRetryTimeout()));
        RateBudget budget = rateBudget();
        Identity identity = EndpointIdentity.of(configuration, BrokerScope.of(configuration.getOperation()));
        budget.share(identity.clientId(), configuration.getRateLimitShare());
        BrokerClient.Builder builder = BrokerClient.builder(
                        URI.create(configuration.platformUrl()),
                        transport,
                        tokens(configuration, transportKey, transport, retryPolicy),
                        identity)
                .rateBudget(budget)
                .rateParty(new RateParty("the endpoint of " + configuration.getResourceId()))
                .rateLimitWait(Duration.ofMillis(configuration.getRateLimitTimeout()))
                .retryPolicy(retryPolicy)
                .digestExecutor(workers);
        if (configuration.getSubscriptionSecret() != null) {
            builder.header("Ocp-Apim-Subscription-Key", configuration.getSubscriptionSecret());
        }
        return builder.build();
    }

    private TokenProvider tokens(
            AltinnBrokerConfiguration configuration,
            TransportKey transportKey,
            HttpTransport transport,
            RetryPolicy retryPolicy) {
        if (configuration.getTokenProvider() != null) {
            return configuration.getTokenProvider();
        }
        SigningKeys signingKeys =
                keys.computeIfAbsent(KeyOptions.of(configuration), options -> new KeyReader(context, options).open());
        return tokens.computeIfAbsent(
                new TokensKey(transportKey, retryPolicy, configuration.getSubscriptionSecret(), signingKeys), any -> {
                    MaskinportenTokenProvider.Builder builder = MaskinportenTokenProvider.builder(
                                    transport, signingKeys, workers)
                            .retryPolicy(retryPolicy);
                    if (configuration.getSubscriptionSecret() != null) {
                        builder.exchangeHeader("Ocp-Apim-Subscription-Key", configuration.getSubscriptionSecret());
                    }
                    return builder.build();
                });
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

    private void startThreads() {
        if (workers == null) {
            ExecutorServiceManager executors = context.getExecutorServiceManager();
            workers = executors.newCachedThreadPool(this, "AltinnBroker");
            watch = executors.newSingleThreadScheduledExecutor(this, "AltinnBrokerWatch");
        }
    }

    @Override
    public synchronized void close() {
        tokens.values().forEach(MaskinportenTokenProvider::close);
        tokens.clear();
        transports.values().forEach(HttpTransport::close);
        transports.clear();
        keys.clear();
        if (workers != null) {
            context.getExecutorServiceManager().shutdownGraceful(workers);
            context.getExecutorServiceManager().shutdownGraceful(watch);
            workers = null;
            watch = null;
        }
    }
}
