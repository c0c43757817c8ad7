package no.altinncamel.broker.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.spi.IdempotentRepository;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.TransferQuery;

/** With which transfer each file was begun to be sent: in the repository, and the last of them in memory. */
final class BegunTransfers {

    private static final int MOST_KNOWN = 1000;
    /** The Broker allows ten list calls a minute; a file that was sent already is worth little of that. */
    private static final Duration LIST_INTERVAL = Duration.ofMinutes(1);

    private final IdempotentRepository repository;
    private final Duration lookback;
    private final Clock clock;
    private final Map<UUID, UUID> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, UUID> eldest) {
            return size() > MOST_KNOWN;
        }
    };
    private Instant listed = Instant.MIN;

    /** @param lookback how old a transfer may be to be found */
    BegunTransfers(IdempotentRepository repository, Duration lookback, Clock clock) {
        this.repository = repository;
        this.lookback = lookback;
        this.clock = clock;
    }

    void note(UUID key, UUID id) {
        repository.add(entry(key, id));
        know(key, id);
    }

    /** The transfer will never get the file. */
    void forget(UUID key, UUID id) {
        repository.remove(entry(key, id));
        synchronized (this) {
            known.remove(key);
        }
    }

    /** Looks through all of the sender's transfers if it is not known; {@code null} if there is none. */
    UUID find(BrokerClient client, String resourceId, UUID key, Steps steps) {
        UUID id = known(key);
        // another node may have replaced it meanwhile
        if (id == null || !repository.contains(entry(key, id))) {
            id = search(client, resourceId, key, Integer.MAX_VALUE, steps);
        }
        if (id != null) {
            know(key, id);
        }
        return id;
    }

    /** Looks among the newest, and that only now and then; {@code null} if it is not found so. */
    UUID findCheaply(BrokerClient client, String resourceId, UUID key, Steps steps) {
        UUID id = known(key);
        return id == null && mayList() ? search(client, resourceId, key, 1, steps) : id;
    }

    private synchronized boolean mayList() {
        Instant now = clock.instant();
        boolean may = listed.plus(LIST_INTERVAL).isBefore(now);
        if (may) {
            listed = now;
        }
        return may;
    }

    /** Newest first. */
    private UUID search(BrokerClient client, String resourceId, UUID key, int mostPages, Steps steps) {
        TransferQuery query = TransferQuery.of(resourceId)
                .withRole(TransferQuery.Role.SENDER)
                .withFrom(clock.instant().minus(lookback));
        Set<UUID> seen = new HashSet<>();
        for (int page = 0; page < mostPages; page++) {
            TransferQuery asked = query;
            List<UUID> ids = steps.run(() -> client.list(asked));
            boolean news = false;
            for (UUID id : ids) {
                news |= seen.add(id);
                if (repository.contains(entry(key, id))) {
                    return id;
                }
            }
            if (!news || ids.size() < TransferQuery.MOST_RESULTS) {
                return null;
            }
            UUID oldest = ids.get(ids.size() - 1);
            query = query.withTo(steps.run(() -> client.overview(oldest)).created());
        }
        return null;
    }

    private synchronized UUID known(UUID key) {
        return known.get(key);
    }

    private synchronized void know(UUID key, UUID id) {
        known.put(key, id);
    }

    private static String entry(UUID key, UUID id) {
        return SendOnce.OWNER + "/" + key + "#" + id;
    }
}
