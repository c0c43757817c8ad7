package no.altinncamel.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.receive.Backoff;
import no.altinncamel.broker.receive.Claims;
import no.altinncamel.broker.receive.FailurePolicy;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.KnownTransfers;
import no.altinncamel.broker.receive.Ledger;
import no.altinncamel.broker.receive.PendingConfirmations;
import no.altinncamel.broker.receive.ReceiveListener;
import no.altinncamel.broker.receive.ReceivedBody;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferCompletion;
import no.altinncamel.broker.receive.TransferContent;
import no.altinncamel.broker.receive.TransferFile;
import no.altinncamel.broker.receive.WorkDirectory;

/**
 * What polling and event-driven consumers have in common: which files are due, the exchanges that carry them, and what has to
 * be done beside the polls, such as to repeat confirmations and to renew claims.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** Longer than the gateway's window of a minute, so that each waits for its turn beside several others. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);
    /** Whoever waits longer is overtaken by the next try anyway. */
    private static final Duration CONFIRM_TURN = Duration.ofSeconds(10);
    /** Confirmations are repeated a second after the first failure. */
    private static final long TEND_MILLIS = 1000;

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
    private ScheduledExecutorService tending;
    private WorkDirectory workDirectory;

    Reception(AltinnBrokerEndpoint endpoint, TransferSelection selection, ReceiveMeters meters) {
        CamelContext context = endpoint.getCamelContext();
        this.hold = endpoint.connection().hold();
        client = endpoint.client(BrokerScope.READ)
                .withRateLimitWait(LONGEST_TURN)
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
        this.poison = new Poison(context, configuration);
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
        if (configuration.getLocalWorkDirectory() != null) {
            workDirectory = WorkDirectory.open(Path.of(configuration.getLocalWorkDirectory()));
        }
        // one thread renews claims, so that a slow Broker cannot let them lapse
        tending = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newScheduledThreadPool(this, "AltinnBrokerReceive", claims == null ? 1 : 2);
        tending.scheduleWithFixedDelay(
                () -> safely("repeat confirmations", this::tend), TEND_MILLIS, TEND_MILLIS, TimeUnit.MILLISECONDS);
        if (claims != null) {
            long interval = claims.renewalInterval().toMillis();
            tending.scheduleWithFixedDelay(
                    () -> safely("renew claims", claims::renew), interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    private void tend() {
        confirmations.retry();
        long warning = configuration.getExpiryWarning();
        if (warning > 0) {
            known.announceExpiring(Duration.ofMillis(warning))
                    .forEach(transfer -> listener.expiring(transfer, known.timeLeft(transfer)));
        }
    }

    /** A task that throws is not run again. */
    private static void safely(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Failed to {}; it is tried again", what, e);
        }
    }

    /** The consumer is stopped or suspended: it shall not wait any longer for its turn under the rate limits. */
    void stopAsking() {
        client.stopTurns();
    }

    void resumeAsking() {
        client.startTurns();
    }

    void stop() {
        if (tending != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(tending);
            tending = null;
        }
        confirmations.retryAll();
        List<UUID> unconfirmed = known.in(KnownTransfer.State.UNCONFIRMED).stream()
                .map(KnownTransfer::id)
                .toList();
        if (!unconfirmed.isEmpty()) {
            LOG.warn(
                    "Routed, but not confirmed: file transfers {}. They are confirmed when this route starts again; after a restart"
                            + " of the application {}.",
                    unconfirmed,
                    claims == null ? "they are routed again" : "as the idempotent repository remembers them");
        }
        ledger.forgetDelivered();
        poison.close();
        if (workDirectory != null) {
            workDirectory.close();
            workDirectory = null;
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
                AltinnBrokerException.RECEIVE_FAILURES);
        ReceivedBody body = body(content, exchange.getMessage());
        TransferHeaders.set(exchange.getMessage(), transfer);
        exchange.getMessage().setBody(body);
        exchange.getExchangeExtension().addOnCompletion(endpoint.connection().hold());
        exchange.getExchangeExtension()
                .addOnCompletion(new TransferCompletion(
                        ledger,
                        content,
                        body,
                        configuration.getConfirm() == ConfirmPolicy.onSuccess,
                        listener,
                        exceptionHandler));
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
