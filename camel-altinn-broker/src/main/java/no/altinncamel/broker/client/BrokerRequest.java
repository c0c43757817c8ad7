package no.altinncamel.broker.client;

import java.io.IOException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;

/** How a call becomes an HTTP request, once for each time it is sent. */
@FunctionalInterface
interface BrokerRequest {

    /** A new request with everything but the headers that all calls have. */
    HttpUriRequestBase build();

    /** Whether it can be sent once more, body and all. */
    default boolean replayable() {
        return true;
    }

    /** Sends what {@link #build()} made. */
    default HttpAnswer open(HttpTransport transport, HttpUriRequestBase request) throws IOException {
        return transport.open(request);
    }
}
