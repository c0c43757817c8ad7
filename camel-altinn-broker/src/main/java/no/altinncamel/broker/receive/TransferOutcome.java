package no.altinncamel.broker.receive;

import java.io.IOException;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * What becomes of a received transfer when its exchange is done. It works on what was routed, not on the headers, which the
 * route may have changed.
 */
public final class TransferOutcome implements TransferCompletion.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(TransferOutcome.class);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

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
    public TransferOutcome(
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
    public void succeeded(Exchange exchange) {
        if (body.stopped()) {
            leave();
            return;
        }
        try {
            if (confirm) {
                routed(exchange, false);
            } else {
                ledger.delivered(content.id());
            }
        } finally {
            body.discard();
        }
    }

    @Override
    public void failed(Exchange exchange) {
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
            } else if (!ledger.failures().poison().takesCare(content, exchange, new TakenCareOf())) {
                giveUp(why);
            }
        } catch (Exception e) {
            undecided(exchange, e);
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

    /** Somebody has taken a file that failed too often, instead of the route; with a queue that takes its time. */
    private final class TakenCareOf implements TransferCompletion.Outcome {

        @Override
        public void succeeded(Exchange exchange) {
            routed(exchange, true);
        }

        @Override
        public void failed(Exchange exchange) {
            Exception failure = exchange.getException();
            undecided(
                    exchange,
                    failure != null
                            ? failure
                            : new IllegalStateException("poisonEndpoint marked the exchange for rollback"));
        }
    }

    private void undecided(Exchange exchange, Exception e) {
        UUID id = content.id();
        ledger.failed(id, e.toString());
        exceptionHandler.handleException(
                "What to do with file transfer " + id
                        + ", which failed too often, could not be decided; it is tried again later",
                exchange,
                e);
    }

    private void giveUp(String why) {
        ledger.givenUp(content.id(), why).ifPresent(listener::givenUp);
    }

    /**
     * It was routed, or taken care of otherwise: received whole it can be confirmed.
     *
     * @param failed whether this attempt has been counted as a failure before
     */
    private void routed(Exchange exchange, boolean failed) {
        UUID id = content.id();
        try {
            content.ensureReceivedWhole();
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                listener.failed(id);
            }
            notReceived(exchange, e);
            return;
        }
        if (isOurs(id)) {
            record(id);
            confirm(exchange);
        }
    }

    /** A failure, whatever the route or poisonEndpoint has made of the file. */
    private void notReceived(Exchange exchange, Exception e) {
        UUID id = content.id();
        // an outage, or no turn under the rate limits, says nothing about the file, which the route has taken already
        boolean last = isForGood(e) && ledger.isLastAttempt(id);
        if (last) {
            giveUp(e.toString());
        } else {
            ledger.failed(id, e.toString());
        }
        exceptionHandler.handleException(
                "File transfer " + id + " was routed, but not received whole; it is not confirmed"
                        + (last ? "" : " and tried again later"),
                exchange,
                e);
    }

    private static boolean isForGood(Exception failure) {
        DownloadException download = ObjectHelper.getException(DownloadException.class, failure);
        return download != null && (download.isForGood() || isRefused(download));
    }

    /** The right to the file is missing (altinn-broker 2.6): somebody has to give it, and then to have the file tried again. */
    private static boolean isRefused(DownloadException failure) {
        return failure.getCause() instanceof AltinnClientException call
                && !(call instanceof TokenException)
                && (call.status() == FORBIDDEN || call.status() == UNAUTHORIZED && call.code() != null);
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
