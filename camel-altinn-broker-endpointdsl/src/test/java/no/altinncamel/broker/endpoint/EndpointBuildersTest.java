package no.altinncamel.broker.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.AltinnBrokerConfiguration;
import no.altinncamel.broker.AltinnBrokerEndpoint;
import no.altinncamel.broker.AltinnBrokerOperation;
import no.altinncamel.broker.ConfirmPolicy;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerBuilders;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerEndpointBuilder;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** Routes whose endpoints are built, not written as URIs. */
class EndpointBuildersTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

    @Test
    void aFileIsSentAndReceived() throws Exception {
        altinn.emulator().rateLimits().enabled(false);
        AltinnAccount sender = altinn.service().sender();
        AltinnAccount recipient = altinn.service().recipient();
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            camel.addRoutes(new Routes() {
                @Override
                public void configure() {
                    from(direct("send"))
                            .setHeader(altinnBroker().altinnBrokerFileName())
                            .constant("letter.txt")
                            .setHeader(altinnBroker().altinnBrokerSendersFileTransferReference())
                            .constant("order-7")
                            .to(as(sender)
                                    .sender(sender.organization())
                                    .recipients(recipient.organization())
                                    .properties("kind", "letter")
                                    .disableVirusScan(true));
                    from(as(recipient)
                                    .confirm(ConfirmPolicy.onSuccess)
                                    .initialDelay(0)
                                    .delay(200))
                            .convertBodyTo(String.class)
                            .process(exchange ->
                                    received.add(exchange.getMessage().copy()));
                    from(direct("ask"))
                            .to(as(recipient)
                                    .operation(AltinnBrokerOperation.overview)
                                    .advanced()
                                    .lazyStartProducer(true));
                }
            });
            camel.start();
            ProducerTemplate template = camel.createProducerTemplate();
            template.sendBody("direct:send", "Kjære Altinn");

            await().atMost(Duration.ofSeconds(30)).until(() -> !received.isEmpty());
            Message message = received.remove();
            assertThat(message.getBody()).isEqualTo("Kjære Altinn");
            assertThat(message.getHeader(new Names().names().fileName())).isEqualTo("letter.txt");
            FileTransfer transfer =
                    message.getHeader(new Names().names().altinnBrokerFileTransfer(), FileTransfer.class);
            assertThat(transfer.reference()).isEqualTo("order-7");
            assertThat(transfer.properties()).containsEntry("kind", "letter");
            Object overview = template.requestBodyAndHeader(
                    "direct:ask",
                    null,
                    new Names().names().altinnBrokerFileTransferId(),
                    transfer.id().toString());
            assertThat(((FileTransfer) overview).fileName()).isEqualTo("letter.txt");
        }
    }

    /** With what has a meaning in URIs, a value needs RAW() here as there; a JWK does not. */
    @Test
    void aSecretReachesTheEndpointAsItIsAndIsNotShown() throws Exception {
        String jwk = altinn.service().sender().privateJwk();
        String password = "a+b&c=%20d#{e}";
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            AltinnBrokerEndpoint endpoint = (AltinnBrokerEndpoint) StaticEndpointBuilders.altinnBroker("my-resource")
                    .clientId("a-client")
                    .privateKey(jwk)
                    .privateKeyPassword("RAW(" + password + ")")
                    .resolve(camel);

            AltinnBrokerConfiguration configuration = endpoint.getConfiguration();
            assertThat(configuration.getPrivateKey()).isEqualTo(jwk);
            assertThat(configuration.getPrivateKeyPassword()).isEqualTo(password);
            assertThat(endpoint.toString()).doesNotContain("a+b", "\"d\"").contains("xxxxxx");
        }
    }

    @Test
    void anotherComponentThanTheDefaultOneCanBeNamed() throws Exception {
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            camel.addComponent("second", camel.getComponent("altinn-broker"));
            assertThat(StaticEndpointBuilders.altinnBroker("second", "my-resource")
                            .getRawUri())
                    .isEqualTo("second://my-resource");
        }
    }

    abstract static class Routes extends EndpointRouteBuilder implements AltinnBrokerBuilders {

        AltinnBrokerEndpointBuilder as(AltinnAccount account) {
            return altinnBroker(altinn.service().resourceId())
                    .clientId(account.clientId())
                    .privateKey(account.privateJwk());
        }
    }

    private static final class Names implements AltinnBrokerBuilders {
        AltinnBrokerEndpointBuilderFactory.AltinnBrokerHeaderNameBuilder names() {
            return altinnBroker();
        }
    }
}
