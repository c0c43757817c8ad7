package no.altinncamel.emulator.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.HttpAnswer;
import no.altinncamel.emulator.token.TokenIssuer;

class ExchangeTest extends ExchangeFixture {

    private static void assertUnauthorized(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("title").asText()).isEqualTo("Unauthorized");
        assertThat(problem.get("status").asInt()).isEqualTo(401);
        assertThat(problem.get("traceId").asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(problem.has("type")).isTrue();
        assertThat(problem).hasSize(4);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"text/plain", "*/*"})
    @Scenario({"M-104", "B-269"})
    void theTokenIsABareString(String accept) {
        String token = grant().send().accessToken();
        HttpAnswer answer = accept == null ? exchange(token) : exchange(token, "Accept", accept);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json, text/plain", "text/plain;q=0.5, application/json"})
    @Scenario({"M-105", "B-270"})
    void whoAsksForJsonGetsQuotes(String accept) {
        HttpAnswer answer = exchange(grant().send().accessToken(), "Accept", accept);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.body()).startsWith("\"ey").endsWith("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json, */*",
                "application/json, text/html;q=0.9, */*;q=0.1",
                "text/plain, application/json",
                "image/png"
            })
    @Scenario({"M-105", "B-270"})
    void aWildcardOrTextFirstGivesTheBareToken(String accept) {
        HttpAnswer answer = exchange(grant().send().accessToken(), "Accept", accept);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).startsWith("ey");
    }

    @Test
    @Scenario("M-106")
    void letterCaseOfTheProviderDoesNotCount() {
        String token = grant().send().accessToken();
        assertThat(exchangeAt("Maskinporten", token).status()).isEqualTo(200);
        assertThat(exchangeAt("MASKINPORTEN", token).status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-107")
    void anUnknownProviderIsToldTheTrustedOnes() {
        Map<String, Object> expired = claims();
        expired.put("exp", 1);
        HttpAnswer answer = exchangeAt("google", sign(expired));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).contains("google", "Maskinporten", "Id-porten", "AltinnStudio");
        HttpAnswer json = exchangeAt("google", sign(expired), "Accept", "application/json");
        assertThat(json.body()).startsWith("\"").endsWith("\"");
    }

    @Test
    @Scenario("M-107")
    void otherTrustedProvidersDoNotVouchForMaskinportensTokens() {
        assertUnauthorized(exchangeAt("id-porten", grant().send().accessToken()));
    }

    @Test
    @Scenario("M-108")
    void theTokenIsLookedAtBeforeTheProvider() {
        assertUnauthorized(HttpAnswer.get(emulator.platformUrl() + PATH + "google"));
        assertUnauthorized(exchangeAt("google", "garbage"));
    }

    @Test
    @Scenario("M-109")
    void withoutAReadableTokenTheAnswerSaysNothing() {
        String uri = emulator.platformUrl() + PATH + "maskinporten";
        String token = grant().send().accessToken();
        assertUnauthorized(HttpAnswer.get(uri));
        assertUnauthorized(HttpAnswer.get(uri, "Authorization", "Basic " + token));
        assertUnauthorized(HttpAnswer.get(uri, "Authorization", token));
        assertUnauthorized(exchange("garbage"));
        assertUnauthorized(exchange("a.b.c"));
        assertUnauthorized(exchange(token + "x"));
        assertThat(HttpAnswer.get(uri, "Authorization", "bearer   " + token).status())
                .isEqualTo(200);
    }

    @Test
    @Scenario("M-109")
    void theAnswerMayBeEmpty() {
        emulator.authentication().emptyUnauthorizedAnswers(true);
        HttpAnswer answer = exchange("garbage");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    @Scenario({"M-110", "B-271"})
    void aTokenIsTakenForTenSecondsAfterItsEnd() {
        String token = grant().send().accessToken();
        emulator.clock().advance(Duration.ofSeconds(120 + 9));
        assertThat(exchange(token).status()).isEqualTo(200);
        emulator.clock().advance(Duration.ofSeconds(2));
        assertUnauthorized(exchange(token));
    }

    @Test
    @Scenario("M-111")
    void foreignTokensAreRefused() {
        TokenIssuer stranger = new TokenIssuer(emulator::maskinportenIssuer, emulator.clock());
        assertUnauthorized(exchange(stranger.sign(claims())));
        Map<String, Object> production = claims();
        production.put("iss", "https://maskinporten.no/");
        assertUnauthorized(exchange(sign(production)));
        assertThat(exchange(sign(claims())).status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-112")
    void opaqueTokensAreRefused() {
        c1.opaqueTokens(true);
        assertUnauthorized(exchange(grant().send().accessToken()));
    }

    @Test
    @Scenario("M-113")
    void altinnsOwnTokensAreRefused() {
        String token = exchange(grant().send().accessToken()).body();
        assertUnauthorized(exchange(token));
    }

    @Test
    @Scenario("M-114")
    void theConsumerMustBeReadable() {
        assertConsumerRefused(null);
        assertConsumerRefused("0192:" + VENDOR);
        assertConsumerRefused(Map.of("authority", "other", "ID", "0192:" + VENDOR));
        assertConsumerRefused(Map.of("authority", "iso6523-actorid-upis", "ID", VENDOR));
        assertConsumerRefused(Map.of("authority", "iso6523-actorid-upis"));
    }

    private void assertConsumerRefused(Object consumer) {
        Map<String, Object> claims = claims();
        claims.put("consumer", consumer);
        assertUnauthorized(exchange(sign(claims)));
    }

    @Test
    @Scenario("M-120")
    void enterpriseUsersAreGone() {
        String header = "X-Altinn-EnterpriseUser-Authentication";
        HttpAnswer answer = exchange(grant().send().accessToken(), header, "dXNlcjpwYXNz");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("title").asText()).isEqualTo("Virksomhetsbruker is no longer available");
        assertUnauthorized(exchange("garbage", header, "dXNlcjpwYXNz"));
    }

    @Test
    @Scenario("M-121")
    void anInternalFailureLooksLikeABadToken() {
        String token = grant().send().accessToken();
        emulator.authentication().failNextExchanges(2);
        assertUnauthorized(exchange(token));
        assertUnauthorized(exchange(token));
        assertThat(exchange(token).status()).isEqualTo(200);
    }

    @Test
    void theClientIsRecorded() {
        exchange(grant().send().accessToken());
        assertThat(emulator.recorder().calls(Operation.TOKEN_EXCHANGE).get(0).detail("clientId"))
                .isEqualTo(c1.id());
    }
}
