package no.altinncamel.examples.requestanswer;

import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.FileTransfer;

/**
 * Sends what lies in {@code requests}; the file's name is the reference. A copy is laid into {@code waiting} before, and lies there
 * until there is an answer: so a request that nobody answers can be seen, and a restart forgets nothing.
 */
final class RequesterRoutes extends RouteBuilder {

    private static final String REQUEST = "request";

    @Override
    public void configure() {
        Waiting waiting = new Waiting(Path.of(getContext().resolvePropertyPlaceholders("{{folder}}/waiting")));

        from("file:{{folder}}/requests?readLock=changed&delete=true&moveFailed=.failed")
                .routeId("ask")
                .setHeader(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, simple("${file:onlyname.noext}"))
                .to("file:{{folder}}/waiting?fileName=${header.CamelAltinnBrokerSendersFileTransferReference}")
                .to("altinn-broker:{{resource}}?recipients={{authority}}" + "&property." + Letters.TYPE + "="
                        + Letters.REQUEST)
                .log("Asked ${header.CamelAltinnBrokerSendersFileTransferReference}: ${bodyAs(String)}");

        from("altinn-broker:{{resource}}?delay={{pause}}&filterSenders={{authority}}&filter="
                        + Letters.only(Letters.ANSWER))
                .routeId("answered")
                .process(exchange -> exchange.setProperty(
                        REQUEST, waiting.find(answer(exchange).reference())))
                .choice()
                // was answered already, or was never asked
                .when(exchangeProperty(REQUEST).isNull())
                .to("file:{{folder}}/unexpected?fileName=${header.CamelAltinnBrokerFileTransferId}")
                .log("Put aside ${header.CamelAltinnBrokerFileTransferId}: nobody waits for it")
                .stop()
                .when(exchange ->
                        Letters.ANSWERED.equals(answer(exchange).properties().get(Letters.OUTCOME)))
                .to("file:{{folder}}/answered?fileName=${exchangeProperty.request}.txt")
                .otherwise()
                .to("file:{{folder}}/refused?fileName=${exchangeProperty.request}.txt")
                .end()
                // last: if the process dies before, the answer comes again and is no surprise
                .process(exchange -> waiting.remove(exchange.getProperty(REQUEST, String.class)))
                .log("Got the answer to ${exchangeProperty.request}");
    }

    private static FileTransfer answer(Exchange exchange) {
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class);
    }
}
