package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.tus.Cancellation;

/**
 * Brings one file to the Broker (altinn-broker 4.2, 5, appendix B). After a failure the overview tells the truth: whether the
 * file has arrived although the answer was lost, whether the same transfer takes it once more, or whether it is dead.
 */
final class Upload {

    private static final String TAKEN = "BRO-00004";
    /** How long a server is waited for that may still be putting a file away. */
    private static final List<Duration> SETTLING =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final BrokerCalls calls;
    private final UUID id;
    private final BrokerCall call;
    private final BrokerCall overview;
    private final UploadRequest request;
    private final Attempts attempts;
    private final Cancellation cancellation;
    /** Whether a whole file was sent whose answer is lost. Nothing that an attempt after that meets takes it away. */
    private boolean doubt;

    Upload(BrokerCalls calls, UUID id, UploadSource source, TransferProgress progress, Cancellation cancellation) {
        this.calls = calls;
        this.id = id;
        this.call = BrokerCall.of(BrokerOperation.UPLOAD, id, calls.transfer(id, "/upload"));
        this.overview = BrokerCall.of(BrokerOperation.OVERVIEW, id, calls.transfer(id, ""));
        this.request = new UploadRequest(
                call.uri(),
                new CountedSource(source, progress),
                calls.bandwidth().share(id, call.title()),
                cancellation);
        this.attempts = calls.attempts();
        this.cancellation = cancellation;
    }

    /** Whether the server may have the whole file, or may yet have it. */
    boolean inDoubt() {
        return doubt;
    }

    void run() {
        while (true) {
            boolean wholeBefore = request.wholeOnce();
            Outcome outcome;
            try {
                outcome = calls.attempt(call, request);
            } catch (AltinnClientException e) {
                arrivedOrFailed(e);
                return;
            }
            if (outcome.successful()) {
                try (HttpAnswer answer = outcome.answer()) {
                    // the status is the answer; the body only repeats the id
                    answer.discard();
                    return;
                }
            }
            if (!goesOn(request.entity().judged(outcome, call), wholeBefore)) {
                return;
            }
        }
    }

    /** Without a token or a turn in the rate budget nothing is sent; the transfer stays as it is, and its id must not be lost. */
    private void arrivedOrFailed(AltinnClientException unsent) {
        Truth truth = doubt ? truth() : Truth.UNASKED;
        if (!truth.hasFile()) {
            throw failed(Outcome.failure(unsent.failure(), unsent), truth);
        }
    }

    /**
     * @return                       whether to upload again; otherwise the file has arrived
     * @throws UploadFailedException if neither is so
     */
    private boolean goesOn(Outcome outcome, boolean wholeBefore) {
        Failure failure = outcome.failure();
        doubt |= failure.outcomeUnknown() && request.entity().whole();
        boolean ended = cancellation.stopped() && failure.status() == 0;
        if (ended || !doubt && refusedForGood(failure)) {
            throw failed(outcome, Truth.UNASKED);
        }
        if (!doubt && refusedForNow(failure)) {
            if (request.replayable() && again(outcome, Truth.UNASKED)) {
                return true;
            }
            throw failed(outcome, truth());
        }
        Truth truth = settled(outcome);
        if (arrived(failure, truth, wholeBefore)) {
            return false;
        }
        boolean mayRepeat = failure.retryable() && request.replayable() && truth.acceptsUpload();
        if (!mayRepeat || !again(outcome, truth)) {
            throw failed(outcome, truth);
        }
        if (!doubt) {
            return true;
        }
        // the pause was another chance for it to arrive
        Truth later = truth();
        if (!arrived(failure, later, wholeBefore) && !later.acceptsUpload()) {
            throw failed(outcome, later);
        }
        return later.acceptsUpload();
    }

    /** A transfer with a file counts as our success only if we sent a whole one and its answer was lost. */
    private boolean arrived(Failure failure, Truth truth, boolean wholeBefore) {
        boolean takenByUs = TAKEN.equals(failure.problem().code()) && wholeBefore;
        return truth.hasFile() && (takenByUs || doubt);
    }

    /**
     * While the server may still be at work on a whole file, it is given time: two uploads at once would destroy the transfer
     * (altinn-broker 4.2).
     */
    private Truth settled(Outcome outcome) {
        Truth truth = truth();
        for (Duration pause : SETTLING) {
            if (!doubt || !truth.acceptsUpload()) {
                return truth;
            }
            try {
                calls.timing().pause(pause, call.title());
            } catch (AltinnClientException e) {
                throw interrupted(e, outcome, truth);
            }
            truth = truth();
        }
        return truth;
    }

    private boolean again(Outcome outcome, Truth truth) {
        try {
            return attempts.again(outcome.failure());
        } catch (AltinnClientException e) {
            throw interrupted(e, outcome, truth);
        }
    }

    private UploadFailedException interrupted(AltinnClientException pause, Outcome outcome, Truth truth) {
        if (outcome.cause() != null) {
            pause.addSuppressed(outcome.cause());
        }
        return failed(Outcome.failure(pause.failure(), pause), truth);
    }

    /** We may not know of this transfer, or it is not there. */
    private static boolean refusedForGood(Failure failure) {
        return switch (failure.status()) {
            case 401 -> failure.problem().code() != null;
            case 403, 404 -> true;
            default -> false;
        };
    }

    /** Nothing has happened: the overview need not be asked before the next try. */
    private static boolean refusedForNow(Failure failure) {
        return switch (failure.status()) {
            case 429 -> true;
            case 503 -> !failure.outcomeUnknown();
            default -> false;
        };
    }

    private UploadFailedException failed(Outcome outcome, Truth truth) {
        Failure failure = outcome.failure();
        FileTransfer transfer = truth.transfer();
        boolean unknown = transfer == null ? doubt || failure.outcomeUnknown() : doubt && truth.acceptsUpload();
        // what is left of a source that was read is not the file
        boolean mayHelp = failure.retryable() && request.replayable();
        UploadFailedException exception = new UploadFailedException(
                id, transfer, failure.withOutcomeUnknown(unknown).withRetryable(mayHelp), outcome.cause());
        if (truth.failure() != null) {
            exception.addSuppressed(truth.failure());
        }
        return exception;
    }

    /**
     * What the overview says.
     *
     * @param transfer the transfer, or {@code null} if it could not be had
     * @param failure  why not, or {@code null}
     */
    private record Truth(FileTransfer transfer, AltinnClientException failure) {

        static final Truth UNASKED = new Truth(null, null);

        boolean acceptsUpload() {
            return transfer != null && transfer.status().acceptsUpload();
        }

        boolean hasFile() {
            return transfer != null && (transfer.status().uploaded() || transfer.wasPublished());
        }
    }

    private Truth truth() {
        try {
            return new Truth(
                    calls.perform(
                            overview,
                            JsonRequest.get(overview.uri()),
                            answer -> TransferJson.overview(id, answer.bytes(HttpAnswer.LONGEST_ANSWER))),
                    null);
        } catch (AltinnClientException e) {
            return new Truth(null, e);
        }
    }
}
