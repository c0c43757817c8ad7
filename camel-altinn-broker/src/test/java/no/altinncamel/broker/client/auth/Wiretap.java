package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Sees the secrets that a client puts on the wire, and the addresses it calls. */
final class Wiretap {

    private static final String ASSERTION = "&assertion=";

    private final List<String> assertions = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();

    void attach(HttpClientBuilder builder) {
        builder.addRequestInterceptorFirst(this::see);
    }

    private void see(HttpRequest request, EntityDetails entity, HttpContext context) throws ProtocolException {
        try {
            addresses.add(request.getUri().toString());
            if (request instanceof ClassicHttpRequest sent && sent.getEntity() != null) {
                String form = EntityUtils.toString(sent.getEntity());
                assertions.add(URLDecoder.decode(
                        form.substring(form.indexOf(ASSERTION) + ASSERTION.length()), StandardCharsets.UTF_8));
            }
            if (request.getHeader("Authorization") != null) {
                tokens.add(request.getHeader("Authorization").getValue().substring("Bearer ".length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> assertions() {
        return assertions;
    }

    /** Tokens sent as bearer. */
    List<String> tokens() {
        return tokens;
    }

    List<String> addresses() {
        return addresses;
    }
}
