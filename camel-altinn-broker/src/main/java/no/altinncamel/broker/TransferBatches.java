package no.altinncamel.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.receive.Ledger;

/** What a poll routes: which transfers come into question, and of those, in batches, the ones that are claimed and wanted. */
final class TransferBatches {

    /** Metadata is read for so many files ahead of routing; enough to give batches a size, few enough to stay fresh. */
    private static final int BATCH = 20;
    /** To sort, more must be known; the Broker lists so many at a time. */
    private static final int SORTED_BATCH = 100;

    /**
     * Transfers that are claimed for routing.
     *
     * @param transfers in the order in which they are to be routed
     * @param failure   what ended the batch early, to be thrown when these have been routed; {@code null} if nothing did
     */
    record Batch(Queue<FileTransfer> transfers, RuntimeException failure) {}

    private final Ledger ledger;
    private final PollProgress progress;
    private final Comparator<FileTransfer> order;
    private final UUID only;

    /**
     * @param order {@code null} for the order in which they come
     * @param only  the one transfer that is asked for; {@code null} for all that are due
     */
    TransferBatches(Ledger ledger, PollProgress progress, Comparator<FileTransfer> order, UUID only) {
        this.ledger = ledger;
        this.progress = progress;
        this.order = order;
        this.only = only;
    }

    /** @throws AltinnClientException if the Broker cannot be asked */
    Deque<UUID> candidates() {
        progress.enter(PollProgress.Phase.ASKING);
        List<UUID> candidates = only == null ? ledger.candidates() : List.of(only);
        progress.due(candidates.size());
        return new ArrayDeque<>(candidates);
    }

    /**
     * Claims the next ones and takes them off the candidates.
     *
     * @param most   how many at most
     * @param wanted whether to go on
     */
    Batch claim(Deque<UUID> candidates, int most, BooleanSupplier wanted) {
        int size = Math.min(most, order == null ? BATCH : SORTED_BATCH);
        List<FileTransfer> batch = new ArrayList<>(size);
        RuntimeException failure = null;
        while (failure == null && batch.size() < size && !candidates.isEmpty() && wanted.getAsBoolean()) {
            progress.enter(PollProgress.Phase.ASKING);
            try {
                ledger.claim(candidates.poll()).ifPresent(batch::add);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        sort(batch);
        return new Batch(new ArrayDeque<>(batch), failure);
    }

    private void sort(List<FileTransfer> batch) {
        if (order == null) {
            return;
        }
        try {
            batch.sort(order);
        } catch (RuntimeException e) {
            batch.forEach(transfer -> ledger.release(transfer.id()));
            throw e;
        }
    }
}
