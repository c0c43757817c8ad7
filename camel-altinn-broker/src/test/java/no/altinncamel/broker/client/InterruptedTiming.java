package no.altinncamel.broker.client;

import java.time.Duration;

import no.altinncamel.broker.client.http.HttpTransport;

/** Real time in which somebody interrupts the thread as soon as it pauses. */
final class InterruptedTiming implements Timing {

    private final HttpTransport transport;

    InterruptedTiming(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration, String operation) {
        Thread.currentThread().interrupt();
        transport.pause(duration, operation);
    }
}
