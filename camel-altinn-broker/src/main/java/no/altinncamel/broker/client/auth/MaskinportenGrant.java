package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.Problem;

/** One JWT-bearer grant at Maskinporten (maskinporten 3.1, 5.1): one assertion, one request, no retry. */
final class MaskinportenGrant {

    private static final Logger LOG = LoggerFactory.getLogger(MaskinportenGrant.class);
    private static final String GRANT_TYPE =
            URLEncoder.encode("urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8);
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");
    /** What may stand in an {@code Authorization} header (RFC 6750); the token is opaque otherwise. */
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

    private final TokenCall call;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ServerTime serverTime;

    MaskinportenGrant(TokenCall call, Clock clock, LongSupplier nanoTime, ServerTime serverTime) {
        this.call = call;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.serverTime = serverTime;
    }

    /** @throws TokenException with the category that decides whether another attempt makes sense */
    IssuedToken request(TokenFlight flight, SigningKey key) {
        Identity identity = flight.identity();
        URI endpoint = identity.tokenEndpoint();
        Assertion assertion = assertion(identity, key);
        HttpPost post = new HttpPost(endpoint);
        post.setHeader("Accept", "application/json");
        post.setEntity(new StringEntity("grant_type=" + GRANT_TYPE + "&assertion=" + assertion.compact(), FORM));
        Instant askedAt = clock.instant();
        long askedAtNanos = nanoTime.getAsLong();
        IssuedToken token = call.send(flight, TokenFlight.operation(identity), endpoint, post, answer -> {
            if (!answer.successful()) {
                throw refused(identity, key, answer);
            }
            return read(identity, answer, askedAt, askedAtNanos);
        });
        LOG.debug(
                "Maskinporten at {} issued a token that lives {} s to client {} for {} ({}, jti {}) in {} ms",
                endpoint.getHost(),
                token.lifetime().toSeconds(),
                identity.clientId(),
                identity.scopes(),
                key.name(),
                assertion.id(),
                Duration.ofNanos(nanoTime.getAsLong() - askedAtNanos).toMillis());
        return token;
    }

    private Assertion assertion(Identity identity, SigningKey key) {
        try {
            return Assertion.sign(identity, key, serverTime.now(identity.tokenEndpoint()));
        } catch (JOSEException e) {
            throw new TokenException(
                    Category.KEY,
                    Failure.withoutAnswer(
                            TokenFlight.operation(identity), null, key.name() + " cannot sign the assertion"),
                    e);
        }
    }

    private IssuedToken read(Identity identity, HttpAnswer answer, Instant askedAt, long askedAtNanos)
            throws IOException {
        JsonNode json = Problem.object(answer.bytes(HttpAnswer.LONGEST_TOKEN));
        if (json == null) {
            throw unusable(Category.TRANSIENT, identity, answer, "the answer is not a JSON object");
        }
        String type = Problem.text(json, "token_type");
        if (type != null && !"Bearer".equalsIgnoreCase(type)) {
            throw unusable(Category.CONFIGURATION, identity, answer, "the token is not of type Bearer");
        }
        JsonNode token = json.path("access_token");
        if (!token.isTextual() || !BEARER.matcher(token.textValue()).matches()) {
            throw unusable(Category.TRANSIENT, identity, answer, "the answer holds no usable access_token");
        }
        JsonNode seconds = json.path("expires_in");
        Duration lifetime = seconds.isNumber() ? seconds(seconds) : Duration.ZERO;
        return new IssuedToken(token.textValue(), askedAt, askedAtNanos, lifetime);
    }

    private static Duration seconds(JsonNode number) {
        double limited = Math.min(number.doubleValue(), IssuedToken.LONGEST_LIFETIME.toSeconds());
        return Duration.ofSeconds((long) Math.max(0, limited));
    }

    private TokenException refused(Identity identity, SigningKey key, HttpAnswer answer) {
        int status = answer.status();
        URI endpoint = identity.tokenEndpoint();
        MaskinportenError error = MaskinportenError.of(status, answer.problemBody());
        Category category = error.category();
        String hint = TokenHints.of(identity, key, category, error.problem());
        if (category == Category.CLOCK) {
            hint = TokenHints.clock(serverTime.measure(endpoint, answer.header("Date")));
        } else if (category == Category.CONFIGURATION && error.problem().title() == null) {
            hint = TokenHints.notTheService(endpoint, status);
        }
        return call.refused(category, TokenFlight.operation(identity), endpoint, answer, error.problem(), hint);
    }

    private TokenException unusable(Category category, Identity identity, HttpAnswer answer, String what) {
        return call.unusable(category, TokenFlight.operation(identity), identity.tokenEndpoint(), answer, what);
    }
}
