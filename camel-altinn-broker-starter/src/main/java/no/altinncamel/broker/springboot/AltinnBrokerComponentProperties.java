package no.altinncamel.broker.springboot;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code camel.component.altinn-broker.*}: the options of the component, and further components with names of their own.
 * Properties that do not exist fail the start.
 */
@ConfigurationProperties(prefix = AltinnBrokerComponentProperties.PREFIX, ignoreUnknownFields = false)
public class AltinnBrokerComponentProperties extends AltinnBrokerComponentOptions {

    static final String COMPONENT = "altinn-broker";
    static final String PREFIX = "camel.component." + COMPONENT;

    /**
     * Name of the SSL bundle (spring.ssl.bundle.*) with which Altinn and Maskinporten are called. Not together with
     * ssl-context-parameters.
     */
    private String sslBundle;

    /**
     * Further components by the name that stands for altinn-broker in their URIs, such as for another Maskinporten client. Each
     * has all options; none is taken over from altinn-broker.
     */
    private Map<String, AltinnBrokerNamedComponent> named = new LinkedHashMap<>();

    public String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(String sslBundle) {
        this.sslBundle = sslBundle;
    }

    public Map<String, AltinnBrokerNamedComponent> getNamed() {
        return named;
    }

    public void setNamed(Map<String, AltinnBrokerNamedComponent> named) {
        this.named = named;
    }
}
