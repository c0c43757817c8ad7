package no.altinncamel.broker.client;

import java.net.URI;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Requests that want JSON. The Broker takes {@code application/json} literally (altinn-broker 3.1). */
final class JsonRequest {

    private JsonRequest() {}

    static BrokerRequest get(URI uri) {
        return () -> wantingJson(new HttpGet(uri));
    }

    /** @param json the body, or {@code null} for none */
    static BrokerRequest post(URI uri, byte[] json) {
        return () -> {
            HttpPost request = new HttpPost(uri);
            if (json != null) {
                request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
            }
            return wantingJson(request);
        };
    }

    private static HttpUriRequestBase wantingJson(HttpUriRequestBase request) {
        request.setHeader("Accept", "application/json");
        return request;
    }
}
