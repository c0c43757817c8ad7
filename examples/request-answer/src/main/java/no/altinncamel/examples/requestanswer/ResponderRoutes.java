package no.altinncamel.examples.requestanswer;

import java.util.Map;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.FileTransfer;

/**
 * Answers each request, or says why it cannot. The request is confirmed when the answer has been sent: if that fails, it comes
 * again. Silence is no answer: the other one would wait until the request has expired.
 */
final class ResponderRoutes extends RouteBuilder {

    private final TaxRegister register = new TaxRegister();

    @Override
    public void configure() {
        from("altinn-broker:{{resource}}?delay={{pause}}&filter=" + Letters.only(Letters.REQUEST))
                .routeId("answer")
                .convertBodyTo(String.class)
                .process(this::answer)
                .to("altinn-broker:{{resource}}")
                .log("Answered ${header.CamelAltinnBrokerSendersFileTransferReference}: ${body}");
    }

    private void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        FileTransfer request = message.getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class);
        Optional<String> answer = register.taxesOf(message.getBody(String.class).strip());

        message.setBody(answer.orElse("There is no such organisation."));
        message.setHeader(AltinnBrokerConstants.RECIPIENTS, request.sender());
        message.setHeader(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, request.reference());
        message.setHeader(AltinnBrokerConstants.FILE_NAME, "answer.txt");
        message.setHeader(
                AltinnBrokerConstants.PROPERTY_LIST,
                Map.of(
                        Letters.TYPE,
                        Letters.ANSWER,
                        Letters.IN_REPLY_TO,
                        request.id().toString(),
                        Letters.OUTCOME,
                        answer.isPresent() ? Letters.ANSWERED : Letters.REFUSED));
    }
}
