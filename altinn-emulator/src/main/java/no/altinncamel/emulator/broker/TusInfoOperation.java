package no.altinncamel.emulator.broker;

import java.io.IOException;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** {@code OPTIONS}, {@code HEAD} and {@code DELETE} of TUS (contract altinn-broker 7.2 and 7.6). */
final class TusInfoOperation {

    private static final String EXTENSIONS =
            "creation,creation-with-upload,termination,checksum,checksum-trailer,concatenation,expiration";

    private final TusAuthorization authorization;
    private final Tus tus;
    private final TusCompletion completion;

    TusInfoOperation(TusAuthorization authorization, Tus tus, TusCompletion completion) {
        this.authorization = authorization;
        this.tus = tus;
        this.completion = completion;
    }

    /** The same for every transfer, existing or not. */
    Reply options(HttpCall call, Caller caller) {
        return Reply.empty(204)
                .header("Tus-Version", TusHeaders.VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Checksum-Algorithm", "md5");
    }

    Reply head(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = authorization.toRead(call, caller);
        synchronized (transfer) {
            TusUpload upload = tus.require(transfer, call.pathParameter("partialId"));
            requireUnlocked(!upload.isBusy());
            completion.completeIfDone(transfer, upload);
            return info(upload);
        }
    }

    private Reply info(TusUpload upload) {
        Reply reply = Reply.empty(200).header(TusHeaders.UPLOAD_LENGTH, Long.toString(upload.length()));
        switch (upload.kind()) {
            case WHOLE -> {}
            case PARTIAL -> reply.header(TusHeaders.UPLOAD_CONCAT, "partial");
            case FINAL -> reply.header(TusHeaders.UPLOAD_CONCAT, "final;" + String.join(" ", upload.parts()));
        }
        boolean joining = upload.kind() == TusUpload.Kind.FINAL && !upload.isJoined();
        return joining && !tus.offsetWhileJoining()
                ? reply
                : reply.header(TusHeaders.UPLOAD_OFFSET, Long.toString(upload.durable()));
    }

    /** The transfer stays as it is: this is no cancellation. */
    Reply delete(HttpCall call, Caller caller) throws IOException, RefusedException {
        Transfer transfer = authorization.toDelete(call, caller);
        synchronized (transfer) {
            TusUpload upload = tus.require(transfer, call.pathParameter("partialId"));
            requireUnlocked(!upload.isBusy());
            tus.of(transfer).delete(upload);
            return Reply.empty(204);
        }
    }

    /** An upload that a chunk is being received for answers nothing else. */
    static void requireUnlocked(boolean locked) throws RefusedException {
        if (!locked) {
            throw RefusedException.tus(423, "File is currently being updated. Please try again later");
        }
    }
}
