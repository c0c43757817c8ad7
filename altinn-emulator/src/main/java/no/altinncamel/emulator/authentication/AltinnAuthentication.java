package no.altinncamel.emulator.authentication;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.BearerToken;
import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Json;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.http.TraceId;
import no.altinncamel.emulator.token.TokenIssuer;
import no.altinncamel.emulator.token.TokenRejectedException;

/** Altinn Authentication: exchange of Maskinporten's tokens, refresh, discovery and keys (contract maskinporten 9). */
public final class AltinnAuthentication {

    private static final String BASE = "/authentication/api/v1";
    private static final String DISCOVERY = BASE + "/openid/.well-known/openid-configuration";
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final String MASKINPORTEN = "maskinporten";
    /** Trusted as well, but they have no tokens here. */
    private static final List<String> OTHER_PROVIDERS = List.of("id-porten", "altinnstudio");

    private static final String ABOLISHED = "X-Altinn-EnterpriseUser-Authentication";

    private final TokenIssuer maskinportenTokens;
    private final TokenIssuer altinnTokens;
    private final AltinnClaims claims;
    private final AtomicInteger internalFailures = new AtomicInteger();
    private volatile boolean emptyUnauthorized;

    public AltinnAuthentication(TokenIssuer maskinportenTokens, TokenIssuer altinnTokens, EmulatorClock clock) {
        this.maskinportenTokens = maskinportenTokens;
        this.altinnTokens = altinnTokens;
        this.claims = new AltinnClaims(altinnTokens::issuer, clock);
    }

    /** Puts Altinn Authentication's operations on the server. */
    public void register(Router router) {
        router.add(Operation.TOKEN_EXCHANGE, "GET", BASE + "/exchange/{provider}", this::exchange);
        router.add(Operation.TOKEN_REFRESH, "GET", BASE + "/refresh", this::refresh);
        router.add(Operation.OPENID_METADATA, "GET", DISCOVERY, this::metadata);
        router.add(
                Operation.OPENID_KEYS, "GET", DISCOVERY + "/jwks", call -> Reply.json(200, altinnTokens.publicKeys()));
    }

    /** Makes an organisation known as a service owner, whose code goes into its tokens; Digdir is known from the start. */
    public void serviceOwner(String organization, String code) {
        claims.serviceOwner(organization, code);
    }

    /**
     * Whether {@code authorization_details} stays the array that it is in Maskinporten's token. By default it becomes the
     * bare object in it, as in Altinn.
     */
    public void authorizationDetailsAsArray(boolean on) {
        claims.detailsAsArray(on);
    }

    /** Answers 401 without a body instead of a problem with a trace id. */
    public void emptyUnauthorizedAnswers(boolean on) {
        this.emptyUnauthorized = on;
    }

    /** The next so many exchanges of readable tokens fail inside Altinn, which shows as a 401 like any other. */
    public void failNextExchanges(int times) {
        internalFailures.set(times);
    }

    /** A new key signs tokens from now on; the previous one stays published. */
    public void rotateKey() {
        altinnTokens.rotate();
    }

    /** What earlier keys have signed is refused from now on. */
    public void dropPreviousKeys() {
        altinnTokens.dropPreviousKeys();
    }

    /** Back to the defaults of all settings; keys and service owners stay. */
    public void reset() {
        claims.detailsAsArray(false);
        emptyUnauthorized = false;
        internalFailures.set(0);
    }

    /** The checks come in the order of contract maskinporten 9.2. */
    private Reply exchange(HttpCall call) {
        String token = token(call);
        if (token == null) {
            return unauthorized();
        }
        String provider = call.pathParameter("provider").toLowerCase(Locale.ROOT);
        if (!provider.equals(MASKINPORTEN)) {
            return OTHER_PROVIDERS.contains(provider) ? unauthorized() : unknownProvider(call);
        }
        if (internalFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return unauthorized();
        }
        try {
            Map<String, Object> verified = maskinportenTokens.verify(token, SKEW);
            call.record("clientId", verified.get("client_id"));
            Map<String, Object> exchanged = claims.exchanged(verified, "true".equalsIgnoreCase(call.query("test")));
            return call.header(ABOLISHED) != null ? gone() : string(call, 200, altinnTokens.sign(exchanged));
        } catch (TokenRejectedException e) {
            return unauthorized();
        }
    }

    private Reply refresh(HttpCall call) {
        String token = token(call);
        if (token == null) {
            return unauthorized();
        }
        try {
            Map<String, Object> verified = altinnTokens.verify(token, Duration.ZERO);
            return string(call, 200, altinnTokens.sign(claims.refreshed(verified)));
        } catch (TokenRejectedException e) {
            return unauthorized();
        }
    }

    /** The bearer token, or {@code null} if there is none that looks like a JWT. */
    private static String token(HttpCall call) {
        String token = BearerToken.of(call.header("Authorization"));
        return BearerToken.claims(token) == null ? null : token;
    }

    private Reply metadata(HttpCall call) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", altinnTokens.issuer());
        metadata.put("jwks_uri", altinnTokens.issuer() + ".well-known/openid-configuration/jwks");
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        return Reply.json(200, metadata);
    }

    private static Reply unknownProvider(HttpCall call) {
        return string(
                call,
                400,
                "Invalid token provider: " + call.pathParameter("provider")
                        + ". Trusted token providers: Maskinporten, Id-porten, AltinnStudio");
    }

    private Reply unauthorized() {
        return emptyUnauthorized
                ? Reply.empty(401)
                : problem(401, "https://tools.ietf.org/html/rfc9110#section-15.5.2", "Unauthorized");
    }

    private static Reply gone() {
        return problem(
                410, "https://tools.ietf.org/html/rfc9110#section-15.5.11", "Virksomhetsbruker is no longer available");
    }

    private static Reply problem(int status, String type, String title) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type);
        problem.put("title", title);
        problem.put("status", status);
        problem.put("traceId", TraceId.next());
        return Reply.json(status, problem, "application/problem+json; charset=utf-8");
    }

    private static Reply string(HttpCall call, int status, String value) {
        return AcceptHeader.prefersJson(call.header("Accept"))
                ? Reply.text(status, "application/json; charset=utf-8", Json.write(value))
                : Reply.text(status, "text/plain; charset=utf-8", value);
    }
}
