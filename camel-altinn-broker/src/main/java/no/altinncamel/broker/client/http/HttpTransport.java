package no.altinncamel.broker.client.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests and hands back answers, nothing more: it does not retry, redirect, keep cookies, cache credentials or
 * unpack. Safe for use by many threads. Closing it ends all connections and all waits.
 */
public final class HttpTransport implements AutoCloseable {

    private final HttpSettings settings;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService watch;
    private final CountDownLatch closed = new CountDownLatch(1);

    private HttpTransport(Builder builder) {
        this.settings = builder.settings;
        this.watch = builder.watch;
        this.connections = HttpClients.connections(settings, builder.tlsStrategy());
        this.client = HttpClients.create(settings, connections, builder.customizer);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A transport with these settings and the JVM's own trust store. */
    public static HttpTransport of(HttpSettings settings) {
        return builder().settings(settings).build();
    }

    public HttpSettings settings() {
        return settings;
    }

    /** Sends a request and returns as soon as the head of the answer is there. */
    public HttpAnswer open(HttpUriRequestBase request) throws IOException {
        return open(request, settings.responseTimeout());
    }

    /** As {@link #open(HttpUriRequestBase)}, with another limit for the silence before the answer and within it. */
    public HttpAnswer open(HttpUriRequestBase request, Duration responseTimeout) throws IOException {
        if (isClosed()) {
            throw new IOException("the HTTP client is closed");
        }
        request.setConfig(RequestConfig.copy(HttpClients.requestConfig(settings))
                .setExpectContinueEnabled(
                        request.getConfig() != null && request.getConfig().isExpectContinueEnabled())
                .setResponseTimeout(Timeout.of(responseTimeout))
                .build());
        try {
            return new HttpAnswer(request, client.executeOpen(null, request, HttpClientContext.create()));
        } catch (CancellationException e) {
            // how the HTTP client says that it was aborted, or interrupted, before it had a connection
            throw new IOException("the request was cancelled", e);
        } catch (IllegalStateException e) {
            // how the pool says that it was closed in the meantime
            if (isClosed()) {
                throw new IOException("the HTTP client is closed", e);
            }
            // or that it was aborted while a connection was being made
            if (request.isAborted()) {
                throw new IOException("the request was cancelled", e);
            }
            throw e;
        }
    }

    /**
     * Aborts a request that makes no progress: a blocking write to a server that has stopped reading would otherwise never end.
     * Does nothing if the transport was built without {@link Builder#watch}.
     *
     * @param  progressed asked once in every response timeout whether anything has moved since it was last asked
     * @return            ends the watch when closed
     * @throws IOException if the watching threads have been shut down
     */
    public Watch watch(HttpUriRequestBase request, BooleanSupplier progressed) throws IOException {
        if (watch == null) {
            return () -> {};
        }
        long interval = settings.responseTimeout().toMillis();
        try {
            ScheduledFuture<?> task = watch.scheduleWithFixedDelay(
                    () -> {
                        if (!progressed.getAsBoolean()) {
                            request.abort();
                        }
                    },
                    interval,
                    interval,
                    TimeUnit.MILLISECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException e) {
            throw new IOException("the HTTP client is being closed", e);
        }
    }

    /** A watch over one request. */
    public interface Watch extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Waits, unless the thread is interrupted or the transport closed in the meantime.
     *
     * @param  operation             what waits, for the message
     * @throws AltinnClientException if the wait was cut short; an interrupt stays set
     */
    public void pause(Duration duration, String operation) {
        try {
            if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AltinnClientException(
                        Failure.withoutAnswer(operation, null, "the client was closed while it waited"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AltinnClientException(
                    Failure.withoutAnswer(operation, null, "interrupted while it waited")
                            .withRetryable(true),
                    e);
        }
    }

    /** How many connections carry a call at the moment; an answer that is neither read to its end nor closed keeps one. */
    public int connectionsInUse() {
        return connections.getTotalStats().getLeased();
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        client.close(CloseMode.IMMEDIATE);
    }

    /** Collects what an {@link HttpTransport} is made of. */
    public static final class Builder {

        private HttpSettings settings = HttpSettings.defaults();
        private SSLContext sslContext;
        private HostnameVerifier hostnameVerifier;
        private TlsSocketStrategy tlsStrategy;
        private Consumer<HttpClientBuilder> customizer = builder -> {};
        private ScheduledExecutorService watch;

        private Builder() {}

        public Builder settings(HttpSettings values) {
            this.settings = values;
            return this;
        }

        /** Keys and trust for TLS; {@code null}, the default, takes the JVM's. */
        public Builder sslContext(SSLContext context) {
            this.sslContext = context;
            return this;
        }

        /** Replaces the usual check of host names; {@code null}, the default, keeps it. */
        public Builder hostnameVerifier(HostnameVerifier verifier) {
            this.hostnameVerifier = verifier;
            return this;
        }

        /** Full control of TLS; overrides {@link #sslContext} and {@link #hostnameVerifier}. */
        public Builder tlsStrategy(TlsSocketStrategy strategy) {
            this.tlsStrategy = strategy;
            return this;
        }

        /** Has the last word on the Apache client. Turning retries or redirects on again breaks the promises of this class. */
        public Builder customizer(Consumer<HttpClientBuilder> lastWord) {
            this.customizer = lastWord;
            return this;
        }

        /** Where stalled uploads are looked for; without it, the default, an upload to a server that stops reading can hang. */
        public Builder watch(ScheduledExecutorService executor) {
            this.watch = executor;
            return this;
        }

        public HttpTransport build() {
            return new HttpTransport(this);
        }

        private TlsSocketStrategy tlsStrategy() {
            return tlsStrategy != null ? tlsStrategy : HttpClients.tlsStrategy(sslContext, hostnameVerifier);
        }
    }
}
