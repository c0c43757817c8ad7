package no.altinncamel.broker;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.receive.FailurePolicy;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferContent;

/** What becomes of a file that failed too often: the options poisonEndpoint and poisonPredicate. */
final class Poison implements FailurePolicy.Poison, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Poison.class);

    private final String endpoint;
    private final Predicate predicate;
    private final ProducerTemplate template;

    Poison(CamelContext context, AltinnBrokerConfiguration configuration) {
        this.endpoint = configuration.getPoisonEndpoint();
        this.predicate = predicate(context, configuration);
        this.template = endpoint == null ? null : context.createProducerTemplate();
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
            CamelContextHelper.getMandatoryEndpoint(template.getCamelContext(), endpoint);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "poisonEndpoint: '" + URISupport.sanitizeUri(endpoint) + "' is not an endpoint", e);
        }
        template.start();
    }

    @Override
    public boolean takesCare(TransferContent content, Exchange failed) throws Exception {
        if (predicate == null ? endpoint == null : !predicate.matches(failed)) {
            return false;
        }
        if (endpoint != null) {
            deliver(content, failed);
        }
        LOG.warn(
                "File transfer {} failed too often and {}",
                content.id(),
                endpoint == null ? "is confirmed as poisonPredicate says" : "went to poisonEndpoint");
        return true;
    }

    private void deliver(TransferContent content, Exchange failed) throws Exception {
        TransferBody body = new TransferBody(content);
        try {
            // in one direction: a queue does not answer
            Exchange outcome = template.send(endpoint, exchange -> {
                TransferHeaders.set(exchange.getMessage(), content.transfer());
                exchange.getMessage().setBody(body);
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failed.getException());
            });
            if (outcome.isFailed()) {
                throw outcome.getException() != null
                        ? outcome.getException()
                        : new IllegalStateException("poisonEndpoint marked the exchange for rollback");
            }
        } finally {
            body.discard();
        }
    }

    @Override
    public void close() {
        if (template != null) {
            template.stop();
        }
    }
}
