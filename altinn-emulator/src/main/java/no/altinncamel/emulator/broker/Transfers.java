package no.altinncamel.emulator.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** All transfers, in the order in which they were initialized. */
final class Transfers {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}");

    private final Map<UUID, Transfer> transfers = new LinkedHashMap<>();

    synchronized void add(Transfer transfer) {
        transfers.put(transfer.id(), transfer);
    }

    synchronized Optional<Transfer> find(UUID id) {
        return Optional.ofNullable(transfers.get(id));
    }

    synchronized List<Transfer> all() {
        return new ArrayList<>(transfers.values());
    }

    /** The id as it stands in a path; empty if it is no GUID. */
    static Optional<UUID> parse(String id) {
        if (!GUID.matcher(id).matches()) {
            return Optional.empty();
        }
        String digits = id.replace("-", "");
        return Optional.of(new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16)));
    }

    /**
     * @param  id               as it stands in the path
     * @throws RefusedException 400 if it is no GUID, 404 if there is no such transfer
     */
    Transfer get(String id) throws RefusedException {
        UUID uuid = parse(id)
                .orElseThrow(() -> RefusedException.invalid("fileTransferId", "The value '" + id + "' is not valid."));
        return get(uuid);
    }

    /** @throws RefusedException 404 if there is no such transfer */
    Transfer get(UUID id) throws RefusedException {
        return find(id).orElseThrow(() -> RefusedException.of(BrokerError.FILE_TRANSFER_NOT_FOUND));
    }
}
