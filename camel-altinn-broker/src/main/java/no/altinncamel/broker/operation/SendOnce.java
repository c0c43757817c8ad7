package no.altinncamel.broker.operation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.OrganizationNumber;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.Cancellation;

/**
 * Sees to it that a file, known by its sender, resource, reference and MD5, is sent once, whatever crashes and whoever else
 * offers it.
 * <p>
 * Who sends a file claims it. Keys in the repository say that it was begun, with which transfer, and that it was sent. If it was
 * begun but not sent, the transfers of the sender say how far that came: the Broker knows no search by reference, so they are
 * listed, and the one whose key is in the repository is ours. A transfer whose key did not get there before a crash has no file
 * and is of no harm.
 */
public final class SendOnce {

    private static final Logger LOG = LoggerFactory.getLogger(SendOnce.class);

    static final String OWNER = "send";

    /** One file on its way. */
    interface Delivery {

        /**
         * Sends it with a new transfer.
         *
         * @param made told of the transfer before the file travels
         */
        SentTransfer begin(Consumer<UUID> made);

        /** Goes on with a transfer; {@code null} if that will never get the file. */
        SentTransfer goOn(UUID transferId);
    }

    private final IdempotentRepository repository;
    private final Claims claims;
    private final BegunTransfers transfers;
    private final Set<UUID> underway = ConcurrentHashMap.newKeySet();

    /**
     * @param claimTimeout after which others take over what a dead node was sending
     * @param lookback     how old a transfer may be for an interrupted send to find it again
     */
    public SendOnce(IdempotentRepository repository, Duration claimTimeout, Duration lookback, Clock clock) {
        this.repository = repository;
        this.claims = new Claims(repository, OWNER, claimTimeout, clock);
        this.transfers = new BegunTransfers(repository, lookback, clock);
    }

    /** How often {@link #renewClaims()} is to be called. */
    public Duration renewalInterval() {
        return claims.renewalInterval();
    }

    /** Goes on to claim what is being sent. */
    public void renewClaims() {
        claims.renew();
    }

    /** Whether anything is being sent, for which claims are to be renewed. */
    public boolean isUnderway() {
        return !underway.isEmpty();
    }

    /** @throws AltinnClientException also when somebody else is sending the file just now; that is retryable */
    SentTransfer send(BrokerClient client, Initialization file, Delivery delivery, Steps steps) {
        UUID key = key(client, file);
        if (!underway.add(key)) {
            throw busy(file);
        }
        try {
            if (!claims.isRecorded(key)) {
                return claimed(client, file, key, delivery, steps);
            }
            return alreadySent(client, file, key, steps);
        } finally {
            underway.remove(key);
        }
    }

    private SentTransfer claimed(BrokerClient client, Initialization file, UUID key, Delivery delivery, Steps steps) {
        Cancellation cancellation = steps.cancellation();
        if (!claims.take(key, cancellation::abandon)) {
            throw busy(file);
        }
        cancellation.guard(() -> claims.holds(key));
        try {
            // the holder before us may have finished between our look and our claim
            if (claims.isRecorded(key)) {
                return alreadySent(client, file, key, steps);
            }
            boolean first = repository.add(begun(key));
            SentTransfer sent = first ? null : goneOn(client, file, key, delivery, steps);
            if (sent == null) {
                sent = begin(file, key, delivery, cancellation);
            }
            claims.record(key);
            return sent;
        } catch (AltinnClientException e) {
            if (cancellation.abandoned()) {
                throw busy(file, e);
            }
            throw e;
        } finally {
            claims.release(key);
        }
    }

    private SentTransfer begin(Initialization file, UUID key, Delivery delivery, Cancellation cancellation) {
        AtomicBoolean made = new AtomicBoolean();
        try {
            return delivery.begin(id -> {
                transfers.note(key, id);
                made.set(true);
                mustHold(file, key);
            });
        } catch (RuntimeException e) {
            if (!made.get() && !cancellation.abandoned()) {
                notBegun(key, e);
            }
            throw e;
        }
    }

    /** Without a transfer there is nothing to look for next time. */
    private void notBegun(UUID key, RuntimeException why) {
        try {
            repository.remove(begun(key));
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** @return {@code null} if the file is to be sent anew */
    private SentTransfer goneOn(BrokerClient client, Initialization file, UUID key, Delivery delivery, Steps steps) {
        UUID id = transfers.find(client, file.resourceId(), key, steps);
        if (id == null) {
            mustSeeTransfersOf(client, file);
            return null;
        }
        mustHold(file, key);
        LOG.info("The file {} was begun to be sent with transfer {}", file.fileName(), id);
        SentTransfer sent = delivery.goOn(id);
        if (sent == null) {
            transfers.forget(key, id);
        }
        return sent;
    }

    /** A claim lapses while a node stands still, and another node may be at it since. */
    private void mustHold(Initialization file, UUID key) {
        if (!claims.holds(key)) {
            throw busy(file);
        }
    }

    /** The Broker lists the transfers of the organisation that asks, which is not the sender if rights were delegated to it. */
    private static void mustSeeTransfersOf(BrokerClient client, Initialization file) {
        String asks = client.organization();
        if (asks != null && !OrganizationNumber.parse(asks).equals(OrganizationNumber.parse(file.sender()))) {
            String what = "it was begun before, but whether it has arrived cannot be found out: the Broker tells "
                    + asks + " nothing of the transfers of " + file.sender();
            throw new AltinnClientException(Failure.withoutAnswer("sending of " + file.fileName(), null, what)
                    .withOutcomeUnknown(true));
        }
    }

    private SentTransfer alreadySent(BrokerClient client, Initialization file, UUID key, Steps steps) {
        UUID id = null;
        try {
            id = transfers.findCheaply(client, file.resourceId(), key, steps);
        } catch (AltinnClientException e) {
            LOG.warn("With which transfer the file {} was sent before cannot be found out", file.fileName(), e);
        }
        LOG.info("The file {} was sent before ({}), so it is not sent again", file.fileName(), id);
        return new SentTransfer(id, null, null, true);
    }

    private static UUID key(BrokerClient client, Initialization file) {
        // the test environment may share the repository of production
        String name = String.join(
                "\n",
                client.platform().toString(),
                file.sender(),
                file.resourceId(),
                file.checksum(),
                file.reference());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String begun(UUID key) {
        return OWNER + "/" + key + "#begun";
    }

    private static AltinnClientException busy(Initialization file) {
        return busy(file, null);
    }

    private static AltinnClientException busy(Initialization file, AltinnClientException cause) {
        Failure failure = Failure.withoutAnswer(
                "sending of " + file.fileName(), null, "the same file, with the same reference, is just being sent");
        return new AltinnClientException(failure.withRetryable(true), cause);
    }
}
