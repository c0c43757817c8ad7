package no.altinncamel.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Queue;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.util.CastUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.receive.Ledger;

/**
 * Asks the Broker which files are due, routes each as an exchange whose body opens the download when it is first read, and
 * confirms when the exchange is done.
 */
@ManagedResource(description = "Managed Altinn Broker Consumer")
public class AltinnBrokerConsumer extends ManagedTransfersConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(AltinnBrokerConsumer.class);
    /** Longer than the gateway's window of a minute, so that each waits for its turn beside several others. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    /** Camel's mark on a route whose graceful shutdown has taken too long, perhaps before it came to suspending it. */
    private static final String FORCED_SHUTDOWN = "forcedShutdown";

    private final RoutingSlots slots;
    private ReceiveMeters meters = ReceiveMeters.NONE;
    private Reception reception;
    private TransferBatches batches;
    private volatile boolean suspendedBefore;
    private final PollUnderWay polling = new PollUnderWay();

    public AltinnBrokerConsumer(AltinnBrokerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        slots = new RoutingSlots(
                endpoint.getCamelContext(), endpoint.getConfiguration().getConcurrentTransfers());
    }

    @Override
    protected void doStart() throws Exception {
        TransferSelection selection = getEndpoint().selection();
        progress().started();
        meters = ReceiveMeters.of(getEndpoint(), getRouteId(), progress());
        reception = new Reception(getEndpoint(), selection, meters, LONGEST_TURN);
        try {
            reception.start();
        } catch (IOException | RuntimeException e) {
            reception.stop();
            throw e;
        }
        String only = getEndpoint().getConfiguration().getFileTransferId();
        batches = new TransferBatches(
                ledger(), progress(), selection.order(), only == null ? null : UUID.fromString(only));
        getEndpoint().consumer(this);
        suspendedBefore = false;
        if (getRoute() != null) {
            // Camel leaves it there when the route is started again
            getRoute().getProperties().remove(FORCED_SHUTDOWN);
        }
        slots.start(this, getEndpoint().getEndpointBaseUri());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        if (reception != null) {
            reception.stopAsking();
        }
        if (!isWaitedFor()) {
            awaitFilesInHand();
        }
        if (reception != null) {
            reception.stopWork();
        }
        interruptPoll();
        if (!polling.awaitEnd()) {
            LOG.warn(
                    "The poll of {} is still under way; what it has not started is given back when it ends",
                    getEndpoint());
        }
        slots.stop();
        if (reception != null) {
            reception.ledger().forgetDelivered();
            reception.stop();
        }
        getEndpoint().consumer(null);
        meters.close();
    }

    /** One that is still under way; but not if the caller himself is in it, as it would be the rest of his route that suffers. */
    private void interruptPoll() throws Exception {
        boolean interruptedBefore = Thread.currentThread().isInterrupted();
        super.doStop();
        if (polling.isOfCaller() && !interruptedBefore) {
            Thread.interrupted();
        }
    }

    /** A graceful shutdown suspends first and waits for what is under way; once more would be twice its timeout. */
    private boolean isWaitedFor() {
        return suspendedBefore
                || getRoute() != null && getRoute().getProperties().containsKey(FORCED_SHUTDOWN);
    }

    /** Where no graceful shutdown comes first, as when a cluster takes the leadership away, Camel does not wait for them. */
    private void awaitFilesInHand() {
        ShutdownStrategy shutdown = getEndpoint().getCamelContext().getShutdownStrategy();
        try {
            if (slots.awaitOthersFree(shutdown.getTimeout(), shutdown.getTimeUnit())) {
                polling.awaitEnd();
            }
        } catch (InterruptedException e) {
            // so does Camel to a stop that takes too long, and then forces it: the rest of it is not to be left out
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        suspendedBefore = true;
        reception.stopAsking();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        suspendedBefore = false;
        reception.resumeAsking();
        progress().started();
        super.doResume();
    }

    @Override
    protected void doBuild() throws Exception {
        setHealthCheck(new ConsumerHealthCheck(this, "consumer:" + getRouteId(), initialHealthCheckState()));
        super.doBuild();
    }

    @Override
    protected int poll() throws Exception {
        polling.begin();
        try {
            return pollOnce();
        } finally {
            polling.end();
        }
    }

    private int pollOnce() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        int routed = 0;
        try {
            boolean more;
            do {
                Deque<UUID> candidates = batches.candidates();
                forceConsumerAsReady();
                int now = route(candidates, routed);
                routed += now;
                more = now > 0 && candidates.isEmpty() && ledger().moreBehind();
            } while (more && mayRoute(routed));
            progress().completed();
            return routed;
        } catch (RateLimitedException e) {
            // others use the same Maskinporten client; there is a next poll
            LOG.debug("Poll cut short: {}", e.getMessage());
            return routed;
        } catch (AltinnClientException e) {
            throw new AltinnBrokerException(e);
        } finally {
            progress().enter(PollProgress.Phase.IDLE);
        }
    }

    /** Camel lets a batch go on that is suspended but not shut down. */
    private boolean isWanted() {
        boolean suspended = isSuspending() || isSuspended();
        return isBatchAllowed() && (!suspended || shutdownRunningTask != null);
    }

    private boolean mayRoute(int routed) {
        return isWanted() && (maxMessagesPerPoll <= 0 || routed < maxMessagesPerPoll);
    }

    private int route(Deque<UUID> candidates, int before) throws Exception {
        int routed = 0;
        while (!candidates.isEmpty() && mayRoute(before + routed)) {
            int most = maxMessagesPerPoll <= 0 ? Integer.MAX_VALUE : maxMessagesPerPoll - before - routed;
            TransferBatches.Batch batch = batches.claim(candidates, most, this::isWanted);
            routed += processBatch(CastUtils.cast(batch.transfers()));
            if (batch.failure() != null) {
                throw batch.failure();
            }
        }
        return routed;
    }

    @Override
    public int processBatch(Queue<Object> exchanges) throws Exception {
        Queue<FileTransfer> transfers = CastUtils.cast(exchanges);
        int size = transfers.size();
        int index = 0;
        progress().enter(PollProgress.Phase.ROUTING);
        try {
            for (; index < size && slots.take(this::isWanted); index++) {
                FileTransfer transfer = transfers.poll();
                pendingExchanges = size - index - 1;
                start(transfer, index, size);
            }
            return index;
        } finally {
            // what was claimed but not started must be free for the next poll
            transfers.forEach(transfer -> ledger().release(transfer.id()));
            pendingExchanges = 0;
        }
    }

    private void start(FileTransfer transfer, int index, int size) {
        Runnable routing = () -> slots.route(() -> process(transfer, index, size));
        if (slots.single()) {
            routing.run();
            return;
        }
        boolean handedOver = false;
        try {
            handedOver = slots.execute(routing);
        } finally {
            if (!handedOver) {
                LOG.debug("File transfer {} is left for the next start", transfer.id());
                giveBack(transfer);
            }
        }
    }

    private void giveBack(FileTransfer transfer) {
        slots.giveBack();
        ledger().release(transfer.id());
    }

    private void process(FileTransfer transfer, int index, int size) {
        Exchange exchange;
        try {
            exchange = createExchange(true);
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, size);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == size - 1);
            reception.fill(exchange, transfer);
        } catch (RuntimeException e) {
            giveBack(transfer);
            throw e;
        }
        getAsyncProcessor().process(exchange, doneSync -> {
            slots.giveBack();
            tellWhatNobodyHasTold(exchange);
        });
    }

    /** The route's error handler logs what it gives up; only a route without one leaves that to the consumer. */
    private void tellWhatNobodyHasTold(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure != null && !exchange.getExchangeExtension().isErrorHandlerHandledSet()) {
            getExceptionHandler().handleException("Error processing exchange", exchange, failure);
        }
    }

    /** What was handed to a worker counts until it is done. */
    @Override
    public int getPendingExchangesSize() {
        return Math.max(super.getPendingExchangesSize(), slots.taken());
    }

    private Ledger ledger() {
        return reception.ledger();
    }
}
