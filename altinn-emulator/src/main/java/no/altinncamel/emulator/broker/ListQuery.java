package no.altinncamel.emulator.broker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import no.altinncamel.emulator.http.HttpCall;

/**
 * A search for transfers (contract altinn-broker 4.6); every member but {@code resourceId} and {@code ascending} may be
 * {@code null} for "any".
 */
record ListQuery(
        String resourceId,
        TransferStatus status,
        RecipientStatus recipientStatus,
        Instant from,
        Instant to,
        boolean ascending,
        Role role) {

    private static final int LIMIT = 100;

    private record Hit(Transfer transfer, Instant at) {}

    static ListQuery of(HttpCall call) throws RefusedException {
        QueryReader reader = new QueryReader(call);
        ListQuery query = new ListQuery(
                reader.required("resourceId"),
                reader.constant("status", TransferStatus.values(), TransferStatus::wireName),
                reader.constant("recipientStatus", RecipientStatus.values(), RecipientStatus::wireName),
                reader.instant("from"),
                reader.instant("to"),
                reader.flag("orderAscending"),
                reader.constant("role", Role.values(), Role::wireName));
        reader.throwIfInvalid();
        return query;
    }

    /**
     * @param  transfers in the order in which they were initialized, which orders those of the same moment
     * @param  caller    organisation in its prefixed form
     * @return           ids
     */
    List<String> select(List<Transfer> transfers, String caller) {
        List<Hit> hits = new ArrayList<>(
                transfers.stream().flatMap(transfer -> hit(transfer, caller)).toList());
        hits.sort(Comparator.comparing(Hit::at));
        if (!ascending) {
            Collections.reverse(hits);
        }
        return hits.stream()
                .limit(LIMIT)
                .map(hit -> hit.transfer().id().toString())
                .toList();
    }

    private Stream<Hit> hit(Transfer transfer, String caller) {
        synchronized (transfer) {
            boolean found = transfer.resourceId().equals(resourceId)
                    && (status == null || transfer.status() == status)
                    && concerns(transfer, caller);
            Instant at = status == null
                    ? transfer.created()
                    : transfer.changedTo(status).orElse(null);
            return found && inTime(at) ? Stream.of(new Hit(transfer, at)) : Stream.empty();
        }
    }

    private boolean concerns(Transfer transfer, String caller) {
        Optional<Transfer.Recipient> recipient = transfer.recipient(caller);
        if (recipientStatus != null) {
            // the latest one here, though the overview shows the highest; the role does not matter
            return recipient.filter(found -> found.latest() == recipientStatus).isPresent();
        }
        boolean sends = role != Role.RECIPIENT && transfer.sender().equals(caller);
        boolean receives = role != Role.SENDER && recipient.isPresent();
        return sends || receives;
    }

    /** One bound alone is exclusive, two together are inclusive. */
    private boolean inTime(Instant at) {
        if (from != null && to != null) {
            return !at.isBefore(from) && !at.isAfter(to);
        }
        return (from == null || at.isAfter(from)) && (to == null || at.isBefore(to));
    }
}
