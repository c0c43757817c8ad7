package no.altinncamel.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.AltinnBrokerException;

/** What appears in the outbox is sent, once, when it is wholly written, and moved to .sent; what cannot be sent is moved to .failed. */
@Component
class SendRoute extends RouteBuilder {

    @Override
    public void configure() {
        onException(AltinnBrokerException.class)
                .onWhen(simple("${exception.retryable}"))
                .maximumRedeliveries(5)
                .redeliveryDelay(5_000)
                .backOffMultiplier(2)
                .useExponentialBackOff();

        from("file:{{app.outbox}}?readLock=changed&move=.sent&moveFailed=.failed")
                .routeId("send")
                // the same file has the same reference when it is offered again after a crash
                .setHeader(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, simple("${file:onlyname}"))
                .to("altinn-broker:{{app.resource}}?recipients={{app.recipient}}&sendOnce=true&waitForPublication=true")
                .log("Sent ${file:onlyname} as transfer ${header.CamelAltinnBrokerFileTransferId}");
    }
}
