package no.altinncamel.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.receive.Backoff;
import no.altinncamel.broker.receive.DroppedExchanges;
import no.altinncamel.broker.receive.FailurePolicy;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.broker.receive.KnownTransfers;
import no.altinncamel.broker.receive.Ledger;
import no.altinncamel.broker.receive.PendingConfirmations;
import no.altinncamel.broker.receive.ReceiveListener;
import no.altinncamel.broker.receive.ReceivedBody;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferContent;
import no.altinncamel.broker.receive.TransferFile;
import no.altinncamel.broker.receive.TransferOutcome;
import no.altinncamel.broker.receive.WorkDirectory;

/**
 * What polling and event-driven consumers have in common: which files are due, the exchanges that carry them, and what has to
 * be done beside the polls, such as to repeat confirmations and to renew claims.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** Whoever waits longer is overtaken by the next try anyway. */
    private static final Duration CONFIRM_TURN = Duration.ofSeconds(10);
    /** Confirmations are repeated a second after the first failure. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final int TICKS_BETWEEN_EXPIRY = 10;

    private final AltinnBrokerEndpoint endpoint;
    private final EndpointConnection.Hold hold;
    private final AltinnBrokerConfiguration configuration;
    /** For what the consumer asks; what the route asks for is another party, which a stop does not cut short. */
    private final BrokerClient client;

    private final String organization;
    private final KnownTransfers known;
    private final Claims claims;
    private final ReceiveListener listener;
    private final ExceptionHandler exceptionHandler;
    private final Poison poison;
    private final Ledger ledger;
    private final PendingConfirmations confirmations;
    private final List<ScheduledFuture<?>> tasks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean tending = new AtomicBoolean();
    private final AtomicBoolean rescuing = new AtomicBoolean();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private WorkDirectory workDirectory;
    private int ticks;
    private volatile boolean stopped;
    private volatile boolean asking = true;
    private boolean ended;

    /** @param longestTurn how long it may wait for a turn under the rate limits */
    Reception(AltinnBrokerEndpoint endpoint, TransferSelection selection, ReceiveMeters meters, Duration longestTurn) {
        CamelContext context = endpoint.getCamelContext();
        this.hold = endpoint.connection().hold();
        client = endpoint.client(BrokerScope.READ)
                .withRateLimitWait(longestTurn)
                .withRateParty(new RateParty("the consumer of " + endpoint.getEndpointBaseUri()));
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
        this.organization = EndpointIdentity.organization(configuration);
        this.known = endpoint.knownTransfers();
        this.claims = endpoint.claims();
        this.listener = new ReceiveEvents(endpoint, meters);
        this.exceptionHandler = configuration.getOnCompletionExceptionHandler() != null
                ? configuration.getOnCompletionExceptionHandler()
                : new LoggingExceptionHandler(context, AltinnBrokerConsumer.class);
        this.poison = new Poison(endpoint);
        this.ledger = new Ledger(
                client,
                configuration.getResourceId(),
                organization,
                known,
                claims,
                selection.wanted(),
                new FailurePolicy(backoff(configuration), configuration.getMaxAttempts(), poison));
        this.confirmations = new PendingConfirmations(
                endpoint.client(BrokerScope.READ).withRateLimitWait(CONFIRM_TURN),
                organization,
                known,
                ledger,
                listener);
    }

    private static Backoff backoff(AltinnBrokerConfiguration configuration) {
        return new Backoff(
                Duration.ofMillis(configuration.getFailureBackoff()),
                Duration.ofMillis(configuration.getFailureBackoffMax()));
    }

    Ledger ledger() {
        return ledger;
    }

    void start() throws IOException {
        poison.start();
        if (configuration.getLocalWorkDirectory() != null) {
            workDirectory = WorkDirectory.open(
                    Path.of(configuration.getLocalWorkDirectory()),
                    configuration.getParallelDownloads(),
                    Clock.systemUTC());
        } else if (configuration.getParallelDownloads() > 1) {
            LOG.warn("parallelDownloads needs localWorkDirectory; {} reads each file as one stream", endpoint);
        }
        endpoint.tender(this);
        BrokerConnections connections = endpoint.getComponent().connections();
        tasks.add(connections.every(TICK, () -> tick(connections)));
        if (claims != null) {
            tasks.add(connections.every(
                    claims.renewalInterval(), () -> once(connections, renewing, "renew claims", claims::renew)));
        }
    }

    /** Does nothing itself that could take long: all endpoints of a component share one thread for it. */
    private void tick(BrokerConnections connections) {
        if (stopped && (!isPending() || endpoint.tender() != this)) {
            end();
            return;
        }
        ticks++;
        if (ticks % TICKS_BETWEEN_EXPIRY == 0 || !known.due(State.UNCONFIRMED).isEmpty()) {
            once(connections, tending, "repeat confirmations", this::tend);
        }
        DroppedExchanges dropped = endpoint.droppedExchanges();
        if (dropped.any()) {
            // poisonEndpoint may take long to take one
            once(connections, rescuing, "see to exchanges that were dropped", dropped::handle);
        }
    }

    /** In a thread of its own, unless it is being done already. */
    private static void once(BrokerConnections connections, AtomicBoolean running, String what, Runnable task) {
        if (running.compareAndSet(false, true)) {
            connections.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("Failed to {}; it is tried again", what, e);
                } finally {
                    running.set(false);
                }
            });
        }
    }

    private void tend() {
        confirmations.retry();
        known.forgetExpired();
        if (workDirectory != null) {
            workDirectory.sweepDownloads();
        }
        if (asking && configuration.getExpiryWarning() > 0) {
            known.announceExpiring(Duration.ofMillis(configuration.getExpiryWarning())).stream()
                    .filter(transfer -> ledger.isStillDue(transfer.id()))
                    .forEach(transfer -> listener.expiring(transfer, known.timeLeft(transfer)));
        }
    }

    private boolean isPending() {
        Map<State, Integer> counts = known.counts();
        return counts.get(State.IN_PROGRESS) + counts.get(State.UNCONFIRMED) > 0;
    }

    /** The consumer is stopped or suspended: it shall not wait any longer for its turn under the rate limits. */
    void stopAsking() {
        asking = false;
        client.stopTurns();
    }

    /** The consumer is stopped, and has been given the time for what is under way: large files that are still coming end here. */
    void stopWork() {
        stopAsking();
        if (workDirectory != null) {
            workDirectory.stopDownloads();
        }
    }

    void resumeAsking() {
        client.startTurns();
        asking = true;
    }

    /** What is still under way is seen to its end as long as the component runs. */
    void stop() {
        stopped = true;
        confirmations.retryAll();
        List<UUID> unconfirmed =
                known.in(State.UNCONFIRMED).stream().map(KnownTransfer::id).toList();
        if (!unconfirmed.isEmpty()) {
            LOG.warn(
                    "Routed, but not confirmed: file transfers {}. Their confirmation is repeated while the application runs; after"
                            + " a restart {}.",
                    unconfirmed,
                    claims == null ? "they are routed again" : "too, as the idempotent repository remembers them");
        }
        if (!isPending()) {
            end();
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        tasks.forEach(task -> task.cancel(false));
        poison.close();
        if (workDirectory != null) {
            workDirectory.close();
        }
        hold.close();
    }

    /** Makes the exchange carry the transfer, and sees to it when it is done. */
    void fill(Exchange exchange, FileTransfer transfer) {
        TransferContent content = new TransferContent(
                endpoint.client(BrokerScope.READ),
                organization,
                transfer,
                configuration.isVerifyChecksum(),
                AltinnBrokerException.RECEIVE_FAILURES,
                endpoint.transferListener());
        ReceivedBody body = body(content, exchange.getMessage());
        TransferOutcome outcome = new TransferOutcome(
                ledger,
                content,
                body,
                configuration.getConfirm() == ConfirmPolicy.onSuccess,
                listener,
                exceptionHandler);
        Carriage.load(exchange, endpoint, transfer, body, outcome);
    }

    private ReceivedBody body(TransferContent content, Message message) {
        if (workDirectory == null) {
            return new TransferBody(content);
        }
        TransferFile file = new TransferFile(content, workDirectory);
        message.setHeader(Exchange.FILE_LOCAL_WORK_PATH, file.workPath());
        return file;
    }
}
