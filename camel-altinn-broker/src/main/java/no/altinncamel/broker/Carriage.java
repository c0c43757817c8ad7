package no.altinncamel.broker;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.receive.ReceivedBody;
import no.altinncamel.broker.receive.TransferCompletion;

/** A received file on an exchange; sees to it that somebody learns how that ends, even if Camel drops the exchange. */
final class Carriage {

    private static final Logger LOG = LoggerFactory.getLogger(Carriage.class);

    private final AltinnBrokerEndpoint endpoint;
    private final FileTransfer transfer;
    private final ReceivedBody body;
    private final TransferCompletion.Outcome outcome;
    private final EndpointConnection.Hold hold;

    private Carriage(
            AltinnBrokerEndpoint endpoint,
            FileTransfer transfer,
            ReceivedBody body,
            TransferCompletion.Outcome outcome,
            EndpointConnection.Hold hold) {
        this.endpoint = endpoint;
        this.transfer = transfer;
        this.body = body;
        this.outcome = outcome;
        this.hold = hold;
    }

    /**
     * Makes an exchange carry a file.
     *
     * @param  outcome told of its end; must not hold the exchange
     * @return         what to call if the exchange, sent to somewhere, has come back failed
     */
    static Refusal load(
            Exchange exchange,
            AltinnBrokerEndpoint endpoint,
            FileTransfer transfer,
            ReceivedBody body,
            TransferCompletion.Outcome outcome) {
        EndpointConnection.Hold hold = endpoint.connection().hold();
        Carriage carriage = new Carriage(endpoint, transfer, body, outcome, hold);
        TransferCompletion completion = new TransferCompletion(outcome, endpoint.droppedExchanges(), carriage::dropped);
        TransferHeaders.set(exchange.getMessage(), transfer);
        exchange.getMessage().setBody(body);
        exchange.getExchangeExtension().addOnCompletion(hold);
        exchange.getExchangeExtension().addOnCompletion(completion);
        // what was added last runs first: the completion may need the connection that a half-read body keeps
        body.carriedBy(exchange);
        return () -> {
            // a route that took the exchange has passed it on; a queue that took it from us directly has refused it
            // since
            if (completion.handedOver() && exchange.getFromRouteId() != null) {
                return;
            }
            try {
                completion.onFailure(exchange);
            } finally {
                carriage.close();
            }
        };
    }

    /** Tells the outcome, if it has not been told and nobody has taken the exchange over who will. */
    @FunctionalInterface
    interface Refusal {
        void refused();
    }

    private void dropped() {
        LOG.warn(
                "The exchange with file transfer {} was dropped before it was done, as by a full queue; that counts as a failed attempt",
                transfer.id());
        Exchange substitute = endpoint.createExchange();
        TransferHeaders.set(substitute.getMessage(), transfer);
        substitute.setException(new IllegalStateException("the exchange was dropped before it was done"));
        try {
            outcome.failed(substitute);
        } finally {
            close();
        }
    }

    private void close() {
        body.abandon();
        hold.close();
    }
}
