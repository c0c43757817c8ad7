package no.altinncamel.broker.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;

import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.tus.Cancellation;

/** The requests of one upload, each with the source from its start. */
final class UploadRequest implements BrokerRequest {

    private final URI uri;
    private final UploadSource source;
    private final Bandwidth.Share bandwidth;
    private final Cancellation cancellation;
    private UploadEntity entity;
    private boolean opened;
    private boolean whole;

    UploadRequest(URI uri, UploadSource source, Bandwidth.Share bandwidth, Cancellation cancellation) {
        this.bandwidth = bandwidth;
        this.cancellation = cancellation;
        this.uri = uri;
        this.source = source;
    }

    /** The body of the request that was sent last. */
    UploadEntity entity() {
        return entity;
    }

    /** Whether any of the requests carried the whole file. */
    boolean wholeOnce() {
        note();
        return whole;
    }

    /** A source that can be read only once can still be sent as long as nobody has asked for it. */
    @Override
    public boolean replayable() {
        note();
        return source.repeatable() || !opened;
    }

    private void note() {
        opened |= entity != null && entity.opened();
        whole |= entity != null && entity.whole();
    }

    @Override
    public HttpUriRequestBase build() {
        note();
        entity = new UploadEntity(source, bandwidth);
        HttpPost request = new HttpPost(uri);
        request.setHeader("Accept", "application/json");
        request.setEntity(entity);
        // refusals come before the body is sent
        request.setConfig(RequestConfig.custom().setExpectContinueEnabled(true).build());
        return request;
    }

    @Override
    public HttpAnswer open(HttpTransport transport, HttpUriRequestBase request) throws IOException {
        Duration patience = transport.settings().uploadAnswerTimeout();
        Duration least = transport.settings().responseTimeout();
        // a write to a socket hears no interrupt
        Runnable abort = request::abort;
        cancellation.register(abort);
        try (HttpTransport.Watch watch = transport.watch(request, entity::progressed)) {
            return transport.open(request, patience.compareTo(least) > 0 ? patience : least);
        } finally {
            cancellation.deregister(abort);
        }
    }
}
