package no.altinncamel.broker.springboot;

/** The options of a further component. */
public class AltinnBrokerNamedComponent extends AltinnBrokerComponentOptions {

    /**
     * Name of the SSL bundle (spring.ssl.bundle.*) with which Altinn and Maskinporten are called. Not together with
     * ssl-context-parameters.
     */
    private String sslBundle;

    public String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(String sslBundle) {
        this.sslBundle = sslBundle;
    }
}
