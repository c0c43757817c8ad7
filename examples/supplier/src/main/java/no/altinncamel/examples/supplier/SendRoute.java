package no.altinncamel.examples.supplier;

import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.AltinnBrokerException;

/**
 * One route for all customers: what lies in {@code outbox/986252932} is sent in the name of 986252932, as its system user.
 * A customer who has not approved yet fails alone.
 */
final class SendRoute extends RouteBuilder {

    @Override
    public void configure() {
        onException(AltinnBrokerException.class)
                .onWhen(simple("${exception.retryable}"))
                .maximumRedeliveries(5)
                .redeliveryDelay(5_000)
                .backOffMultiplier(2)
                .useExponentialBackOff();
        onException(AltinnBrokerException.class)
                .logExhausted(false)
                .log(LoggingLevel.WARN, "Not sent: ${header.CamelFileName}. ${exception.message}");

        from("file:{{folder}}/outbox?recursive=true&minDepth=2&maxDepth=2&readLock=changed"
                        + "&move=${file:parent}/.sent/${file:onlyname}&moveFailed=${file:parent}/.failed/${file:onlyname}")
                .routeId("send")
                .process(SendRoute::customerFromFolder)
                .to("altinn-broker:{{resource}}?recipients={{recipient}}&waitForPublication=true")
                .log("Sent ${file:onlyname} for ${header.CamelAltinnBrokerSystemUserOrganization}"
                        + " as transfer ${header.CamelAltinnBrokerFileTransferId}");
    }

    private static void customerFromFolder(Exchange exchange) {
        Path name = Path.of(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class));
        exchange.getMessage()
                .setHeader(
                        AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION,
                        name.getName(0).toString());
        exchange.getMessage()
                .setHeader(AltinnBrokerConstants.FILE_NAME, name.getFileName().toString());
    }
}
