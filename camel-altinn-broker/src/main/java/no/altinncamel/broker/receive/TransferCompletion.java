package no.altinncamel.broker.receive;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Tells how the exchange that carries a file has ended, once. It moves with the exchange over {@code seda} and the like, and
 * tells when the last holder is done, or that Camel has dropped the exchange on the way.
 */
public final class TransferCompletion extends SynchronizationAdapter {

    /** What to do at the end of an exchange. */
    public interface Outcome {

        void succeeded(Exchange exchange);

        /** It has an exception, or was marked for rollback. */
        void failed(Exchange exchange);
    }

    private final Outcome outcome;
    private final DroppedExchanges.Watch watch;
    private volatile boolean handedOver;

    /** @param whenDropped what to do instead if the exchange is dropped; must not hold the exchange */
    public TransferCompletion(Outcome outcome, DroppedExchanges dropped, Runnable whenDropped) {
        this.outcome = outcome;
        this.watch = dropped.watch(this, whenDropped);
    }

    @Override
    public void beforeHandover(Exchange target) {
        handedOver = true;
    }

    /** Whether the exchange that it was added to is no longer the one that it tells of. */
    public boolean handedOver() {
        return handedOver;
    }

    @Override
    public void onComplete(Exchange exchange) {
        // Camel calls a route that marked the exchange for rollback complete unless it also threw
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            onFailure(exchange);
        } else if (watch.end()) {
            outcome.succeeded(exchange);
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        if (watch.end()) {
            outcome.failed(exchange);
        }
    }
}
