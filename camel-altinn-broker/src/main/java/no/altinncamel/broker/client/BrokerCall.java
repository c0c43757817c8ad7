package no.altinncamel.broker.client;

import java.net.URI;
import java.util.UUID;

/**
 * What is to be called.
 *
 * @param operation the Broker's operation
 * @param title     what is tried, for messages: {@code download of 5f3d…}
 * @param uri       where
 */
record BrokerCall(BrokerOperation operation, String title, URI uri) {

    static BrokerCall of(BrokerOperation operation, URI uri) {
        return new BrokerCall(operation, operation.title(), uri);
    }

    static BrokerCall of(BrokerOperation operation, UUID transferId, URI uri) {
        return new BrokerCall(operation, operation.title() + " of " + transferId, uri);
    }
}
