package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.Problem;

/** One exchange of a Maskinporten token for one of Altinn's (maskinporten 9): one request, no retry. */
final class TokenExchange {

    /** When a token does not say how long it lives. */
    static final Duration FALLBACK_LIFETIME = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final TokenCall call;
    private final Map<String, String> headers;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ServerTime serverTime;

    TokenExchange(
            TokenCall call, Map<String, String> headers, Clock clock, LongSupplier nanoTime, ServerTime serverTime) {
        this.call = call;
        this.headers = headers;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.serverTime = serverTime;
    }

    /** @throws TokenException with status 401 if Altinn refuses the token, or fails and does not say so (9.2) */
    IssuedToken request(IssuedToken granted, TokenFlight flight) {
        Identity identity = flight.identity();
        URI endpoint = identity.exchangeEndpoint();
        HttpGet get = new HttpGet(identity.exchangeTest() ? URI.create(endpoint + "?test=true") : endpoint);
        headers.forEach(get::setHeader);
        get.setHeader("Accept", "text/plain");
        get.setHeader("Authorization", "Bearer " + granted.value());
        Instant askedAt = clock.instant();
        long askedAtNanos = nanoTime.getAsLong();
        IssuedToken token = call.send(flight, operation(identity), endpoint, get, answer -> {
            if (!answer.successful()) {
                throw refused(identity, answer);
            }
            return read(identity, answer, askedAt, askedAtNanos);
        });
        LOG.debug(
                "Altinn at {} exchanged the token of client {} for one that lives {} s in {} ms",
                endpoint.getHost(),
                identity.clientId(),
                token.lifetime().toSeconds(),
                Duration.ofNanos(nanoTime.getAsLong() - askedAtNanos).toMillis());
        return token;
    }

    private IssuedToken read(Identity identity, HttpAnswer answer, Instant askedAt, long askedAtNanos)
            throws IOException {
        String token = bare(new String(answer.bytes(HttpAnswer.LONGEST_TOKEN), StandardCharsets.UTF_8));
        if (!JWT.matcher(token).matches()) {
            throw call.unusable(
                    Category.TRANSIENT,
                    operation(identity),
                    identity.exchangeEndpoint(),
                    answer,
                    "the answer is not a token");
        }
        return new IssuedToken(token, askedAt, askedAtNanos, lifetime(token, identity, askedAt));
    }

    /** The same string comes in quotes if JSON was negotiated somewhere on the way. */
    private static String bare(String body) {
        String text = body.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private Duration lifetime(String token, Identity identity, Instant askedAt) {
        TokenPayload payload = TokenPayload.of(token);
        if (payload.lifetime() != null) {
            return payload.lifetime();
        }
        if (payload.expiresAt() == null) {
            return FALLBACK_LIFETIME;
        }
        return Duration.between(askedAt.plus(serverTime.offset(identity.tokenEndpoint())), payload.expiresAt());
    }

    private TokenException refused(Identity identity, HttpAnswer answer) {
        int status = answer.status();
        boolean unauthorized = status == 401;
        boolean waitable = unauthorized || MaskinportenError.waitable(status);
        String hint = unauthorized ? TokenHints.exchangeRefused() : waitable ? null : TokenHints.exchangeAddress();
        if (status / 100 == 3) {
            hint = TokenHints.notTheService(identity.exchangeEndpoint(), status);
        }
        return call.refused(
                waitable ? Category.TRANSIENT : Category.CONFIGURATION,
                operation(identity),
                identity.exchangeEndpoint(),
                answer,
                Problem.parse(answer.problemBody()),
                hint);
    }

    private static String operation(Identity identity) {
        return "exchange of the Maskinporten token of client " + identity.clientId();
    }
}
