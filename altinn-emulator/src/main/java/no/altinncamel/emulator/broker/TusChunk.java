package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import no.altinncamel.emulator.http.ConnectionResetException;
import no.altinncamel.emulator.http.HttpCall;

/** Receives the body of a PATCH, or of a creation with a body (contract altinn-broker 7.5). */
final class TusChunk {

    private final Tus tus;
    private final Storage storage;

    TusChunk(Tus tus, Storage storage) {
        this.tus = tus;
        this.storage = storage;
    }

    /**
     * Appends the body to an upload, whose lock the caller has taken. Nothing of a body that breaks off is kept.
     *
     * @throws RefusedException if the chunk is too much, or if the storage has lost an earlier one
     */
    void receive(HttpCall call, Transfer transfer, TusUpload upload) throws IOException, RefusedException {
        if (upload.isBroken()) {
            throw lost(upload, null);
        }
        long left = upload.length() - upload.accepted();
        checkSize(call.contentLength(), left, upload);
        checkBlocks(call, upload);
        long limit = Math.min(left, tus.maxChunkSize());
        try {
            long written = upload.staging().write(call.body(), upload.position(), limit);
            checkSize(written, left, upload);
            accept(transfer, upload, written, !storage.fails());
        } catch (ConnectionResetException e) {
            if (e.kept() > 0) {
                accept(transfer, upload, Math.min(e.kept(), left), true);
            }
            throw e;
        } catch (StorageFailedException e) {
            upload.breakDown();
            throw lost(upload, e);
        }
        if (upload.kind() == TusUpload.Kind.PARTIAL && upload.isComplete()) {
            awaitDurability(upload);
        }
    }

    private void checkSize(long size, long left, TusUpload upload) throws RefusedException {
        if (size > left) {
            throw RefusedException.tus(413, "Request contains more data than the file's upload length");
        }
        if (size > tus.maxChunkSize()) {
            throw RefusedException.tus(
                    400, "TUS chunk size exceeds maximum supported size for file id " + upload.id() + ".");
        }
    }

    private void checkBlocks(HttpCall call, TusUpload upload) throws RefusedException {
        int max = tus.maxBlocks();
        if (upload.blocks() >= max && call.contentLength() != 0) {
            throw RefusedException.tus(
                    400,
                    "Upload exceeds maximum block count (" + max + ") for file id " + upload.id()
                            + ". Increase TUS chunk size to at least " + -Math.floorDiv(-upload.length(), max)
                            + " bytes.");
        }
    }

    private void accept(Transfer transfer, TusUpload upload, long bytes, boolean stored) throws RefusedException {
        synchronized (transfer) {
            if (!transfer.acceptsUpload()) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
            }
            upload.touch(tus.now());
            tus.accept(tus.of(transfer), upload, bytes, stored);
        }
    }

    /** The last chunk of a part is answered only when the whole part is safe. */
    private static void awaitDurability(TusUpload upload) throws IOException, RefusedException {
        CompletableFuture<Void> durability = upload.durability();
        try {
            durability.get();
        } catch (ExecutionException e) {
            throw lost(upload, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The emulator is being closed", e);
        }
    }

    private static RefusedException lost(TusUpload upload, Throwable cause) {
        String reason = cause == null || cause.getMessage() == null ? "" : " " + cause.getMessage();
        return RefusedException.tus(400, "Buffered TUS upload failed for file id " + upload.id() + "." + reason);
    }
}
