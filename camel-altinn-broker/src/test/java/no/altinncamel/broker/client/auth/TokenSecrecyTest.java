package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.emulator.control.Fault;

/** Invariants a, b and e of maskinporten 17.15: what goes out is right, and what must stay secret is seen nowhere. */
class TokenSecrecyTest extends WithEmulator {

    private static final String SUBSCRIPTION = "subscription-secret";
    private static final Class<?>[] LOGGING = {
        MaskinportenTokenProvider.class,
        MaskinportenGrant.class,
        TokenExchange.class,
        TokenRequest.class,
        ServerTime.class
    };

    private final Wiretap wire = new Wiretap();
    private final Set<String> secrets = new HashSet<>();
    private final StringWriter seen = new StringWriter();
    private MaskinportenTokenProvider provider;

    @BeforeEach
    void tapTheWire() throws Exception {
        HttpTransport tapped = HttpTransport.builder()
                .settings(HttpSettings.builder().build())
                .customizer(wire::attach)
                .build();
        provider = opened(builder(tapped, Runnable::run)
                .exchangeHeader("Ocp-Apim-Subscription-Key", SUBSCRIPTION)
                .build());
        Map<String, Object> members = JWK.parse(emulator.sender().privateJwk()).toJSONObject();
        for (String member : List.of("d", "p", "q", "dp", "dq", "qi")) {
            secrets.add((String) members.get(member));
        }
        secrets.add(SUBSCRIPTION);
    }

    @Test
    void noSecretIsSeenInLogsExceptionsOrDescriptions() throws Exception {
        try (LogCapture log = LogCapture.of(LOGGING)) {
            fetchInEveryWay();
            seen.append(log.text());
        }
        describe(emulator.sender(), key, provider, exchanged().build());
        secrets.addAll(wire.assertions());
        secrets.addAll(wire.tokens());

        assertThat(wire.assertions()).hasSizeGreaterThan(10);
        assertThat(wire.tokens()).hasSizeGreaterThan(5);
        assertThat(secrets).doesNotContainNull().hasSizeGreaterThan(20);
        assertThat(seen.toString()).contains("issued a token", "exchanged the token", "MP-200", "[token]");
        assertThat(seen.toString()).doesNotContain("eyJ");
        for (String secret : secrets) {
            assertThat(seen.toString().contains(secret))
                    .as("a secret of %s characters was seen", secret.length())
                    .isFalse();
        }
    }

    @Test
    void everyAssertionOnTheWireIsNewAndNoAddressCarriesASecret() throws Exception {
        fetchInEveryWay();

        Set<String> ids = new HashSet<>();
        for (String assertion : wire.assertions()) {
            ids.add(SignedJWT.parse(assertion).getJWTClaimsSet().getJWTID());
        }
        assertThat(ids).hasSameSizeAs(wire.assertions());
        assertThat(wire.addresses()).isNotEmpty().noneMatch(address -> address.contains("eyJ"));
        assertThat(wire.addresses()).allMatch(address -> address.startsWith(emulator.platformUrl() + "/"));
    }

    /** Successes, refusals that echo what was sent, and answers with tokens that cannot be used. */
    private void fetchInEveryWay() {
        Identity identity = exchanged().build();
        fetch(identity);
        advance(EXCHANGED.minusMinutes(2));
        nextGrant(echo(400));
        fetch(identity);
        advance(EXCHANGED);
        String token = emulator.altinnTokens().sign(Map.of("exp", "x"));
        secrets.add(token);
        nextGrant(Fault.answer(200, "application/json", "{\"access_token\":\"" + token + " \",\"a\":1}"));
        nextGrant(Fault.answer(200, "application/json", "\"" + token + "\""));
        nextGrant(Fault.resetAfterEffect());
        fetch(identity);
        nextGrant(echo(503));
        nextExchange(Fault.answer(200, "text/plain", "{\"token\":\"" + token + "\"}"));
        nextExchange(Fault.answer(200, "text/plain", token + "." + token));
        fetch(identity);
        nextExchange(Fault.status(401));
        nextExchange(Fault.answer(401, "application/json", "{\"detail\":\"" + token + "\"}"));
        fetch(identity);
        nextExchange(Fault.answer(404, "application/json", "{\"title\":\"" + token + "\"}"));
        fetch(identity);
        nextGrant(Fault.answer(302, "text/plain", token).header("Location", "/x?assertion=" + token));
        fetch(identity);
        fetch(identity);
        provider.close();
        fetch(identity);
    }

    private void fetch(Identity identity) {
        try {
            BearerToken token = provider.get(identity);
            secrets.add(token.value());
            describe(token);
        } catch (TokenException e) {
            e.printStackTrace(new PrintWriter(seen, true));
            describe(e, e.failure(), e.detail(), e.title());
        }
        advance(Duration.ofMinutes(1));
    }

    private void describe(Object... objects) {
        for (Object each : objects) {
            seen.append(String.valueOf(each)).append('\n');
        }
    }

    private Fault echo(int status) {
        String assertion = wire.assertions().get(wire.assertions().size() - 1);
        return Fault.answer(
                status,
                "application/json",
                "{\"error\":\"invalid_scope\",\"error_description\":\"You sent " + assertion
                        + "\",\"error_uri\":\"https://test.maskinporten.no/errors/MP-200\"}");
    }
}
