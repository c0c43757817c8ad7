package no.altinncamel.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.support.jsse.SSLContextParameters;

import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;

/** Everything that makes one HTTP client differ from another; TLS and configurer are compared as the objects they are. */
record TransportKey(
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

    static TransportKey of(AltinnBrokerConfiguration configuration) {
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

    /** @param watch where stalled uploads are looked for */
    HttpTransport open(CamelContext context, ScheduledExecutorService watch) {
        HttpSettings.Builder settings = HttpSettings.builder()
                .connectTimeout(connectTimeout)
                .responseTimeout(responseTimeout)
                .maxConnections(maxConnections)
                .maxConnectionsPerRoute(maxConnections)
                .userAgent("camel-altinn-broker (Apache Camel " + context.getVersion() + ")");
        proxy(settings, context);
        HttpTransport.Builder transport =
                HttpTransport.builder().settings(settings.build()).watch(watch);
        try {
            if (tls != null) {
                transport.sslContext(tls.createSSLContext(context));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The option sslContextParameters cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("A key or trust store of the option sslContextParameters cannot be read", e);
        }
        if (configurer != null) {
            transport.customizer(configurer::configureHttpClient);
        }
        return transport.build();
    }

    private void proxy(HttpSettings.Builder settings, CamelContext context) {
        String host = proxyHost;
        Integer port = proxyPort;
        String scheme = proxyScheme;
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
                    .proxyUser(proxyUsername)
                    .proxyPassword(proxyPassword);
        }
    }

    @Override
    public String toString() {
        return "TransportKey[proxyHost=" + proxyHost + "]";
    }
}
