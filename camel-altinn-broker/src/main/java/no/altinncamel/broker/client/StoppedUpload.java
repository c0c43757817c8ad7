package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;

/** A stream that was ended from outside, and what has become of its transfer. */
final class StoppedUpload {

    /** A server that has the whole file needs a moment to put it away; whoever stops the upload waits for no more. */
    private static final int MOST_LOOKS = 5;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BrokerCalls calls;
    private final BrokerCall call;
    private final BrokerCall overview;
    private final UUID id;

    StoppedUpload(BrokerCalls calls, UUID id) {
        this.calls = calls;
        this.call = BrokerCall.of(BrokerOperation.UPLOAD, id, calls.transfer(id, "/upload"));
        this.overview = BrokerCall.of(BrokerOperation.OVERVIEW, id, calls.transfer(id, ""));
        this.id = id;
    }

    /** Nothing was sent. */
    UploadFailedException beforeItBegan(String reason) {
        return new UploadFailedException(id, null, failure(reason), null);
    }

    /**
     * Returns if the file has arrived all the same.
     *
     * @param whole                  whether the server may have the whole file
     * @throws UploadFailedException if it has not, or may still do so
     */
    void arrivedOrThrow(String reason, boolean whole, UploadFailedException cause) {
        FileTransfer transfer = look(cause);
        for (int looks = 1; whole && acceptsUpload(transfer) && looks < MOST_LOOKS; looks++) {
            try {
                calls.timing().pause(PAUSE, call.title());
            } catch (AltinnClientException e) {
                // the thread is to end, too; that the file may have arrived must not get lost with it
                cause.addSuppressed(e);
                break;
            }
            transfer = look(cause);
        }
        if (whole && transfer != null && (transfer.status().uploaded() || transfer.wasPublished())) {
            return;
        }
        boolean unknown = whole && (transfer == null || acceptsUpload(transfer));
        throw new UploadFailedException(id, transfer, failure(reason).withOutcomeUnknown(unknown), cause);
    }

    private static boolean acceptsUpload(FileTransfer transfer) {
        return transfer != null && transfer.status().acceptsUpload();
    }

    private FileTransfer look(UploadFailedException cause) {
        try {
            return calls.performOnce(
                    overview,
                    JsonRequest.get(overview.uri()),
                    answer -> TransferJson.overview(id, answer.bytes(HttpAnswer.LONGEST_ANSWER)));
        } catch (AltinnClientException e) {
            cause.addSuppressed(e);
            return null;
        }
    }

    private Failure failure(String reason) {
        return Failure.withoutAnswer(call.title(), call.uri(), reason);
    }
}
