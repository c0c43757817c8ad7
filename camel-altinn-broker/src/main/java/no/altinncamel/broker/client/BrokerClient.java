package no.altinncamel.broker.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RetryPolicy;

/** The Broker, as one identity sees it. Safe for use by many threads. */
public final class BrokerClient {

    private BrokerClient(Builder builder) {}

    public static Builder builder(URI platform, HttpTransport transport, TokenProvider tokens, Identity identity) {
        return new Builder();
    }

    /** The same client as somebody else. Cheap: everything but the identity is shared. */
    public BrokerClient withIdentity(Identity other) {
        throw new UnsupportedOperationException();
    }

    public Identity identity() {
        throw new UnsupportedOperationException();
    }

    public UUID initialize(Initialization initialization) {
        throw new UnsupportedOperationException();
    }

    public void upload(UUID transferId, UploadSource source) {
        throw new UnsupportedOperationException();
    }

    public FileTransfer overview(UUID transferId) {
        throw new UnsupportedOperationException();
    }

    public FileTransferDetails details(UUID transferId) {
        throw new UnsupportedOperationException();
    }

    public List<UUID> list(TransferQuery query) {
        throw new UnsupportedOperationException();
    }

    public Download download(UUID transferId, long expectedSize) {
        throw new UnsupportedOperationException();
    }

    public Download download(UUID transferId, long expectedSize, String expectedMd5) {
        throw new UnsupportedOperationException();
    }

    public void confirm(UUID transferId) {
        throw new UnsupportedOperationException();
    }

    public FileTransfer awaitPublished(UUID transferId, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    public String organization() {
        throw new UnsupportedOperationException();
    }

    /** Collects what a client is made of. */
    public static final class Builder {

        private Map<String, String> headers = new LinkedHashMap<>();

        private Builder() {}

        public Builder rateBudget(RateBudget shared) {
            return this;
        }

        public Builder retryPolicy(RetryPolicy policy) {
            return this;
        }

        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Builder digestExecutor(Executor executor) {
            return this;
        }

        public Builder clock(Clock source) {
            return this;
        }

        public BrokerClient build() {
            return new BrokerClient(this);
        }
    }
}
