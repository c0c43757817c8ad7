package no.altinncamel.broker.springboot;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.boot.ssl.SslBundle;

/** Camel's description of TLS, made of Spring Boot's. */
final class SslBundleParameters extends SSLContextParameters {

    private final SslBundle bundle;

    SslBundleParameters(SslBundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public SSLContext createSSLContext(CamelContext camelContext) {
        return bundle.createSslContext();
    }

    @Override
    public String toString() {
        return "SslBundleParameters[protocol=" + bundle.getProtocol() + "]";
    }
}
