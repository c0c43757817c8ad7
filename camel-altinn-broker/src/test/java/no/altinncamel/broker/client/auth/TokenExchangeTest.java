package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;

/** What Altinn's exchange answers, and what the client makes of it. */
class TokenExchangeTest extends WithEmulator {

    private static final Fault UNAUTHORIZED = Fault.answer(
            401, "application/problem+json", "{\"title\":\"Unauthorized\",\"status\":401,\"traceId\":\"00-abc-01\"}");

    @Test
    @Scenario("M-121")
    void aRefusedTokenIsReplacedByANewOneFromMaskinporten() {
        nextExchange(UNAUTHORIZED);

        provider().get(exchanged().build());

        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario("M-121")
    void aSecondRefusalInARowIsTakenForAnOutageAndSaysSo(boolean withBody) {
        nextExchanges(2, withBody ? UNAUTHORIZED : Fault.status(401));

        TokenException failure = failure(provider(), exchanged().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.traceId()).isEqualTo(withBody ? "00-abc-01" : null);
        assertThat(failure)
                .hasMessageContaining("two fresh Maskinporten tokens")
                .hasMessageContaining("itself is down");
        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    @Scenario("M-112")
    void anOpaqueTokenCannotBeExchanged() {
        nextGrants(2, granting("AbC+/=", "119"));

        TokenException failure = failure(provider(), exchanged().build());

        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure).hasMessageContaining("opaque");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "\"%s\"\n", "  %s \r\n", "\" %s\""})
    @Scenario("M-122")
    void quotesAndWhiteSpaceAreStripped(String body) {
        String token = altinnToken(Map.of("iat", 1000, "exp", 2800));
        nextExchange(Fault.answer(200, "application/json", body.formatted(token)));

        assertThat(provider().get(exchanged().build()).value()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"",
                "<html>secret</html>",
                "secret",
                "secret.secret",
                "secret..secret",
                "a.b.c.secret",
                "{\"token\":\"secret\"}",
                "\"secret\".a.b"
            })
    @Scenario("M-123")
    void anAnswerThatIsNoTokenIsAFailureThatQuotesNothing(String body) {
        nextExchanges(3, Fault.answer(200, "text/plain", body));

        TokenException failure = failure(provider(), exchanged().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure).hasMessageContaining("not a token").hasMessageNotContaining("secret");
        assertThat(grants()).isOne();
        assertThat(exchanges()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    @Scenario("M-124")
    void aBusyGatewayIsAskedAgainWithTheSameToken(int status) {
        nextExchange(Fault.status(status));

        provider().get(exchanged().build());

        assertThat(grants()).isOne();
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    @Scenario("M-124")
    void aTokenThatMayBeDeadMeanwhileIsNotUsedAgain() {
        nextGrant(granting(emulator.maskinportenTokens().sign(Map.of("a", 1)), "1"));
        nextExchange(Fault.status(503));

        provider().get(exchanged().build());

        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    void attemptsAreCountedOverGrantAndExchangeTogether() {
        nextGrant(Fault.status(503));
        nextExchanges(3, Fault.status(503));

        TokenException failure = failure(provider(), exchanged().build());

        assertThat(failure.status()).isEqualTo(503);
        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "404", "410"})
    void aRefusalForGoodIsAMatterOfConfiguration(int status) {
        nextExchange(Fault.answer(status, "text/plain", "Invalid provider"));

        TokenException failure = failure(provider(), exchanged().build());

        assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("platform URL");
        assertThat(exchanges()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"1000, 2800, 1800", "1000, 1119, 119", ", 60, 60", ", , 300"})
    void theLifetimeIsTheTokensOwnWhateverItsClockSays(Long issued, Long expires, int seconds) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (issued != null) {
            claims.put("iat", issued);
        }
        if (expires != null) {
            claims.put("exp", issued != null ? expires : Instant.now(time).getEpochSecond() + expires);
        }
        nextExchange(Fault.answer(200, "text/plain", altinnToken(claims)));

        BearerToken token = provider().get(exchanged().build());

        assertThat(Duration.between(time.instant(), token.expiresAt()))
                .isBetween(Duration.ofSeconds(seconds - 1), Duration.ofSeconds(seconds));
    }

    @Test
    void aTokenThatIsDeadOnArrivalIsNotKept() {
        MaskinportenTokenProvider provider = provider();
        nextExchange(Fault.answer(200, "text/plain", altinnToken(Map.of("iat", 1000, "exp", 1000))));
        provider.get(exchanged().build());

        provider.get(exchanged().build());

        assertThat(exchanges()).isEqualTo(2);
    }

    private static String altinnToken(Map<String, Object> claims) {
        return emulator.altinnTokens().sign(claims);
    }
}
