package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.util.UUID;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.HttpDate;
import no.altinncamel.emulator.http.Reply;

/** {@code POST} of TUS: a new upload, a new part, or the joining of parts (contract altinn-broker 7.4 and 7.8). */
final class TusCreateOperation {

    private static final String PARTIAL = "partial";
    private static final String FINAL = "final;";

    private final TusAuthorization authorization;
    private final UploadCheck check;
    private final Tus tus;
    private final TusChunk chunk;
    private final TusConcatenation concatenation;
    private final TusCompletion completion;
    private final Lifecycle lifecycle;

    TusCreateOperation(
            TusAuthorization authorization,
            UploadCheck check,
            Tus tus,
            TusChunk chunk,
            TusConcatenation concatenation,
            TusCompletion completion,
            Lifecycle lifecycle) {
        this.authorization = authorization;
        this.check = check;
        this.tus = tus;
        this.chunk = chunk;
        this.concatenation = concatenation;
        this.completion = completion;
        this.lifecycle = lifecycle;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        Transfer transfer = authorization.toCreate(call, caller);
        String concat = TusHeaders.concat(call);
        if (concat == null || concat.equals(PARTIAL)) {
            return create(call, transfer, concat != null);
        }
        if (!concat.startsWith(FINAL)) {
            throw TusHeaders.invalidConcat();
        }
        TusHeaders.requireNoLength(call);
        TusHeaders.checkMetadata(call);
        TusUpload joined = concatenation.join(transfer, concat.substring(FINAL.length()));
        return Reply.empty(201).header("Location", joined.location());
    }

    private Reply create(HttpCall call, Transfer transfer, boolean partial) throws IOException, RefusedException {
        long length = TusHeaders.length(call);
        TusHeaders.checkMetadata(call);
        check.requireSize(transfer, length);
        TusUpload upload = create(transfer, length, partial);
        Reply reply = Reply.empty(201).header("Location", upload.location());
        if (TusHeaders.carriesChunk(call) && call.contentLength() != 0) {
            receive(call, transfer, upload);
            reply.header(TusHeaders.UPLOAD_OFFSET, Long.toString(upload.accepted()));
        }
        return length == 0 ? reply : reply.header(TusHeaders.UPLOAD_EXPIRES, HttpDate.write(upload.expires()));
    }

    private TusUpload create(Transfer transfer, long length, boolean partial) throws RefusedException {
        synchronized (transfer) {
            if (!transfer.acceptsUpload()) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
            }
            TusTransfer owner = tus.of(transfer);
            String partialId = UUID.randomUUID().toString().replace("-", "");
            TusUpload upload =
                    partial ? owner.createPartial(partialId, length, tus.now()) : owner.create(length, tus.now());
            tus.created(owner, upload);
            if (transfer.status() == TransferStatus.INITIALIZED) {
                lifecycle.uploadStarted(transfer);
            }
            return upload;
        }
    }

    /** The upload has been created whatever becomes of the body; its offset tells. */
    private void receive(HttpCall call, Transfer transfer, TusUpload upload) throws IOException {
        if (!upload.tryLock()) {
            return;
        }
        try {
            chunk.receive(call, transfer, upload);
            completion.completeIfDone(transfer, upload);
        } catch (RefusedException e) {
            call.record("refusedBody", e.getMessage());
        } finally {
            upload.unlock();
        }
    }
}
