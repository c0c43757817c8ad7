package no.altinncamel.emulator.broker;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** Overview, details and list: what changes nothing (contract altinn-broker 3.8 to 3.10). */
final class ReadOperations {

    private final Access access;
    private final Transfers transfers;

    ReadOperations(Access access, Transfers transfers) {
        this.access = access;
        this.transfers = transfers;
    }

    Reply overview(HttpCall call, Caller caller) throws RefusedException {
        return Reply.json(200, TransferView.overview(visible(call, caller)));
    }

    Reply details(HttpCall call, Caller caller) throws RefusedException {
        return Reply.json(200, TransferView.details(visible(call, caller)));
    }

    Reply list(HttpCall call, Caller caller) throws RefusedException {
        ListQuery query = ListQuery.of(call);
        access.requireListing(caller, query.resourceId());
        return Reply.json(200, query.select(transfers.all(), OrganizationNumber.prefixed(caller.organization())));
    }

    private Transfer visible(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = transfers.get(call.pathParameter("fileTransferId"));
        access.requireSeeing(caller, transfer);
        return transfer;
    }
}
