package no.altinncamel.broker;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.receive.FailurePolicy;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferCompletion;
import no.altinncamel.broker.receive.TransferContent;

/** What becomes of a file that failed too often: the options poisonEndpoint and poisonPredicate. */
final class Poison implements FailurePolicy.Poison, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Poison.class);

    private final AltinnBrokerEndpoint receiving;
    private final String poisonEndpoint;
    private final Predicate predicate;
    private final ProducerTemplate template;

    /** @param receiving whose options they are */
    Poison(AltinnBrokerEndpoint receiving) {
        CamelContext context = receiving.getCamelContext();
        AltinnBrokerConfiguration configuration = receiving.getConfiguration();
        this.receiving = receiving;
        this.poisonEndpoint = configuration.getPoisonEndpoint();
        this.predicate = predicate(context, configuration);
        this.template = poisonEndpoint == null ? null : context.createProducerTemplate();
    }

    /** @throws IllegalArgumentException if poisonPredicate is wrong */
    static void check(CamelContext context, AltinnBrokerConfiguration configuration) {
        predicate(context, configuration);
    }

    private static Predicate predicate(CamelContext context, AltinnBrokerConfiguration configuration) {
        return configuration.getPoisonPredicate() == null
                ? null
                : TransferSelection.predicate(context, "poisonPredicate", configuration.getPoisonPredicate());
    }

    /** @throws IllegalArgumentException if there is no poisonEndpoint as it is named, which nobody would notice for days otherwise */
    void start() {
        if (template == null) {
            return;
        }
        try {
            CamelContextHelper.getMandatoryEndpoint(template.getCamelContext(), poisonEndpoint);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "poisonEndpoint: '" + URISupport.sanitizeUri(poisonEndpoint) + "' is not an endpoint", e);
        }
        template.start();
    }

    @Override
    public boolean takesCare(TransferContent content, Exchange failed, TransferCompletion.Outcome outcome)
            throws Exception {
        if (predicate == null ? poisonEndpoint == null : !predicate.matches(failed)) {
            return false;
        }
        if (poisonEndpoint == null) {
            LOG.warn("File transfer {} failed too often and is confirmed as poisonPredicate says", content.id());
            outcome.succeeded(failed);
        } else {
            deliver(content, failed, outcome);
        }
        return true;
    }

    /** It is there when whoever took it is done with it; a queue takes it only to pass it on. */
    private void deliver(TransferContent content, Exchange failed, TransferCompletion.Outcome outcome) {
        Endpoint endpoint = CamelContextHelper.getMandatoryEndpoint(template.getCamelContext(), poisonEndpoint);
        // in one direction, if it does not say otherwise: a queue does not answer
        Exchange exchange = endpoint.createExchange();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failed.getException());
        Carriage.Refusal carriage = Carriage.load(
                exchange, receiving, content.transfer(), new TransferBody(content), new Delivery(content, outcome));
        try {
            template.send(endpoint, exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        if (exchange.isFailed()) {
            carriage.refused();
        }
    }

    private record Delivery(TransferContent content, TransferCompletion.Outcome outcome)
            implements TransferCompletion.Outcome {

        @Override
        public void succeeded(Exchange exchange) {
            LOG.warn("File transfer {} failed too often and went to poisonEndpoint", content.id());
            outcome.succeeded(exchange);
        }

        @Override
        public void failed(Exchange exchange) {
            outcome.failed(exchange);
        }
    }

    @Override
    public void close() {
        if (template != null) {
            template.stop();
        }
    }
}
