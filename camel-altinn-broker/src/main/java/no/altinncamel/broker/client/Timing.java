package no.altinncamel.broker.client;

import java.time.Duration;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.HttpTransport;

/** Time as repetitions and polls see it. Tests put their own in its place, so that they need not wait. */
interface Timing {

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Waits.
     *
     * @param  operation             what waits, for the message
     * @throws AltinnClientException if the thread was interrupted, which it stays, or the client closed
     */
    void pause(Duration duration, String operation);

    static Timing of(HttpTransport transport) {
        return new Timing() {

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration duration, String operation) {
                transport.pause(duration, operation);
            }
        };
    }
}
