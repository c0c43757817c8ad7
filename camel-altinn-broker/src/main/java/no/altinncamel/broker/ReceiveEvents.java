package no.altinncamel.broker;

import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.ReceiveListener;

/** Tells the log and the context's event notifiers what an operator should know. */
final class ReceiveEvents implements ReceiveListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveEvents.class);

    private final AltinnBrokerEndpoint endpoint;

    private final ReceiveMeters meters;

    ReceiveEvents(AltinnBrokerEndpoint endpoint, ReceiveMeters meters) {
        this.endpoint = endpoint;
        this.meters = meters;
    }

    @Override
    public void failed(UUID transferId) {
        meters.failedAttempt();
    }

    @Override
    public void expiring(FileTransfer transfer, Duration left) {
        LOG.warn(
                "File transfer {} is not confirmed, and the Broker removes it in {}, at {}",
                transfer.id(),
                left,
                transfer.expires());
        FileTransferEvent.send(new FileTransferExpiringEvent(endpoint, transfer, left));
    }

    @Override
    public void givenUp(KnownTransfer transfer) {
        LOG.error(
                "File transfer {} failed {} times and is given up; it stays at the Broker, unconfirmed. Last failure: {}",
                transfer.id(),
                transfer.attempts(),
                transfer.lastFailure());
        FileTransferEvent.send(new FileTransferGivenUpEvent(
                endpoint, transfer.transfer(), transfer.attempts(), transfer.lastFailure()));
    }

    @Override
    public void neverConfirmed(KnownTransfer transfer) {
        LOG.warn(
                "File transfer {} was routed, but the Broker removed it before it could be confirmed; its sender will be told that it was not received",
                transfer.id());
    }

    @Override
    public void confirmed(FileTransfer transfer) {
        LOG.debug("File transfer {} is confirmed", transfer.id());
        meters.confirmed(transfer);
    }
}
