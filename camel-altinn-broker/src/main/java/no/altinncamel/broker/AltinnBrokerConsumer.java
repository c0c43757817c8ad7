package no.altinncamel.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.CastUtils;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
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
    /** Metadata is read for so many files ahead of routing; enough to give batches a size, few enough to stay fresh. */
    private static final int BATCH = 20;
    /** To sort, more must be known; the Broker lists so many at a time. */
    private static final int SORTED_BATCH = 100;
    /** Longer than the gateway's window of a minute, so that each waits for its turn beside several others. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private static final long LONGEST_END_OF_POLL_SECONDS = 10;
    /** How often a poll that waits for a free slot looks whether it is still wanted. */
    private static final long STILL_WANTED_MILLIS = 200;

    private final Semaphore slots;
    private final int concurrentTransfers;
    private ReceiveMeters meters = ReceiveMeters.NONE;
    private Reception reception;
    private Comparator<FileTransfer> order;
    private volatile ExecutorService workers;
    /** Held by a poll, so that a stop can wait for its end. */
    private final ReentrantLock polling = new ReentrantLock();

    public AltinnBrokerConsumer(AltinnBrokerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        concurrentTransfers = endpoint.getConfiguration().getConcurrentTransfers();
        slots = new Semaphore(concurrentTransfers);
    }

    @Override
    protected void doStart() throws Exception {
        TransferSelection selection = getEndpoint().selection();
        order = selection.order();
        progress().started();
        meters = ReceiveMeters.of(getEndpoint(), getRouteId(), progress());
        reception = new Reception(getEndpoint(), selection, meters, LONGEST_TURN);
        try {
            reception.start();
        } catch (IOException | RuntimeException e) {
            reception.stop();
            throw e;
        }
        getEndpoint().consumer(this);
        if (concurrentTransfers > 1) {
            workers = workers();
        }
        super.doStart();
    }

    private ExecutorService workers() {
        ThreadPoolProfile profile = new ThreadPoolProfile("AltinnBroker");
        profile.setPoolSize(concurrentTransfers);
        profile.setMaxPoolSize(concurrentTransfers);
        profile.setMaxQueueSize(concurrentTransfers);
        // Camel's default, that the caller runs what is rejected, drops it silently once the pool is shut down
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(this, getEndpoint().getEndpointBaseUri(), profile);
    }

    @Override
    protected void doStop() throws Exception {
        if (reception != null) {
            reception.stopWork();
        }
        super.doStop();
        awaitEndOfPoll();
        if (workers != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
            workers = null;
        }
        if (reception != null) {
            reception.ledger().forgetDelivered();
            reception.stop();
        }
        getEndpoint().consumer(null);
        meters.close();
    }

    /** Camel does not wait for it where no graceful shutdown comes first, as when a cluster takes the leadership away. */
    private void awaitEndOfPoll() {
        try {
            if (polling.tryLock(LONGEST_END_OF_POLL_SECONDS, TimeUnit.SECONDS)) {
                polling.unlock();
                return;
            }
        } catch (InterruptedException e) {
            // so does Camel to a stop that takes too long, and then forces it: the rest of it is not to be left out
            Thread.currentThread().interrupt();
        }
        LOG.warn(
                "The poll of {} is still under way; what it has not started is given back when it ends", getEndpoint());
    }

    @Override
    protected void doSuspend() throws Exception {
        reception.stopAsking();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
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
        polling.lock();
        try {
            return pollOnce();
        } finally {
            polling.unlock();
        }
    }

    private int pollOnce() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        int routed = 0;
        try {
            boolean more;
            do {
                Deque<UUID> candidates = new ArrayDeque<>(candidates());
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

    private List<UUID> candidates() {
        progress().enter(PollProgress.Phase.ASKING);
        String only = getEndpoint().getConfiguration().getFileTransferId();
        List<UUID> candidates = only == null ? ledger().candidates() : List.of(UUID.fromString(only));
        progress().due(candidates.size());
        return candidates;
    }

    private int route(Deque<UUID> candidates, int before) throws Exception {
        int size = order == null ? BATCH : SORTED_BATCH;
        int routed = 0;
        while (!candidates.isEmpty() && mayRoute(before + routed)) {
            int most = maxMessagesPerPoll <= 0 ? size : Math.min(size, maxMessagesPerPoll - before - routed);
            List<FileTransfer> batch = new ArrayList<>(most);
            RuntimeException failure = claim(candidates, most, batch);
            routed += processBatch(new ArrayDeque<>(sorted(batch)));
            if (failure != null) {
                throw failure;
            }
        }
        return routed;
    }

    private List<FileTransfer> sorted(List<FileTransfer> batch) {
        if (order == null) {
            return batch;
        }
        try {
            batch.sort(order);
            return batch;
        } catch (RuntimeException e) {
            batch.forEach(transfer -> ledger().release(transfer.id()));
            throw e;
        }
    }

    /** Fills a batch. A failure ends it early and is reported only after what was claimed has been routed. */
    private RuntimeException claim(Deque<UUID> candidates, int most, List<FileTransfer> batch) {
        while (batch.size() < most && !candidates.isEmpty() && isWanted()) {
            progress().enter(PollProgress.Phase.ASKING);
            try {
                ledger().claim(candidates.poll()).ifPresent(batch::add);
            } catch (RuntimeException e) {
                return e;
            }
        }
        return null;
    }

    @Override
    public int processBatch(Queue<Object> exchanges) throws Exception {
        Queue<FileTransfer> transfers = CastUtils.cast(exchanges);
        int size = transfers.size();
        int index = 0;
        progress().enter(PollProgress.Phase.ROUTING);
        try {
            for (; index < size && takeSlot(); index++) {
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

    /** @return whether the next file may be started; {@code false} when the poll is to end */
    private boolean takeSlot() throws InterruptedException {
        while (isWanted()) {
            if (slots.tryAcquire(STILL_WANTED_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isWanted()) {
                    return true;
                }
                slots.release();
            }
        }
        return false;
    }

    private void start(FileTransfer transfer, int index, int size) {
        if (concurrentTransfers == 1) {
            process(transfer, index, size);
            return;
        }
        ExecutorService pool = workers;
        boolean handedOver = false;
        try {
            if (pool != null) {
                pool.execute(() -> process(transfer, index, size));
                handedOver = true;
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("File transfer {} is left for the next start", transfer.id());
        } finally {
            if (!handedOver) {
                giveBack(transfer);
            }
        }
    }

    private void giveBack(FileTransfer transfer) {
        slots.release();
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
            slots.release();
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
        return Math.max(super.getPendingExchangesSize(), concurrentTransfers - slots.availablePermits());
    }

    private Ledger ledger() {
        return reception.ledger();
    }
}
