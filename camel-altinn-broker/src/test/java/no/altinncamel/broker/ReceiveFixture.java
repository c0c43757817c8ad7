package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;

/** A resource of its own for each test, somebody who sends to it, and routes that receive from it. */
abstract class ReceiveFixture {

    static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    CamelWithAltinn camel;
    ProducerTemplate template;
    String resource;
    final List<String> received = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void startWithAResourceOfItsOwn() {
        altinn.emulator().rateLimits().enabled(false);
        resource = "resource-" + System.nanoTime();
        altinn.emulator().broker().addResource(resource);
        received.clear();
        camel = new CamelWithAltinn(altinn.service());
        camel.component().getConfiguration().setFailureBackoff(100);
        camel.component().getConfiguration().setFailureBackoffMax(1000);
        camel.start();
        template = camel.template();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    final String from(String options) {
        return camel.uri(resource, altinn.service().recipient()) + "&initialDelay=0&delay=100" + options;
    }

    /** Adds a route that starts with the consumer and is started at once. */
    final void receive(String options, Steps steps) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.add(from(ReceiveFixture.this.from(options)).routeId("receive"));
            }
        });
    }

    @FunctionalInterface
    interface Steps {
        void add(RouteDefinition route);
    }

    final void read(Exchange exchange) {
        received.add(exchange.getMessage().getBody(String.class));
    }

    final String send(String content) {
        return send(content, content + ".txt");
    }

    final String send(String content, String fileName) {
        return send(content, message -> message.setHeader(AltinnBrokerConstants.FILE_NAME, fileName));
    }

    final String send(Object content, Consumer<Message> headers) {
        String uri = camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization();
        return template.request(uri, exchange -> {
                    exchange.getMessage().setBody(content);
                    exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_NAME, "file.txt");
                    headers.accept(exchange.getMessage());
                })
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    final AltinnBrokerConsumer consumer() {
        return (AltinnBrokerConsumer) camel.getRoute("receive").getConsumer();
    }

    final FileTransfer overview(String id) {
        return template.requestBody(
                camel.uri(resource, altinn.service().recipient()) + "&operation=overview&fileTransferId=" + id,
                null,
                FileTransfer.class);
    }

    final void awaitConfirmed(String id) {
        await().atMost(LONG).untilAsserted(() -> assertThat(overview(id).status())
                .isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED));
    }

    final RecipientStatus recipientStatus(String id) {
        return overview(id)
                .recipient(altinn.service().recipient().organization())
                .orElseThrow()
                .status();
    }

    final void awaitPolls(int more) {
        int until = altinn.emulator().recorder().count(Operation.LIST) + more;
        await().atMost(LONG).until(() -> altinn.emulator().recorder().count(Operation.LIST) >= until);
    }
}
