package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code POST /filetransfer/{id}/upload} (contract altinn-broker 3.6, 4.2 and 5). */
final class UploadOperation {

    private static final Logger LOG = LoggerFactory.getLogger(UploadOperation.class);

    private final UploadCheck check;
    private final Transfers transfers;
    private final Lifecycle lifecycle;
    private final Storage storage;
    private final MalwareScanner scanner;

    UploadOperation(
            UploadCheck check, Transfers transfers, Lifecycle lifecycle, Storage storage, MalwareScanner scanner) {
        this.check = check;
        this.transfers = transfers;
        this.lifecycle = lifecycle;
        this.storage = storage;
        this.scanner = scanner;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        Transfer transfer = transfers.get(call.pathParameter("fileTransferId"));
        begin(transfer, caller, call.contentLength());
        receive(transfer, call.body());
        return InitializeOperation.answer(transfer);
    }

    /** @param length of the file in bytes, or -1 if it is not known, which spares it all limits */
    void begin(Transfer transfer, Caller caller, long length) throws RefusedException {
        synchronized (transfer) {
            check.requireUploadable(transfer, caller);
            check.requireSize(transfer, length);
            lifecycle.uploadStarted(transfer);
        }
    }

    /** When the body breaks off, the transfer stays {@code UploadStarted} and may be uploaded again. */
    void receive(Transfer transfer, InputStream body) throws IOException, RefusedException {
        try {
            complete(transfer, storage.receive(body, transfer.metadata().checksum()));
        } catch (StorageFailedException e) {
            LOG.warn("The upload of {} could not be stored", transfer.id(), e);
            throw failed(transfer);
        }
    }

    /** Takes over a file that has arrived whole, or discards it and fails the transfer. */
    private void complete(Transfer transfer, StoredFile received) throws IOException, RefusedException {
        synchronized (transfer) {
            boolean overtaken = transfer.status() != TransferStatus.UPLOAD_STARTED;
            if (storage.fails() || overtaken) {
                storage.delete(received);
                throw failed(transfer);
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

    /** A transfer that was purged or failed while the upload was under way stays as it is. */
    private RefusedException failed(Transfer transfer) {
        synchronized (transfer) {
            if (!transfer.isOver()) {
                if (transfer.stored() != null) {
                    storage.delete(transfer.stored());
                }
                lifecycle.uploadFailed(transfer, "Error occurred while uploading fileTransfer");
            }
            return RefusedException.of(BrokerError.UPLOAD_FAILED);
        }
    }
}
