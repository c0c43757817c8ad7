package no.altinncamel.broker.client.auth;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryPolicy;

/** Tokens from Maskinporten, exchanged at Altinn where the identity asks for it, and kept until they are about to expire. */
public final class MaskinportenTokenProvider implements TokenProvider, AutoCloseable {

    private MaskinportenTokenProvider(Builder builder) {}

    /**
     * @param key       signs for every identity; it belongs to the identities' client id
     * @param refresher where tokens are renewed in the background
     */
    public static Builder builder(HttpTransport transport, SigningKey key, Executor refresher) {
        return new Builder();
    }

    @Override
    public BearerToken get(Identity identity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void invalidate(Identity identity, BearerToken token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Collects what a provider is made of. */
    public static final class Builder {

        private Builder() {}

        /** Time for assertions and expiries. Default: the system's. */
        public Builder clock(Clock source) {
            return this;
        }

        /** Monotonic time for ages. Default: {@code System::nanoTime}. */
        public Builder nanoTime(LongSupplier source) {
            return this;
        }

        /** Default: {@link RetryPolicy#DEFAULT}. */
        public Builder retryPolicy(RetryPolicy policy) {
            return this;
        }

        /** A header for the exchange, such as {@code Ocp-Apim-Subscription-Key}. */
        public Builder exchangeHeader(String name, String value) {
            return this;
        }

        /** Most tokens kept at a time. Default 1000. */
        public Builder maxTokens(int tokens) {
            return this;
        }

        public MaskinportenTokenProvider build() {
            return new MaskinportenTokenProvider(this);
        }
    }
}
