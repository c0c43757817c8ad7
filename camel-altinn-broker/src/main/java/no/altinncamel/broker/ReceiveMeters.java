package no.altinncamel.broker;

import org.apache.camel.CamelContext;

import no.altinncamel.broker.client.FileTransfer;

/** Counts what a consumer does, where Micrometer is on the classpath and the registry has a {@code MeterRegistry}. */
interface ReceiveMeters extends AutoCloseable {

    ReceiveMeters NONE = new ReceiveMeters() {

        @Override
        public void confirmed(FileTransfer transfer) {}

        @Override
        public void failedAttempt() {}

        @Override
        public void close() {}
    };

    void confirmed(FileTransfer transfer);

    void failedAttempt();

    @Override
    void close();

    static ReceiveMeters of(AltinnBrokerEndpoint endpoint, String routeId, PollProgress progress) {
        CamelContext context = endpoint.getCamelContext();
        // Micrometer is optional: its types may not even be named before it is known to be there
        boolean present =
                context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null;
        return present ? MicrometerReceiveMeters.of(endpoint, routeId, progress) : NONE;
    }
}
