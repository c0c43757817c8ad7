package no.altinncamel.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.Exchange;
import org.apache.camel.support.PollingConsumerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;

/**
 * Fetches one file when it is asked for, as {@code pollEnrich} and {@code ConsumerTemplate} do: the oldest that is due and
 * wanted, or the one of the option fileTransferId. It is confirmed when the exchange that took it is done.
 */
public class AltinnBrokerPollingConsumer extends PollingConsumerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(AltinnBrokerPollingConsumer.class);

    private static final String NO_OVERVIEW = "No overview call now: {}";

    /** Whoever asks has a timeout of his own, and asks again while it lasts. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    /** Listed and not yet looked at; a list call is too rare to throw the rest away. */
    private final Deque<UUID> candidates = new ArrayDeque<>();

    private Reception reception;

    public AltinnBrokerPollingConsumer(AltinnBrokerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        reception = new Reception(getEndpoint(), getEndpoint().selection(), ReceiveMeters.NONE, LONGEST_TURN);
        try {
            reception.start();
        } catch (IOException | RuntimeException e) {
            reception.stop();
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (reception == null) {
            super.doStop();
            return;
        }
        reception.stopAsking();
        // else whoever asked may stop it at once, and has the exchange still before him
        if (getEndpoint().getCamelContext().isStopping()) {
            reception.stopWork();
        }
        lock.lock();
        try {
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
        reception.stop();
        super.doStop();
    }

    @Override
    public Exchange receive() {
        return receive(Duration.ofNanos(Long.MAX_VALUE));
    }

    @Override
    public Exchange receive(long timeout) {
        return receive(Duration.ofMillis(timeout));
    }

    @Override
    public Exchange receiveNoWait() {
        return receive(Duration.ZERO);
    }

    private Exchange receive(Duration timeout) {
        long start = System.nanoTime();
        try {
            while (isRunAllowed()) {
                Optional<FileTransfer> transfer = next();
                if (transfer.isPresent()) {
                    return exchange(transfer.get());
                }
                long left = timeout.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    return null;
                }
                pause(Math.min(
                        left, getEndpoint().getTimeUnit().toNanos(getEndpoint().getDelay())));
            }
        } catch (AltinnClientException e) {
            throw new AltinnBrokerException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** Between two looks at the list there is the endpoint's delay, as there is between polls. */
    private void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && isRunAllowed()) {
                left = stopped.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<FileTransfer> next() {
        String only = getEndpoint().getConfiguration().getFileTransferId();
        if (only != null) {
            return wished(UUID.fromString(only));
        }
        lock.lock();
        try {
            if (candidates.isEmpty()) {
                candidates.addAll(listed());
            }
            Optional<FileTransfer> transfer = Optional.empty();
            while (transfer.isEmpty() && !candidates.isEmpty()) {
                UUID id = candidates.poll();
                try {
                    transfer = reception.ledger().claim(id);
                } catch (RateLimitedException e) {
                    LOG.debug(NO_OVERVIEW, e.getMessage());
                    candidates.addFirst(id);
                    return Optional.empty();
                }
            }
            return transfer;
        } finally {
            lock.unlock();
        }
    }

    private Optional<FileTransfer> wished(UUID id) {
        try {
            return reception.ledger().claimWished(id);
        } catch (RateLimitedException e) {
            LOG.debug(NO_OVERVIEW, e.getMessage());
            return Optional.empty();
        }
    }

    private List<UUID> listed() {
        try {
            return reception.ledger().candidates();
        } catch (RateLimitedException e) {
            LOG.debug("No list call now: {}", e.getMessage());
            return List.of();
        }
    }

    private Exchange exchange(FileTransfer transfer) {
        boolean filled = false;
        try {
            Exchange exchange = getEndpoint().createExchange();
            reception.fill(exchange, transfer);
            filled = true;
            return exchange;
        } finally {
            if (!filled) {
                reception.ledger().release(transfer.id());
            }
        }
    }

    @Override
    public AltinnBrokerEndpoint getEndpoint() {
        return (AltinnBrokerEndpoint) super.getEndpoint();
    }
}
