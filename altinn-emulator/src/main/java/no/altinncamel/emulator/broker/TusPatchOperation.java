package no.altinncamel.emulator.broker;

import java.io.IOException;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.HttpDate;
import no.altinncamel.emulator.http.Reply;

/** {@code PATCH} of a TUS upload: the next chunk (contract altinn-broker 7.5). */
final class TusPatchOperation {

    private final TusAuthorization authorization;
    private final Tus tus;
    private final TusChunk chunk;
    private final TusCompletion completion;

    TusPatchOperation(TusAuthorization authorization, Tus tus, TusChunk chunk, TusCompletion completion) {
        this.authorization = authorization;
        this.tus = tus;
        this.chunk = chunk;
        this.completion = completion;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        TusUpload complete = alreadyComplete(call);
        if (complete != null) {
            return Reply.empty(204).header(TusHeaders.UPLOAD_OFFSET, Long.toString(complete.length()));
        }
        Transfer transfer = authorization.toWrite(call, caller);
        TusUpload upload;
        synchronized (transfer) {
            upload = tus.require(transfer, call.pathParameter("partialId"));
            completion.completeIfDone(transfer, upload);
            TusInfoOperation.requireUnlocked(upload.tryLock());
        }
        try {
            append(call, transfer, upload);
        } finally {
            upload.unlock();
        }
        synchronized (transfer) {
            return Reply.empty(204)
                    .header(TusHeaders.UPLOAD_OFFSET, Long.toString(upload.accepted()))
                    .header(TusHeaders.UPLOAD_EXPIRES, HttpDate.write(upload.expires()));
        }
    }

    /** A chunk at the end or beyond is a repeated last one: nobody looks at its body, nor at the caller's rights. */
    private TusUpload alreadyComplete(HttpCall call) {
        try {
            long offset = Long.parseLong(String.valueOf(call.header(TusHeaders.UPLOAD_OFFSET)));
            Transfer transfer = authorization.requested(call);
            synchronized (transfer) {
                TusUpload upload = tus.find(transfer, call.pathParameter("partialId"));
                if (upload == null || upload.length() == 0 || offset < upload.length()) {
                    return null;
                }
                upload.touch(tus.now());
                completion.completeIfDone(transfer, upload);
                return upload;
            }
        } catch (NumberFormatException | RefusedException e) {
            // the operation itself will find out
            return null;
        }
    }

    private void append(HttpCall call, Transfer transfer, TusUpload upload) throws IOException, RefusedException {
        long offset = TusHeaders.offset(call);
        if (upload.kind() == TusUpload.Kind.FINAL) {
            throw RefusedException.tus(403, "File with \"Upload-Concat: final\" cannot be patched");
        }
        boolean checksum = TusHeaders.hasChecksum(call);
        if (offset != upload.accepted()) {
            throw RefusedException.tus(
                    409,
                    "Offset does not match file. File offset: " + upload.accepted() + ". Request offset: " + offset);
        }
        if (upload.isComplete()) {
            throw RefusedException.tus(400, "Upload is already complete.");
        }
        chunk.receive(call, transfer, upload);
        if (checksum) {
            // advertised, but never found right
            throw RefusedException.tus(460, "Header Upload-Checksum does not match the checksum of the file");
        }
        completion.completeIfDone(transfer, upload);
    }
}
