package no.altinncamel.broker.client.tus;

import java.util.Map;

import no.altinncamel.broker.client.http.Failure;

/**
 * Asks the server how much of an upload it has, and goes on asking while the answer cannot be the last word (altinn-broker 7.6).
 */
final class ServerOffset {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final TusCalls calls;
    private final Cancellation cancellation;
    private final String partialId;
    private final long length;
    private boolean longKnown;

    ServerOffset(TusCalls calls, Cancellation cancellation, String partialId, long length) {
        this.calls = calls;
        this.cancellation = cancellation;
        this.partialId = partialId;
        this.length = length;
    }

    /** To be asked about an upload that every replica must know of by now: if one does not, it is gone. */
    ServerOffset longKnown() {
        ServerOffset other = new ServerOffset(calls, cancellation, partialId, length);
        other.longKnown = true;
        return other;
    }

    /**
     * @param  least              bytes that the server has acknowledged; it may not know of them at once
     * @param  most               bytes that were sent
     * @return                    bytes that are safe at the server, between both
     * @throws TusUploadException if they cannot be had
     */
    long await(long least, long most, Waits waits) {
        while (true) {
            TusAnswer head = calls.send(TusRequest.without("HEAD", partialId, Map.of()), cancellation);
            if (head.successful()) {
                Long offset = head.offset();
                if (offset != null && offset > most) {
                    throw lost("the server has " + offset + " bytes, but only " + most + " were sent");
                }
                if (offset != null && offset >= least) {
                    return offset;
                }
                if (!waits.patient()) {
                    throw offset == null
                            ? unfinished()
                            : lost("the server has accepted " + least + " bytes but has stored " + offset);
                }
            } else if (settled(head, most, waits)) {
                return length;
            }
        }
    }

    /**
     * Goes on after a refusal.
     *
     * @param  sent               bytes that were sent
     * @return                    whether the whole file has arrived; otherwise it is worth asking again
     * @throws TusUploadException if it is not
     */
    boolean settled(TusAnswer refusal, long sent, Waits waits) {
        Failure failure = refusal.failure();
        if (cancellation.cancelled()) {
            throw failed(refusal, sent);
        }
        return switch (Verdict.of(failure)) {
            case FATAL -> throw failed(refusal, 0);
            case USELESS -> throw useless(refusal);
            case FEW -> unless(!waits.again(failure), refusal, 0);
            case AGAIN -> unless(!waits.again(failure) && !waits.patient(), refusal, sent);
            case WAIT -> arrived(refusal, sent) || gone(refusal, sent) || lagging(refusal, sent, waits);
            case CLOSED -> arrived(refusal, sent) || unless(true, refusal, sent);
        };
    }

    /** No token, a lock, a replica that lags: later, all of it may be as it should. Bytes that are not stored by now never are. */
    private boolean lagging(TusAnswer refusal, long sent, Waits waits) {
        if (waits.patient()) {
            return false;
        }
        if (refusal.failure().status() == CONFLICT && !whole(sent)) {
            throw useless(refusal);
        }
        boolean passing = refusal.failure().status() != CONFLICT;
        throw failed(
                passing ? TusAnswer.failed(refusal.failure().withRetryable(true), refusal.cause()) : refusal, sent);
    }

    /** @return never {@code true}: what is gone fails */
    private boolean gone(TusAnswer refusal, long sent) {
        boolean gone = longKnown && refusal.failure().status() == NOT_FOUND;
        // a transfer that still waits for its file has not got it
        if (gone && calls.stage() == TusCalls.Stage.WAITING) {
            throw useless(refusal);
        }
        return unless(gone, refusal, sent);
    }

    private boolean unless(boolean over, TusAnswer refusal, long sent) {
        if (over) {
            throw failed(refusal, sent);
        }
        return false;
    }

    /**
     * The server forgets an upload, or refuses to speak of it, as soon as it is complete; then the overview knows. A part is not
     * the whole file, so there it cannot be.
     */
    private boolean arrived(TusAnswer refusal, long sent) {
        if (!whole(sent)) {
            return false;
        }
        return switch (calls.stage()) {
            case ARRIVED -> true;
            case LOST -> throw useless(refusal);
            case WAITING, UNKNOWN -> false;
        };
    }

    private boolean whole(long sent) {
        return partialId == null && sent == length;
    }

    /** A file that was not sent whole has surely not arrived. */
    private TusUploadException failed(TusAnswer refusal, long sent) {
        return new TusUploadException(hinted(refusal.failure()).withOutcomeUnknown(whole(sent)), refusal.cause(), true);
    }

    private static TusUploadException useless(TusAnswer refusal) {
        return TusUploadException.useless(hinted(refusal.failure()).withOutcomeUnknown(false), refusal.cause());
    }

    private static Failure hinted(Failure failure) {
        String hint = hint(failure);
        return hint == null ? failure : failure.withHint(hint);
    }

    private static String hint(Failure failure) {
        return switch (failure.status()) {
            case 404 -> "the server does not know the upload: it forgets one 24 hours after the last request";
            case 409 ->
                failure.problem().code() == null ? "the server has accepted bytes that it has not stored" : null;
            default -> null;
        };
    }

    /** While parts are put together there may be no offset. */
    private TusUploadException unfinished() {
        Failure failure = calls.failure("the server has not put the file together in time");
        return new TusUploadException(failure.withOutcomeUnknown(true), null, true);
    }

    private TusUploadException lost(String what) {
        return TusUploadException.useless(calls.failure(what), null);
    }
}
