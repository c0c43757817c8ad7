package no.altinncamel.broker.operation;

import java.io.IOException;

import no.altinncamel.broker.client.TransferException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.tus.Cancellation;

/**
 * What may take long and ends when the sending is to end. Between the steps the thread is not interrupted, whatever has happened: what
 * is noted there must be noted.
 */
final class Steps {

    /** One of them. */
    @FunctionalInterface
    interface Step<T, E extends Exception> {

        T run() throws E;
    }

    private final Cancellation cancellation;
    private final String what;

    /** @param what is sent, for messages */
    Steps(Cancellation cancellation, String what) {
        this.cancellation = cancellation;
        this.what = what;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** @throws AltinnClientException before it begins, or while it waits, if the sending is to end */
    <T, E extends Exception> T run(Step<T, E> step) throws E {
        boolean entered = cancellation.enter();
        try {
            if (cancellation.stopped()) {
                throw stopped(null);
            }
            return step.run();
        } catch (Exception e) {
            if (cancellation.stopped() && isInterrupt(e)) {
                throw stopped(e);
            }
            throw e;
        } finally {
            if (entered) {
                cancellation.leave();
            }
        }
    }

    /** Of a transfer, or of an effect that is not known, there is more to tell. */
    private static boolean isInterrupt(Exception e) {
        return e instanceof IOException
                || e instanceof AltinnClientException call
                        && !(e instanceof TransferException)
                        && call.status() == 0
                        && !call.outcomeUnknown();
    }

    private AltinnClientException stopped(Exception cause) {
        Failure failure = Failure.withoutAnswer("sending of " + what, null, cancellation.reason());
        return new AltinnClientException(failure, cause);
    }
}
