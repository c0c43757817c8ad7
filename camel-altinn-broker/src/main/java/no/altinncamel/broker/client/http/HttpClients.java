package no.altinncamel.broker.client.http;

import java.time.Duration;
import java.util.function.Consumer;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds the Apache client as this library wants it. */
final class HttpClients {

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_HEADER_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;
    /** How often an upload looks for an answer that came before its end; with TLS each look costs a millisecond. */
    private static final long EARLY_ANSWER_CHECK = 1024 * 1024;
    /** A server may have dropped a connection that was idle for longer; then it is tried before it is used. */
    private static final TimeValue SUSPECT_AFTER_IDLE = TimeValue.ofMilliseconds(500);

    private HttpClients() {}

    static CloseableHttpClient create(
            HttpSettings settings,
            PoolingHttpClientConnectionManager connections,
            Consumer<HttpClientBuilder> customizer) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRequestExecutor(new HttpRequestExecutor(
                        timeout(settings.continueTimeout()), DefaultConnectionReuseStrategy.INSTANCE, null))
                .setDefaultRequestConfig(requestConfig(settings))
                .setUserAgent(settings.userAgent())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
        if (settings.proxyHost() != null) {
            HttpHost proxy = new HttpHost(settings.proxyScheme(), settings.proxyHost(), settings.proxyPort());
            builder.setProxy(proxy);
            if (settings.proxyUser() != null) {
                builder.setDefaultCredentialsProvider(proxyCredentials(settings, proxy));
            }
        }
        customizer.accept(builder);
        return builder.build();
    }

    static RequestConfig requestConfig(HttpSettings settings) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(settings.responseTimeout()))
                .setResponseTimeout(timeout(settings.responseTimeout()))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(settings.proxyUser() != null)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    static TlsSocketStrategy tlsStrategy(SSLContext context, HostnameVerifier verifier) {
        SSLContext effective = context == null ? SSLContexts.createSystemDefault() : context;
        return verifier == null
                ? new DefaultClientTlsStrategy(effective)
                : new DefaultClientTlsStrategy(effective, verifier);
    }

    static PoolingHttpClientConnectionManager connections(HttpSettings settings, TlsSocketStrategy tls) {
        Http1Config http = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setChunkSizeHint(BUFFER)
                .setMaxLineLength(LONGEST_HEADER_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http)
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_CHECK))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(settings.connectTimeout()))
                        .setSocketTimeout(timeout(settings.responseTimeout()))
                        .setValidateAfterInactivity(SUSPECT_AFTER_IDLE)
                        .build())
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnectionsPerRoute())
                .build();
    }

    private static BasicCredentialsProvider proxyCredentials(HttpSettings settings, HttpHost proxy) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        char[] password = settings.proxyPassword() == null
                ? new char[0]
                : settings.proxyPassword().toCharArray();
        credentials.setCredentials(
                new AuthScope(proxy), new UsernamePasswordCredentials(settings.proxyUser(), password));
        return credentials;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
