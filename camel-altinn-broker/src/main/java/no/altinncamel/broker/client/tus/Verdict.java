package no.altinncamel.broker.client.tus;

import no.altinncamel.broker.client.http.Failure;

/** What a refusal of TUS means for an upload that exists (altinn-broker 7.5, 7.6, 7.10). */
enum Verdict {
    /** The line or the server is down for a while. */
    AGAIN,
    /** A few more attempts may help. */
    FEW,
    /** It heals by itself, or never: a lagging replica, a lock, a chunk on its way to the storage. */
    WAIT,
    /** The transfer takes no upload any more: it has arrived, or it is lost. */
    CLOSED,
    /** Somebody has to mend something first; what the server has is as good as before. */
    FATAL,
    /** What the server has is of no use any more. */
    USELESS;

    private static final String TAKEN = "BRO-00004";

    /** Whether what was asked for has surely not been done. */
    boolean refuses() {
        return this == FATAL || this == USELESS || this == FEW;
    }

    static Verdict of(Failure failure) {
        if (failure.retryable()) {
            return AGAIN;
        }
        return switch (failure.status()) {
            case 400 -> hopeless(text(failure)) ? USELESS : FEW;
            case 401 -> failure.problem().code() == null ? WAIT : FATAL;
            case 404, 423 -> WAIT;
            case 409 -> TAKEN.equals(failure.problem().code()) ? CLOSED : WAIT;
            default -> FATAL;
        };
    }

    /** A chunk that was accepted but has not reached the storage; too many or too large chunks. Other texts of the store pass. */
    private static boolean hopeless(String text) {
        return text.startsWith("Buffered TUS upload failed") || text.contains("exceeds maximum");
    }

    private static String text(Failure failure) {
        return failure.problem().detail() == null ? "" : failure.problem().detail();
    }
}
