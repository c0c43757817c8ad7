package no.altinncamel.emulator.broker;

import java.io.IOException;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code POST /filetransfer/{id}/upload} (contract altinn-broker 3.6, 4.2 and 5). */
final class UploadOperation {

    /** Largest file that is scanned for malware, in bytes. */
    private static final long MAX_SCANNED = 50_000_000_000L;

    private final Access access;
    private final Resources resources;
    private final Transfers transfers;
    private final Lifecycle lifecycle;
    private final Storage storage;
    private final MalwareScanner scanner;

    UploadOperation(
            Access access,
            Resources resources,
            Transfers transfers,
            Lifecycle lifecycle,
            Storage storage,
            MalwareScanner scanner) {
        this.access = access;
        this.resources = resources;
        this.transfers = transfers;
        this.lifecycle = lifecycle;
        this.storage = storage;
        this.scanner = scanner;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        Transfer transfer = transfers.get(call.pathParameter("fileTransferId"));
        begin(transfer, caller, call.contentLength());
        // when the body breaks off, the transfer stays UploadStarted and may be uploaded again
        complete(transfer, storage.receive(call.body()));
        return InitializeOperation.answer(transfer);
    }

    /** @param length of the file in bytes, or -1 if it is not known, which spares it all limits */
    void begin(Transfer transfer, Caller caller, long length) throws RefusedException {
        access.requireSending(caller, transfer.resourceId(), transfer.sender());
        synchronized (transfer) {
            if (!transfer.acceptsUpload()) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
            }
            BrokerResource resource = resources.usable(transfer.resourceId());
            if (!resource.isStorageReady()) {
                throw RefusedException.of(BrokerError.STORAGE_NOT_READY);
            }
            if (transfer.usesVirusScan() && length > MAX_SCANNED || length > resource.maxFileTransferSize()) {
                throw RefusedException.of(BrokerError.FILE_SIZE_TOO_BIG);
            }
            lifecycle.uploadStarted(transfer);
        }
    }

    /** Takes over a file that has arrived whole, or discards it and fails the transfer. */
    void complete(Transfer transfer, StoredFile received) throws IOException, RefusedException {
        synchronized (transfer) {
            boolean overtaken = transfer.status() != TransferStatus.UPLOAD_STARTED;
            if (storage.fails() || overtaken) {
                storage.delete(received);
                if (transfer.stored() != null) {
                    storage.delete(transfer.stored());
                }
                lifecycle.uploadFailed(transfer, "Error occurred while uploading fileTransfer");
                throw RefusedException.of(BrokerError.UPLOAD_FAILED);
            }
            if (transfer.metadata().hasChecksum()
                    && !transfer.metadata().checksum().equalsIgnoreCase(received.md5())) {
                storage.delete(received);
                lifecycle.checksumMismatch(transfer);
                throw RefusedException.of(BrokerError.CHECKSUM_MISMATCH);
            }
            transfer.stored(storage.commit(received, transfer.id()));
            if (transfer.usesVirusScan()) {
                lifecycle.uploadProcessing(transfer);
                scanner.submit(transfer);
            } else {
                lifecycle.published(transfer);
            }
        }
    }
}
