package no.altinncamel.broker;

import java.time.Duration;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnService;

/** A Camel context whose component knows the addresses of an Altinn; the URIs only say as whom they go there. */
final class CamelWithAltinn extends DefaultCamelContext {

    CamelWithAltinn(AltinnService altinn) {
        AltinnBrokerConfiguration configuration = component().getConfiguration();
        configuration.setPlatformUrl(altinn.platformUrl());
        configuration.setMaskinportenIssuer(altinn.maskinportenIssuer());
        configuration.setTokenEndpoint(altinn.tokenEndpoint());
        // faults are met at full speed
        configuration.setRetryTimeout(10_000);
        // tests poll more often than the Broker allows; the emulator's limits are switched off with it
        getCamelContextExtension().addContextPlugin(RateBudget.class, RateBudget.unlimited(Duration.ofMinutes(2)));
        getShutdownStrategy().setTimeout(20);
        getGlobalOptions().put("altinn.resource", altinn.resourceId());
    }

    AltinnBrokerComponent component() {
        return getComponent("altinn-broker", AltinnBrokerComponent.class);
    }

    /** {@code altinn-broker:resource?…} as somebody, to which {@code &option=value} can be appended. */
    String uri(AltinnAccount account) {
        return uri(getGlobalOption("altinn.resource"), account);
    }

    String uri(String resource, AltinnAccount account) {
        String bean = "key-" + account.clientId();
        if (getRegistry().lookupByName(bean) == null) {
            getRegistry().bind(bean, SigningKey.fromJwk(account.privateJwk(), null));
        }
        return "altinn-broker:" + resource + "?clientId=" + account.clientId() + "&signingKey=#bean:" + bean;
    }

    ProducerTemplate template() {
        ProducerTemplate template = createProducerTemplate();
        template.start();
        return template;
    }

    /** Without the checked exception of the interface. */
    @Override
    public void close() {
        stop();
    }
}
