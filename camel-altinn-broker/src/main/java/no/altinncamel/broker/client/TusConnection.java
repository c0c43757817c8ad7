package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.broker.client.tus.TusAnswer;
import no.altinncamel.broker.client.tus.TusCalls;
import no.altinncamel.broker.client.tus.TusRequest;

/** Makes the calls that an upload by TUS needs, with tokens and rate budget as all calls. */
final class TusConnection implements TusCalls {

    private static final String COLLECTION = "/broker/api/v1/filetransfer/upload/tus/";

    private final BrokerCalls calls;
    private final UUID id;
    private final BrokerCall overview;
    private final TransferProgress progress;

    TusConnection(BrokerCalls calls, UUID id, TransferProgress progress) {
        this.calls = calls;
        this.id = id;
        this.progress = progress;
        this.overview = BrokerCall.of(BrokerOperation.OVERVIEW, id, calls.transfer(id, ""));
    }

    @Override
    public TusAnswer send(TusRequest request, Cancellation cancellation) {
        BrokerCall call = call(request.partialId());
        TusHttpRequest http = new TusHttpRequest(
                call.uri(), request, cancellation, calls.bandwidth().share(id, call.title()));
        Outcome outcome;
        try {
            outcome = calls.attempt(call, http);
        } catch (AltinnClientException e) {
            // what takes hours does not end because Maskinporten is away for a moment
            if (e.retryable() && !Thread.currentThread().isInterrupted()) {
                return TusAnswer.failed(e.failure(), e);
            }
            throw e;
        }
        if (!outcome.successful()) {
            Outcome judged = http.judged(outcome, call);
            return TusAnswer.failed(judged.failure(), judged.cause());
        }
        try (HttpAnswer answer = outcome.answer()) {
            answer.discard();
            return new TusAnswer(
                    null,
                    null,
                    number(answer.header("Upload-Offset")),
                    answer.header("Location"),
                    answer.header("Upload-Concat"),
                    answer.header("Tus-Extension"));
        }
    }

    private static Long number(String text) {
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private BrokerCall call(String partialId) {
        return BrokerCall.of(BrokerOperation.TUS, id, calls.platform(path(partialId)));
    }

    @Override
    public String path(String partialId) {
        return COLLECTION + id + (partialId == null ? "" : "/partial/" + partialId);
    }

    FileTransfer overview() {
        return calls.perform(
                overview,
                JsonRequest.get(overview.uri()),
                answer -> TransferJson.overview(id, answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    @Override
    public Stage stage() {
        FileTransfer transfer;
        try {
            transfer = overview();
        } catch (AltinnClientException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Stage.UNKNOWN;
        }
        if (transfer.status().acceptsUpload()) {
            return Stage.WAITING;
        }
        return transfer.status().uploaded() || transfer.wasPublished() ? Stage.ARRIVED : Stage.LOST;
    }

    @Override
    public Retries retries() {
        Attempts attempts = calls.attempts();
        return new Retries() {

            @Override
            public boolean again(Failure failure) {
                return attempts.again(failure);
            }

            @Override
            public void reset() {
                attempts.reset();
            }
        };
    }

    @Override
    public long nanoTime() {
        return calls.timing().nanoTime();
    }

    @Override
    public void pause(Duration duration) {
        calls.timing().pause(duration, call(null).title());
    }

    @Override
    public void parts(int number) {
        progress.parts(number);
    }

    @Override
    public void moved(long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void present(long bytes) {
        progress.present(bytes);
    }

    @Override
    public void spared(long bytes) {
        progress.spared(bytes);
    }

    @Override
    public Failure failure(String cause) {
        BrokerCall call = call(null);
        return Failure.withoutAnswer(call.title(), call.uri(), cause);
    }
}
