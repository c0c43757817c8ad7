package no.altinncamel.broker.endpoint;

import java.time.Duration;

import org.apache.camel.impl.DefaultCamelContext;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerConfiguration;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnService;

/** A Camel context whose component knows the addresses of an Altinn, but no client. */
final class CamelWithAltinn extends DefaultCamelContext {

    CamelWithAltinn(AltinnService altinn) {
        AltinnBrokerConfiguration configuration =
                getComponent("altinn-broker", AltinnBrokerComponent.class).getConfiguration();
        configuration.setPlatformUrl(altinn.platformUrl());
        configuration.setMaskinportenIssuer(altinn.maskinportenIssuer());
        configuration.setTokenEndpoint(altinn.tokenEndpoint());
        // tests poll more often than the Broker allows
        getCamelContextExtension().addContextPlugin(RateBudget.class, RateBudget.unlimited(Duration.ofMinutes(2)));
        getShutdownStrategy().setTimeout(20);
    }

    /** Without the checked exception of the interface. */
    @Override
    public void close() {
        stop();
    }
}
