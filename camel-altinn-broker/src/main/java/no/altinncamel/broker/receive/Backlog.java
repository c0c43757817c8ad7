package no.altinncamel.broker.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;

/**
 * The published transfers that are in one state for us, oldest first. The Broker lists the 100 oldest only (contract
 * altinn-broker 4.6), so when all of those are ones that cannot be worked on now, the look goes on behind them.
 */
final class Backlog {

    private static final int PAGE = 100;
    /** Of ten list calls a minute; a look that has not found anything by then goes on at the next one. */
    private static final int PAGES_AT_ONCE = 3;
    /** Under a load that never ends the list never does; what comes back at its front must be seen nevertheless. */
    private static final int LOOKS_AWAY_FROM_THE_FRONT = 10;
    /** Of the last ones of a page at one look, until one tells when it was published. */
    private static final int MOST_TRIED = 3;
    /** The Broker's clock has no finer tick. */
    private static final Duration TICK = Duration.ofNanos(1000);

    private final BrokerClient client;
    private final TransferQuery query;
    /** Where the next look begins; {@code null} is the front. */
    private Instant from;

    /** Of the last ones of a page, those that could not be read at earlier looks. */
    private int unreadable;

    private int looksAway;
    private boolean moreBehind;

    Backlog(BrokerClient client, String resourceId, RecipientStatus status) {
        this.client = client;
        this.query = TransferQuery.of(resourceId)
                .withStatus(FileTransferStatus.PUBLISHED)
                .withRecipientStatus(status)
                .oldestFirst();
    }

    /**
     * @param workable which transfers could be worked on now
     * @return         those that could, in the order of publication
     */
    List<UUID> look(Predicate<UUID> workable) {
        Set<UUID> listed = new LinkedHashSet<>(frontNowAndThen());
        moreBehind = true;
        for (int pages = 0; pages < PAGES_AT_ONCE; pages++) {
            List<UUID> page = client.list(from == null ? query : query.withFrom(from));
            boolean news = listed.addAll(page);
            if (page.size() < PAGE) {
                from = null;
                moreBehind = false;
                break;
            }
            if (page.stream().anyMatch(workable)) {
                break;
            }
            from = behind(page, news);
        }
        List<UUID> found = new ArrayList<>(listed);
        found.removeIf(workable.negate());
        return found;
    }

    /** Whether the last look did not reach the end of the list. */
    boolean moreBehind() {
        return moreBehind;
    }

    /** What came back at the front, without giving up the place behind it. */
    private List<UUID> frontNowAndThen() {
        looksAway = from == null ? 0 : looksAway + 1;
        if (looksAway < LOOKS_AWAY_FROM_THE_FRONT) {
            return List.of();
        }
        looksAway = 0;
        return client.list(query);
    }

    /** Just before the last one listed, lest others of the same instant be passed over; just behind it if that led nowhere. */
    private Instant behind(List<UUID> page, boolean news) {
        AltinnClientException failure = null;
        for (int tried = 0; tried < MOST_TRIED; tried++) {
            int fromTheEnd = (unreadable + tried) % page.size();
            try {
                FileTransfer transfer = client.overview(page.get(page.size() - 1 - fromTheEnd));
                Instant published = transfer.published() != null ? transfer.published() : transfer.statusChanged();
                unreadable = 0;
                return news ? published.minus(TICK) : published;
            } catch (RateLimitedException e) {
                throw e;
            } catch (AltinnClientException e) {
                // one that cannot be read shall not bar the way
                failure = e;
            }
        }
        unreadable = (unreadable + MOST_TRIED) % page.size();
        throw failure;
    }
}
