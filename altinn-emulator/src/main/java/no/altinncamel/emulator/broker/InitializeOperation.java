package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code POST /filetransfer} (contract altinn-broker 3.5 and 2.7). */
final class InitializeOperation {

    /** The web server's own limit for a body that is not a file, in bytes. */
    private static final int MAX_BODY = 30_000_000;
    /** What the database column holds; validation lets more pass. */
    private static final int MAX_STORED_REFERENCE = 500;

    private final Access access;
    private final Resources resources;
    private final Transfers transfers;
    private final Lifecycle lifecycle;

    InitializeOperation(Access access, Resources resources, Transfers transfers, Lifecycle lifecycle) {
        this.access = access;
        this.resources = resources;
        this.transfers = transfers;
        this.lifecycle = lifecycle;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        byte[] body = call.body(MAX_BODY);
        if (body == null) {
            throw RefusedException.empty(413);
        }
        if (body.length > 0 && !MediaTypes.isJson(call.header("Content-Type"))) {
            throw RefusedException.unsupportedMediaType();
        }
        Initialization metadata = InitializationReader.read(body);
        ValidationErrors errors = new ValidationErrors("");
        InitializationCheck.check(metadata, errors);
        errors.throwIfAny();
        return answer(initialize(call, caller, metadata));
    }

    static Reply answer(Transfer transfer) {
        return Reply.json(200, Map.of("fileTransferId", transfer.id().toString()));
    }

    /** Everything that comes after model validation. */
    Transfer initialize(HttpCall call, Caller caller, Initialization metadata) throws RefusedException {
        access.requireSending(caller, metadata.bareResourceId(), metadata.sender());
        BrokerResource resource = resources.usable(metadata.bareResourceId());
        checkResource(resource, metadata);
        checkParties(resource, metadata);
        if (!fitsDatabase(metadata)) {
            throw RefusedException.unhandled(call);
        }
        Instant now = lifecycle.now();
        Transfer transfer = new Transfer(metadata, now, now.plus(resource.timeToLive()));
        transfers.add(transfer);
        synchronized (transfer) {
            lifecycle.initialized(transfer);
        }
        return transfer;
    }

    private void checkResource(BrokerResource resource, Initialization metadata) throws RefusedException {
        boolean approvalNeeded = metadata.disableVirusScan() && resources.environment() == Environment.PRODUCTION;
        if (approvalNeeded && !resource.isApprovedWithoutVirusScan()) {
            throw RefusedException.of(BrokerError.NOT_APPROVED_FOR_DISABLED_VIRUS_SCAN);
        }
        if (!resource.isStorageReady()) {
            throw RefusedException.of(BrokerError.STORAGE_NOT_READY);
        }
        if (!resource.isInRegistry()) {
            throw RefusedException.of(BrokerError.INVALID_RESOURCE);
        }
    }

    private static void checkParties(BrokerResource resource, Initialization metadata) throws RefusedException {
        List<String> recipients = metadata.recipients();
        if (!recipients.stream().allMatch(resource::inAccessList)) {
            throw RefusedException.of(BrokerError.RECIPIENT_NOT_IN_ACCESS_LIST);
        }
        String required = resource.requiredParty();
        if (required == null || required.equals(OrganizationNumber.bare(metadata.sender()))) {
            return;
        }
        if (recipients.size() > 1) {
            throw RefusedException.of(BrokerError.ONE_RECIPIENT_ONLY);
        }
        if (!required.equals(OrganizationNumber.bare(recipients.get(0)))) {
            throw RefusedException.of(BrokerError.REQUIRED_PARTY_MISSING);
        }
    }

    private static boolean fitsDatabase(Initialization metadata) {
        String reference = metadata.reference();
        return reference.codePointCount(0, reference.length()) <= MAX_STORED_REFERENCE
                && metadata.propertyList().values().stream().allMatch(Objects::nonNull);
    }
}
