package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;

import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.broker.client.tus.TusBody;
import no.altinncamel.broker.client.tus.TusRequest;

/** A request of TUS on its way. */
final class TusHttpRequest implements BrokerRequest {

    private static final String VERSION = "1.0.0";

    private final URI uri;
    private final TusRequest request;
    private final Cancellation cancellation;
    private final Bandwidth.Share bandwidth;
    private UploadEntity entity;

    TusHttpRequest(URI uri, TusRequest request, Cancellation cancellation, Bandwidth.Share bandwidth) {
        this.uri = uri;
        this.request = request;
        this.cancellation = cancellation;
        this.bandwidth = bandwidth;
    }

    @Override
    public HttpUriRequestBase build() {
        HttpUriRequestBase http = new HttpUriRequestBase(request.method(), uri);
        http.setHeader("Tus-Resumable", VERSION);
        request.headers().forEach(http::setHeader);
        if (request.body() != null) {
            entity = new UploadEntity(source(request.body()), bandwidth);
            http.setEntity(entity);
            http.setConfig(RequestConfig.custom()
                    .setExpectContinueEnabled(request.careful())
                    .build());
        }
        return http;
    }

    private static UploadSource source(TusBody body) {
        return new UploadSource() {

            @Override
            public long length() {
                return body.length();
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() throws IOException {
                return body.open();
            }
        };
    }

    @Override
    public HttpAnswer open(HttpTransport transport, HttpUriRequestBase http) throws IOException {
        Runnable abort = http::abort;
        cancellation.register(abort);
        try {
            return entity == null ? transport.open(http) : send(transport, http);
        } finally {
            cancellation.deregister(abort);
        }
    }

    /** The last chunk of a part is answered only when all of the part is stored (altinn-broker 7.8). */
    private HttpAnswer send(HttpTransport transport, HttpUriRequestBase http) throws IOException {
        Duration patience = transport.settings().uploadAnswerTimeout();
        Duration least = transport.settings().responseTimeout();
        try (HttpTransport.Watch watch = transport.watch(http, entity::progressed)) {
            return transport.open(http, patience.compareTo(least) > 0 ? patience : least);
        }
    }

    /** What the wire says of a failure is not always its reason. */
    Outcome judged(Outcome outcome, BrokerCall call) {
        return entity == null ? outcome : entity.judged(outcome, call);
    }
}
