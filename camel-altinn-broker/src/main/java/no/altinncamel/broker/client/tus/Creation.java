package no.altinncamel.broker.client.tus;

import java.util.Map;

import no.altinncamel.broker.client.http.Failure;

/**
 * Creates an upload, or a part of one. As long as no byte was sent this can be repeated: the same upload is created once more, and a
 * part without bytes is not put into the file (altinn-broker 7.4, 7.8).
 */
final class Creation {

    private static final int LOCKED = 423;

    private Creation() {}

    /**
     * @return                    the {@code Location}
     * @throws TusUploadException if the server refuses
     */
    static String create(TusCalls calls, TusSettings settings, Cancellation cancellation, Map<String, String> headers) {
        Waits waits = new Waits(calls, settings.patience());
        while (true) {
            TusAnswer answer = calls.send(TusRequest.without("POST", null, headers), cancellation);
            if (answer.successful()) {
                return answer.location();
            }
            Failure failure = answer.failure();
            boolean again = failure.status() == LOCKED
                    ? waits.patient()
                    : failure.retryable() && !cancellation.cancelled() && (waits.again(failure) || waits.patient());
            if (!again) {
                // what has no byte yet cannot have become a file
                throw new TusUploadException(failure.withOutcomeUnknown(false), answer.cause(), false);
            }
        }
    }
}
