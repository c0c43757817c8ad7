package no.altinncamel.broker;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

import no.altinncamel.broker.client.BrokerClient;

/**
 * An endpoint's client, as long as somebody holds it: the endpoint itself while it is started, its producers and consumers, and
 * exchanges under way. Camel stops an endpoint that falls out of its cache although a producer may still be at work.
 */
final class EndpointConnection {

    /** Somebody's need of the client; closing it a second time does nothing. */
    final class Hold extends SynchronizationAdapter implements AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();

        private Hold() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release();
            }
        }

        /** After everything else that reads a file at the end of an exchange. */
        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }

        /** When the exchange to which it was added is done. */
        @Override
        public void onDone(Exchange exchange) {
            close();
        }
    }

    private final String scheme;
    private final AltinnBrokerComponent component;
    private final AltinnBrokerConfiguration configuration;
    private int holds;
    private BrokerConnections connections;
    private BrokerClient client;

    /** @param scheme how the endpoint's URI calls the component */
    EndpointConnection(String scheme, AltinnBrokerComponent component, AltinnBrokerConfiguration configuration) {
        this.scheme = scheme;
        this.component = component;
        this.configuration = configuration;
    }

    /** @throws WrongOptionsException if the key cannot be read or used */
    synchronized Hold hold() {
        // the component may have been stopped and started while something went on
        if (client == null || connections.isClosed()) {
            BrokerConnections current = component.connections();
            try {
                client = current.connect(configuration);
            } catch (UnusableKeyException e) {
                throw WrongOptionsException.of(scheme, configuration.getResourceId(), e);
            }
            connections = current;
        }
        holds++;
        return new Hold();
    }

    private synchronized void release() {
        holds--;
        if (holds == 0) {
            connections.release(client);
            client = null;
        }
    }

    /** @throws IllegalStateException if nobody holds it */
    synchronized BrokerClient client() {
        if (client == null) {
            throw new IllegalStateException("The endpoint is stopped");
        }
        return client;
    }
}
