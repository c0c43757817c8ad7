package no.altinncamel.quickstart;

import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

import no.altinncamel.broker.AltinnBrokerConstants;

/** The two routes; everything else in this example only tells what they do. */
final class Routes extends RouteBuilder {

    private final Path folder;
    private final Journey journey;

    Routes(Path folder, Journey journey) {
        this.folder = folder;
        this.journey = journey;
    }

    @Override
    public void configure() {
        onException(Exception.class)
                .process(exchange -> journey.failed(
                        name(exchange), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));

        from("file:" + folder.resolve("outbox") + "?noop=true&initialDelay=0")
                .routeId("send")
                .process(exchange -> journey.sending(name(exchange)))
                .to("altinn-broker:{{resource}}?clientId={{sender.clientId}}&privateKeyResource={{sender.key}}"
                        + "&sender={{sender.organization}}&recipients={{recipient.organization}}"
                        + "&property.origin=quickstart&waitForPublication=true")
                .process(exchange -> journey.sent(name(exchange), id(exchange)));

        from("altinn-broker:{{resource}}?clientId={{recipient.clientId}}&privateKeyResource={{recipient.key}}"
                        + "&initialDelay=1000&delay=3000")
                .routeId("receive")
                .process(exchange -> journey.receiving(name(exchange)))
                .to("file:" + folder.resolve("inbox")
                        + "?fileName=${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}"
                        + "&tempFileName=.part-${header.CamelAltinnBrokerFileTransferId}")
                .process(exchange -> journey.received(id(exchange), name(exchange)));
    }

    private static String name(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }
}
