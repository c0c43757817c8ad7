package no.altinncamel.broker.client.http;

import java.time.Duration;
import java.util.Objects;

/** How to reach the servers. Immutable; {@link #builder()} starts from the defaults given at each method. */
public final class HttpSettings {

    private final Builder values;

    private HttpSettings(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    public static HttpSettings defaults() {
        return builder().build();
    }

    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    public Duration responseTimeout() {
        return values.responseTimeout;
    }

    public Duration uploadAnswerTimeout() {
        return values.uploadAnswerTimeout;
    }

    public Duration continueTimeout() {
        return values.continueTimeout;
    }

    public int maxConnections() {
        return values.maxConnections;
    }

    public int maxConnectionsPerRoute() {
        return values.maxConnectionsPerRoute;
    }

    public String proxyHost() {
        return values.proxyHost;
    }

    public int proxyPort() {
        return values.proxyPort;
    }

    public String proxyScheme() {
        return values.proxyScheme;
    }

    public String proxyUser() {
        return values.proxyUser;
    }

    String proxyPassword() {
        return values.proxyPassword;
    }

    public String userAgent() {
        return values.userAgent;
    }

    @Override
    public String toString() {
        return "HttpSettings[connectTimeout=" + connectTimeout() + ", responseTimeout=" + responseTimeout()
                + ", proxyHost=" + proxyHost() + "]";
    }

    /** Collects the values of {@link HttpSettings}. */
    public static final class Builder implements Cloneable {

        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration responseTimeout = Duration.ofSeconds(30);
        private Duration uploadAnswerTimeout = Duration.ofMinutes(2);
        private Duration continueTimeout = Duration.ofSeconds(3);
        private int maxConnections = 200;
        private int maxConnectionsPerRoute = 100;
        private String proxyHost;
        private int proxyPort = 8080;
        private String proxyScheme = "http";
        private String proxyUser;
        private String proxyPassword;
        private String userAgent = "camel-altinn-broker";

        private Builder() {}

        /** How long a connection may take to open. Default 5 seconds. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive(timeout, "connectTimeout");
            return this;
        }

        /** How long the wire may be silent while an answer is awaited or read. Default 30 seconds. */
        public Builder responseTimeout(Duration timeout) {
            this.responseTimeout = positive(timeout, "responseTimeout");
            return this;
        }

        /**
         * How long the answer to an upload may take after its last byte: the server assembles the file in that time. Default 2
         * minutes; never less than the response timeout.
         */
        public Builder uploadAnswerTimeout(Duration timeout) {
            this.uploadAnswerTimeout = positive(timeout, "uploadAnswerTimeout");
            return this;
        }

        /** How long an upload waits for the server's go-ahead before it sends the body anyway. Default 3 seconds. */
        public Builder continueTimeout(Duration timeout) {
            this.continueTimeout = positive(timeout, "continueTimeout");
            return this;
        }

        /** Connections to all hosts together. Default 200. */
        public Builder maxConnections(int connections) {
            this.maxConnections = positive(connections, "maxConnections");
            return this;
        }

        /** Connections to one host. Default 100. */
        public Builder maxConnectionsPerRoute(int connections) {
            this.maxConnectionsPerRoute = positive(connections, "maxConnectionsPerRoute");
            return this;
        }

        /** Host name of a proxy; {@code null}, the default, connects directly. */
        public Builder proxyHost(String host) {
            this.proxyHost = host;
            return this;
        }

        /** Port of the proxy. Default 8080. */
        public Builder proxyPort(int port) {
            this.proxyPort = positive(port, "proxyPort");
            return this;
        }

        /** Scheme spoken with the proxy itself. Default {@code http}. */
        public Builder proxyScheme(String scheme) {
            this.proxyScheme = Objects.requireNonNull(scheme, "proxyScheme");
            return this;
        }

        /** User at the proxy, or {@code null} for none. */
        public Builder proxyUser(String user) {
            this.proxyUser = user;
            return this;
        }

        /** Password at the proxy, or {@code null} for none. */
        public Builder proxyPassword(String password) {
            this.proxyPassword = password;
            return this;
        }

        /** Value of the {@code User-Agent} header. Default {@code camel-altinn-broker}. */
        public Builder userAgent(String agent) {
            this.userAgent = Objects.requireNonNull(agent, "userAgent");
            return this;
        }

        public HttpSettings build() {
            try {
                return new HttpSettings((Builder) clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Duration positive(Duration value, String name) {
            if (value == null || value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be more than zero, but is " + value);
            }
            return value;
        }

        private static int positive(int value, String name) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be more than zero, but is " + value);
            }
            return value;
        }
    }
}
