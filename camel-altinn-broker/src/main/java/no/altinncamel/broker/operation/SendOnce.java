package no.altinncamel.broker.operation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

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

    private static final String OWNER = "send";
    private static final int MOST_KNOWN = 1000;
    /** The Broker allows ten list calls a minute; a file that was sent already is worth little of that. */
    private static final Duration LIST_INTERVAL = Duration.ofMinutes(1);

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
    private final Duration lookback;
    private final Clock clock;
    private final Set<UUID> underway = ConcurrentHashMap.newKeySet();
    private final Map<UUID, UUID> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, UUID> eldest) {
            return size() > MOST_KNOWN;
        }
    };
    private Instant listed = Instant.MIN;

    /**
     * @param claimTimeout after which others take over what a dead node was sending
     * @param lookback     how old a transfer may be for an interrupted send to find it again
     */
    public SendOnce(IdempotentRepository repository, Duration claimTimeout, Duration lookback, Clock clock) {
        this.repository = repository;
        this.claims = new Claims(repository, OWNER, claimTimeout, clock);
        this.lookback = lookback;
        this.clock = clock;
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
    SentTransfer send(BrokerClient client, Initialization file, Delivery delivery) {
        UUID key = key(client, file);
        if (!underway.add(key)) {
            throw busy(file);
        }
        try {
            if (!claims.isRecorded(key)) {
                return claimed(client, file, key, delivery);
            }
            return alreadySent(client, file, key);
        } finally {
            underway.remove(key);
        }
    }

    private SentTransfer claimed(BrokerClient client, Initialization file, UUID key, Delivery delivery) {
        if (!claims.take(key)) {
            throw busy(file);
        }
        try {
            // the holder before us may have finished between our look and our claim
            if (claims.isRecorded(key)) {
                return alreadySent(client, file, key);
            }
            boolean first = repository.add(begun(key));
            SentTransfer sent = first ? null : goneOn(client, file, key, delivery);
            if (sent == null) {
                sent = begin(file, key, delivery);
            }
            claims.record(key);
            return sent;
        } finally {
            claims.release(key);
        }
    }

    private SentTransfer begin(Initialization file, UUID key, Delivery delivery) {
        AtomicBoolean made = new AtomicBoolean();
        try {
            return delivery.begin(id -> {
                repository.add(transfer(key, id));
                made.set(true);
                know(key, id);
                mustHold(file, key);
            });
        } catch (RuntimeException e) {
            if (!made.get()) {
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
    private SentTransfer goneOn(BrokerClient client, Initialization file, UUID key, Delivery delivery) {
        UUID id = known(key);
        // another node may have replaced it meanwhile
        if (id == null || !repository.contains(transfer(key, id))) {
            id = find(client, file, key, Integer.MAX_VALUE);
        }
        if (id == null) {
            mustSeeTransfersOf(client, file);
            return null;
        }
        know(key, id);
        mustHold(file, key);
        LOG.info("The file {} was begun to be sent with transfer {}", file.fileName(), id);
        SentTransfer sent = delivery.goOn(id);
        if (sent == null) {
            repository.remove(transfer(key, id));
            forget(key);
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

    private SentTransfer alreadySent(BrokerClient client, Initialization file, UUID key) {
        UUID id = known(key);
        if (id == null && mayList()) {
            try {
                id = find(client, file, key, 1);
            } catch (AltinnClientException e) {
                LOG.warn("With which transfer the file {} was sent before cannot be found out", file.fileName(), e);
            }
        }
        LOG.info("The file {} was sent before ({}), so it is not sent again", file.fileName(), id);
        return new SentTransfer(id, null, null, true);
    }

    private synchronized boolean mayList() {
        Instant now = clock.instant();
        boolean may = listed.plus(LIST_INTERVAL).isBefore(now);
        if (may) {
            listed = now;
        }
        return may;
    }

    /** Looks through the sender's transfers, newest first. */
    private UUID find(BrokerClient client, Initialization file, UUID key, int mostPages) {
        TransferQuery query = TransferQuery.of(file.resourceId())
                .withRole(TransferQuery.Role.SENDER)
                .withFrom(clock.instant().minus(lookback));
        Set<UUID> seen = new HashSet<>();
        for (int page = 0; page < mostPages; page++) {
            List<UUID> ids = client.list(query);
            boolean news = false;
            for (UUID id : ids) {
                news |= seen.add(id);
                if (repository.contains(transfer(key, id))) {
                    return id;
                }
            }
            if (!news || ids.size() < TransferQuery.MOST_RESULTS) {
                return null;
            }
            query = query.withTo(client.overview(ids.get(ids.size() - 1)).created());
        }
        return null;
    }

    private synchronized UUID known(UUID key) {
        return known.get(key);
    }

    private synchronized void know(UUID key, UUID id) {
        known.put(key, id);
    }

    private synchronized void forget(UUID key) {
        known.remove(key);
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

    private static String transfer(UUID key, UUID id) {
        return OWNER + "/" + key + "#" + id;
    }

    private static AltinnClientException busy(Initialization file) {
        Failure failure = Failure.withoutAnswer(
                "sending of " + file.fileName(), null, "the same file, with the same reference, is just being sent");
        return new AltinnClientException(failure.withRetryable(true));
    }
}
