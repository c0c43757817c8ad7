package no.altinncamel.broker.client.tus;

import java.time.Duration;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** The Broker as an upload by TUS sees it: one transfer. Safe for use by several threads. */
public interface TusCalls {

    /** What has become of the transfer. */
    enum Stage {
        /** It waits for the rest of the file. */
        WAITING,
        /** The Broker has the whole file. */
        ARRIVED,
        /** It has failed, or is gone. */
        LOST,
        /** The Broker could not be asked. */
        UNKNOWN
    }

    /** Counts attempts and waits between them. */
    interface Retries {

        /** Notes a failed attempt and waits for the next; {@code false} if there is none. */
        boolean again(Failure failure);

        /** What fails next fails for the first time. */
        void reset();
    }

    /**
     * Sends once, with a fresh token if the one at hand is refused.
     *
     * @param  cancellation          aborts the request
     * @throws AltinnClientException if nothing could be sent: no token, no turn in the rate budget, interrupted
     */
    TusAnswer send(TusRequest request, Cancellation cancellation);

    /** Path of an upload, as the final request of a concatenation names it. */
    String path(String partialId);

    /** Asks the transfer's overview. */
    Stage stage();

    Retries retries();

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Waits; fails with an {@link AltinnClientException} when interrupted or when the client is closed. */
    void pause(Duration duration);

    /** In how many parts at once the file goes. */
    void parts(int number);

    /** So many bytes have moved; negative if they must move again. */
    void moved(long bytes);

    /** So many bytes were brought by an earlier upload. */
    void present(long bytes);

    /** So many bytes need not move again after an interruption. */
    void spared(long bytes);

    /** A failure that is none of one answer. */
    Failure failure(String cause);
}
