package no.altinncamel.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.util.CastUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.receive.Ledger;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferCompletion;
import no.altinncamel.broker.receive.TransferContent;

/**
 * Asks the Broker which files are due, routes each as an exchange whose body opens the download when it is first read, and
 * confirms when the exchange is done.
 */
public class AltinnBrokerConsumer extends ScheduledBatchPollingConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(AltinnBrokerConsumer.class);
    /** Metadata is read for so many files ahead of routing; enough to give batches a size, few enough to stay fresh. */
    private static final int BATCH = 20;

    /** A poll does not wait longer for a turn under the rate limits; the next poll comes anyway, and a stop shall not wait. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private Ledger ledger;
    private ExceptionHandler completionExceptionHandler;
    private EndpointConnection.Hold hold;

    public AltinnBrokerConsumer(AltinnBrokerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        AltinnBrokerConfiguration configuration = getEndpoint().getConfiguration();
        hold = getEndpoint().connection().hold();
        ledger = new Ledger(
                getEndpoint().client(BrokerScope.READ).withRateLimitWait(LONGEST_TURN),
                configuration.getResourceId(),
                EndpointIdentity.organization(configuration),
                getEndpoint().inProgress());
        completionExceptionHandler = configuration.getOnCompletionExceptionHandler() != null
                ? configuration.getOnCompletionExceptionHandler()
                : new LoggingExceptionHandler(getEndpoint().getCamelContext(), getClass());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (hold != null) {
            hold.close();
        }
    }

    @Override
    protected int poll() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        try {
            Deque<UUID> candidates = new ArrayDeque<>(candidates());
            forceConsumerAsReady();
            return route(candidates);
        } catch (AltinnClientException e) {
            throw new AltinnBrokerException(e);
        }
    }

    private List<UUID> candidates() {
        try {
            return ledger.candidates();
        } catch (RateLimitedException e) {
            // others use the same Maskinporten client; there is a next poll
            LOG.debug("No list call for this poll: {}", e.getMessage());
            return List.of();
        }
    }

    private int route(Deque<UUID> candidates) throws Exception {
        int routed = 0;
        while (!candidates.isEmpty() && isBatchAllowed() && (maxMessagesPerPoll <= 0 || routed < maxMessagesPerPoll)) {
            int most = maxMessagesPerPoll <= 0 ? BATCH : Math.min(BATCH, maxMessagesPerPoll - routed);
            Queue<Object> batch = new ArrayDeque<>(most);
            AltinnClientException failure = claim(candidates, most, batch);
            routed += processBatch(batch);
            if (failure instanceof RateLimitedException) {
                LOG.debug("Poll cut short: {}", failure.getMessage());
                return routed;
            }
            if (failure != null) {
                throw failure;
            }
        }
        return routed;
    }

    /** Fills a batch. A failure ends it early and is reported only after what was claimed has been routed. */
    private AltinnClientException claim(Deque<UUID> candidates, int most, Queue<Object> batch) {
        while (batch.size() < most && !candidates.isEmpty() && isBatchAllowed()) {
            try {
                ledger.claim(candidates.poll()).ifPresent(batch::add);
            } catch (AltinnClientException e) {
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
        try {
            for (; index < size && isBatchAllowed(); index++) {
                FileTransfer transfer = transfers.poll();
                pendingExchanges = size - index - 1;
                Exchange exchange = claimed(transfer);
                exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
                exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, size);
                exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == size - 1);
                getAsyncProcessor().process(exchange, defaultConsumerCallback(exchange, true));
            }
            return index;
        } finally {
            // what was claimed but not started must be free for the next poll
            transfers.forEach(transfer -> ledger.release(transfer.id()));
        }
    }

    private Exchange claimed(FileTransfer transfer) {
        try {
            return exchange(transfer);
        } catch (RuntimeException e) {
            ledger.release(transfer.id());
            throw e;
        }
    }

    private Exchange exchange(FileTransfer transfer) {
        AltinnBrokerConfiguration configuration = getEndpoint().getConfiguration();
        TransferContent content = new TransferContent(
                getEndpoint().client(BrokerScope.READ),
                EndpointIdentity.organization(configuration),
                transfer,
                configuration.isVerifyChecksum(),
                AltinnBrokerException.RECEIVE_FAILURES);
        TransferBody body = new TransferBody(content);
        Exchange exchange = createExchange(true);
        TransferHeaders.set(exchange.getMessage(), transfer);
        exchange.getMessage().setBody(body);
        exchange.getExchangeExtension()
                .addOnCompletion(getEndpoint().connection().hold());
        exchange.getExchangeExtension()
                .addOnCompletion(new TransferCompletion(
                        ledger,
                        content,
                        body,
                        configuration.getConfirm() == ConfirmPolicy.onSuccess,
                        completionExceptionHandler));
        return exchange;
    }

    @Override
    public AltinnBrokerEndpoint getEndpoint() {
        return (AltinnBrokerEndpoint) super.getEndpoint();
    }
}
