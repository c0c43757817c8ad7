package no.altinncamel.broker.receive;

import java.io.IOException;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * What happens when the exchange of a received transfer is done. It works on what was routed, not on the headers, which the
 * route may have changed. It moves with the exchange over {@code seda} and the like, and runs when the last holder is done.
 */
public final class TransferCompletion extends SynchronizationAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TransferCompletion.class);

    private final Ledger ledger;
    private final TransferContent content;
    private final ReceivedBody body;
    private final boolean confirm;
    private final ReceiveListener listener;
    private final ExceptionHandler exceptionHandler;

    /**
     * @param confirm          whether a success is confirmed to the Broker
     * @param exceptionHandler told when a routed file could not be read to the end, verified or confirmed
     */
    public TransferCompletion(
            Ledger ledger,
            TransferContent content,
            ReceivedBody body,
            boolean confirm,
            ReceiveListener listener,
            ExceptionHandler exceptionHandler) {
        this.ledger = ledger;
        this.content = content;
        this.body = body;
        this.confirm = confirm;
        this.listener = listener;
        this.exceptionHandler = exceptionHandler;
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (body.stopped()) {
            leave();
            return;
        }
        // Camel calls a route that marked the exchange for rollback complete unless it also threw
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            onFailure(exchange);
            return;
        }
        try {
            if (confirm) {
                routed(exchange);
            } else {
                ledger.delivered(content.id());
            }
        } finally {
            body.discard();
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        if (body.stopped()) {
            leave();
            return;
        }
        UUID id = content.id();
        String why = exchange.getException() == null
                ? "the exchange was marked for rollback"
                : exchange.getException().toString();
        try {
            listener.failed(id);
            if (!ledger.isLastAttempt(id)) {
                ledger.failed(id, why);
            } else if (takenCareOf(exchange)) {
                routed(exchange);
            } else {
                ledger.givenUp(id, why).ifPresent(listener::givenUp);
            }
        } catch (Exception e) {
            ledger.failed(id, e.toString());
            exceptionHandler.handleException(
                    "What to do with file transfer " + id
                            + ", which failed too often, could not be decided; it is tried" + " again later",
                    exchange,
                    e);
        } finally {
            body.discard();
        }
    }

    /** Neither success nor failure: its consumer was stopped while it came, and goes on with it when it is started again. */
    private void leave() {
        try {
            ledger.release(content.id());
        } finally {
            body.discard();
        }
    }

    private boolean takenCareOf(Exchange exchange) throws Exception {
        return ledger.failures().poison().takesCare(content, exchange);
    }

    /** It was routed, or taken care of otherwise: received whole it can be confirmed. */
    private void routed(Exchange exchange) {
        UUID id = content.id();
        try {
            content.ensureReceivedWhole();
        } catch (IOException e) {
            ledger.failed(id, e.toString());
            exceptionHandler.handleException(
                    "File transfer " + id
                            + " was routed, but not received whole; it is not confirmed and tried again later",
                    exchange,
                    e);
            return;
        } catch (RuntimeException e) {
            ledger.failed(id, e.toString());
            throw e;
        }
        if (isOurs(id)) {
            record(id);
            confirm(exchange);
        }
    }

    private boolean isOurs(UUID id) {
        boolean ours;
        try {
            ours = ledger.isOurs(id);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Whether the claim of file transfer {} still holds could not be found out; its confirmation waits until it can",
                    id,
                    e);
            ledger.unconfirmed(id, e.toString());
            return false;
        }
        if (!ours) {
            LOG.warn(
                    "File transfer {} was routed, but its claim was not renewed in time and is another's by now; it is left to"
                            + " whoever holds it",
                    id);
            ledger.settled(id);
        }
        return ours;
    }

    private void record(UUID id) {
        try {
            ledger.routed(id);
        } catch (RuntimeException e) {
            // the confirmation is what counts; the record only bridges the time until it is known
            LOG.warn("That file transfer {} was routed could not be recorded in the idempotent repository", id, e);
        }
    }

    private void confirm(Exchange exchange) {
        UUID id = content.id();
        try {
            content.confirm();
            listener.confirmed(content.transfer());
            ledger.settled(id);
        } catch (AltinnClientException e) {
            ledger.unconfirmed(id, e.getMessage());
            exceptionHandler.handleException(
                    "File transfer " + id
                            + " was routed but not confirmed; the confirmation is repeated, the route is not",
                    exchange,
                    content.failures().ofCall(e));
        } catch (RuntimeException e) {
            ledger.unconfirmed(id, e.toString());
            throw e;
        }
    }
}
