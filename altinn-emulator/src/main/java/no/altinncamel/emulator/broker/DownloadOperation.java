package no.altinncamel.emulator.broker;

import java.nio.file.Files;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code GET /filetransfer/{id}/download} (contract altinn-broker 6 and 4.5). */
final class DownloadOperation {

    private final Access access;
    private final Resources resources;
    private final Transfers transfers;
    private final Lifecycle lifecycle;

    DownloadOperation(Access access, Resources resources, Transfers transfers, Lifecycle lifecycle) {
        this.access = access;
        this.resources = resources;
        this.transfers = transfers;
        this.lifecycle = lifecycle;
    }

    Reply serve(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = transfers.get(call.pathParameter("fileTransferId"));
        access.requireReceiving(caller, transfer);
        synchronized (transfer) {
            if (!transfer.isDownloadable()) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_NOT_AVAILABLE);
            }
            resources.usable(transfer.resourceId());
            StoredFile file = transfer.stored();
            ByteRange range = ByteRange.of(call.header("Range"), file.size());
            if (!Files.exists(file.path())) {
                throw RefusedException.unhandled(call);
            }
            transfer.downloadStarted(
                    OrganizationNumber.prefixed(caller.organization()), range != null, lifecycle.now());
            return content(file, range)
                    .header("Content-Type", "application/octet-stream")
                    .header("Accept-Ranges", "bytes")
                    .header("Content-Disposition", ContentDisposition.attachment(transfer.fileName()));
        }
    }

    private static Reply content(StoredFile file, ByteRange range) {
        return range == null
                ? piece(200, file, 0, file.size())
                : piece(206, file, range.first(), range.length())
                        .header("Content-Range", range.contentRange(file.size()));
    }

    private static Reply piece(int status, StoredFile file, long offset, long length) {
        return file.hollow() ? Reply.zeros(status, length) : Reply.file(status, file.path(), offset, length);
    }
}
