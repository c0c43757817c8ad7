package no.altinncamel.emulator.broker;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code POST /filetransfer/{id}/confirmdownload}, in the decision order of contract altinn-broker 4.4. */
final class ConfirmOperation {

    private final Access access;
    private final Resources resources;
    private final Transfers transfers;
    private final Lifecycle lifecycle;

    ConfirmOperation(Access access, Resources resources, Transfers transfers, Lifecycle lifecycle) {
        this.access = access;
        this.resources = resources;
        this.transfers = transfers;
        this.lifecycle = lifecycle;
    }

    Reply serve(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = transfers.get(call.pathParameter("fileTransferId"));
        access.requireReceiving(caller, transfer);
        synchronized (transfer) {
            if (transfer.stored() == null) {
                throw RefusedException.of(BrokerError.NO_FILE_UPLOADED);
            }
            if (transfer.status() != TransferStatus.PUBLISHED) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_NOT_PUBLISHED);
            }
            Transfer.Recipient recipient =
                    transfer.recipient(caller.organization()).orElseThrow(() -> RefusedException.unhandled(call));
            if (recipient.highest() == RecipientStatus.INITIALIZED) {
                throw RefusedException.of(BrokerError.CONFIRM_BEFORE_DOWNLOAD);
            }
            if (recipient.highest() == RecipientStatus.DOWNLOAD_STARTED) {
                confirm(transfer, recipient);
            }
        }
        return Reply.empty(204);
    }

    private void confirm(Transfer transfer, Transfer.Recipient recipient) {
        lifecycle.downloadConfirmed(transfer, recipient);
        boolean all =
                transfer.recipients().stream().allMatch(each -> each.highest() == RecipientStatus.DOWNLOAD_CONFIRMED);
        if (!all) {
            return;
        }
        lifecycle.allConfirmedDownloaded(transfer);
        resources
                .find(transfer.resourceId())
                .filter(BrokerResource::purgesAfterAllConfirmed)
                .ifPresent(resource -> transfer.graceEnd(lifecycle.now().plus(resource.gracePeriod())));
    }
}
