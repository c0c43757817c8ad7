package no.altinncamel.broker.receive;

import java.io.IOException;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.SynchronizationAdapter;

import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * What happens when the exchange of a received transfer is done. It works on what was routed, not on the headers, which the
 * route may have changed. It moves with the exchange over {@code seda} and the like, and runs when the last holder is done.
 */
public final class TransferCompletion extends SynchronizationAdapter {

    private final Ledger ledger;
    private final TransferContent content;
    private final TransferBody body;
    private final boolean confirm;
    private final ExceptionHandler exceptionHandler;

    /**
     * @param confirm          whether a success is confirmed to the Broker
     * @param exceptionHandler told when a routed file could not be read to the end, verified or confirmed
     */
    public TransferCompletion(
            Ledger ledger,
            TransferContent content,
            TransferBody body,
            boolean confirm,
            ExceptionHandler exceptionHandler) {
        this.ledger = ledger;
        this.content = content;
        this.body = body;
        this.confirm = confirm;
        this.exceptionHandler = exceptionHandler;
    }

    @Override
    public void onComplete(Exchange exchange) {
        // Camel calls a route that marked the exchange for rollback complete unless it also threw
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            onFailure(exchange);
            return;
        }
        UUID id = content.id();
        try {
            close();
            if (!confirm) {
                ledger.delivered(id);
                return;
            }
            content.ensureReceivedWhole();
            content.confirm();
            ledger.confirmed(id);
        } catch (IOException e) {
            failed(exchange, e);
        } catch (AltinnClientException e) {
            failed(exchange, content.failures().ofCall(e));
        } catch (RuntimeException e) {
            ledger.failed(id);
            throw e;
        }
    }

    private void failed(Exchange exchange, Exception failure) {
        ledger.failed(content.id());
        exceptionHandler.handleException(
                "File transfer " + content.id() + " was routed but not confirmed; it is due again at the next poll",
                exchange,
                failure);
    }

    @Override
    public void onFailure(Exchange exchange) {
        try {
            close();
        } finally {
            ledger.failed(content.id());
        }
    }

    private void close() {
        new TransferStreamClosing(body).onDone(null);
    }
}
