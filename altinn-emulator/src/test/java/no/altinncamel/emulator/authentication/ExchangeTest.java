package no.altinncamel.emulator.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.HttpAnswer;
import no.altinncamel.emulator.maskinporten.MaskinportenFixture;
import no.altinncamel.emulator.token.TokenIssuer;

class ExchangeTest extends MaskinportenFixture {

    private static final String PATH = "/authentication/api/v1/exchange/";
    private static final String SERVICE_OWNER = "altinn:serviceowner";
    private static final String DIGDIR = "991825827";

    @AfterEach
    void asItWas() {
        emulator.authentication().emptyUnauthorizedAnswers(false);
        emulator.authentication().authorizationDetailsAsArray(false);
        emulator.authentication().failNextExchanges(0);
    }

    private HttpAnswer exchange(String token, String... headers) {
        return exchangeAt("maskinporten", token, headers);
    }

    private HttpAnswer exchangeAt(String providerAndQuery, String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return HttpAnswer.get(emulator.platformUrl() + PATH + providerAndQuery, all);
    }

    /** Claims of a Maskinporten token, for tests that spoil them; the token is not from the token endpoint. */
    private Map<String, Object> claims() {
        long now = emulator.clock().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", emulator.maskinportenIssuer());
        claims.put("scope", READ);
        claims.put("client_id", c1.id());
        claims.put("iat", now);
        claims.put("exp", now + 120);
        claims.put("consumer", organization(VENDOR));
        return claims;
    }

    private static Map<String, Object> organization(String number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number);
    }

    private String sign(Map<String, Object> claims) {
        return emulator.maskinportenTokens().sign(claims);
    }

    private JsonNode exchanged(String token) {
        HttpAnswer answer = exchange(token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return HttpAnswer.payload(answer.body());
    }

    private static void assertUnauthorized(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("title").asText()).isEqualTo("Unauthorized");
        assertThat(problem.get("status").asInt()).isEqualTo(401);
        assertThat(problem.get("traceId").asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
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

    @Test
    @Scenario({"M-104", "B-269"})
    void theClaimsAreMaskinportensAndAltinns() {
        HttpAnswer grant = grant().claim("scope", READ + " " + WRITE).send();
        JsonNode original = grant.claims();
        String token = exchange(grant.accessToken()).body();

        JsonNode header = HttpAnswer.head(token);
        assertThat(header.get("alg").asText()).isEqualTo("RS256");
        assertThat(header.get("typ").asText()).isEqualTo("JWT");
        assertThat(header.get("kid").asText()).matches("[0-9A-F]{40}");
        assertThat(header.get("x5t").asText()).matches("[A-Za-z0-9_-]{27}");

        JsonNode claims = HttpAnswer.payload(token);
        for (String copied : List.of("scope", "token_type", "client_id", "consumer", "jti")) {
            assertThat(claims.get(copied)).as(copied).isNotNull().isEqualTo(original.get(copied));
        }
        long now = emulator.clock().instant().getEpochSecond();
        assertThat(claims.get("iss").asText()).isEqualTo(emulator.platformUrl() + "/authentication/api/v1/openid/");
        assertThat(claims.get("iat").asLong()).isEqualTo(now);
        assertThat(claims.get("nbf").asLong()).isEqualTo(now);
        assertThat(claims.get("exp").asLong()).isEqualTo(now + 1800);
        assertThat(claims.get("urn:altinn:orgNumber").asText()).isEqualTo(VENDOR);
        assertThat(claims.get("urn:altinn:authenticatemethod").asText()).isEqualTo("maskinporten");
        assertThat(claims.get("urn:altinn:authlevel").isInt()).isTrue();
        assertThat(claims.get("urn:altinn:authlevel").asInt()).isEqualTo(3);
        assertThat(UUID.fromString(claims.get("sid").asText())).isNotNull();
        assertThat(claims.has("client_amr")).isFalse();
        assertThat(claims.has("urn:altinn:org")).isFalse();
    }

    @Test
    @Scenario({"M-104", "B-269"})
    void aDelegatedTokenKeepsItsSupplier() {
        maskinporten().delegate(CUSTOMER, VENDOR, READ);
        JsonNode claims =
                exchanged(grant().claim("consumer_org", CUSTOMER).send().accessToken());
        maskinporten().withdrawDelegation(CUSTOMER, VENDOR, READ);
        assertThat(claims.get("urn:altinn:orgNumber").asText()).isEqualTo(CUSTOMER);
        assertThat(claims.at("/supplier/ID").asText()).isEqualTo("0192:" + VENDOR);
        assertThat(claims.get("delegation_source").asText()).isEqualTo("https://tt02.altinn.no/");
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
    @Scenario("M-114")
    void thePrefixOfTheConsumerIsNotLookedAt() {
        Map<String, Object> claims = claims();
        claims.put("consumer", Map.of("authority", "iso6523-actorid-upis", "ID", "9908:" + VENDOR));
        assertThat(exchanged(sign(claims)).get("urn:altinn:orgNumber").asText()).isEqualTo(VENDOR);
    }

    @Test
    @Scenario({"M-115", "B-272"})
    void theDetailsOfASystemUserBecomeABareObject() {
        String token = systemUserToken();
        JsonNode claims = exchanged(token);
        assertThat(claims.get("urn:altinn:orgNumber").asText()).isEqualTo(VENDOR);
        assertThat(claims.get("authorization_details").isObject()).isTrue();
        assertThat(claims.at("/authorization_details/systemuser_org/ID").asText())
                .isEqualTo("0192:" + CUSTOMER);
        assertThat(claims.at("/authorization_details/systemuser_id").isArray()).isTrue();

        emulator.authentication().authorizationDetailsAsArray(true);
        JsonNode details = exchanged(token).get("authorization_details");
        assertThat(details.isArray()).isTrue();
        assertThat(details).hasSize(1);
    }

    private String systemUserToken() {
        maskinporten()
                .requestSystemUser(
                        maskinporten()
                                .registerSystem(VENDOR + "_" + UUID.randomUUID(), VENDOR)
                                .addClient(c1),
                        CUSTOMER)
                .approve();
        Map<String, Object> details = Map.of("type", "urn:altinn:systemuser", "systemuser_org", organization(CUSTOMER));
        return grant().claim("authorization_details", List.of(details)).send().accessToken();
    }

    @Test
    @Scenario("M-116")
    void theAudienceIsDropped() {
        String token = grant().claim("resource", List.of("https://api.example.com"))
                .send()
                .accessToken();
        assertThat(exchanged(token).has("aud")).isFalse();
    }

    @Test
    @Scenario("M-116")
    void ofSeveralAudiencesOnlyTheFirstIsDropped() {
        assertThat(exchanged(withAudiences("https://a", "https://b")).get("aud").toString())
                .isEqualTo("\"https://b\"");
        assertThat(exchanged(withAudiences("https://a", "https://b", "https://c"))
                        .get("aud")
                        .toString())
                .isEqualTo("[\"https://b\",\"https://c\"]");
    }

    private String withAudiences(String... audiences) {
        return grant().claim("resource", List.of(audiences)).send().accessToken();
    }

    private String serviceOwnerToken(String organization, String scope) {
        Map<String, Object> claims = claims();
        claims.put("consumer", organization(organization));
        claims.put("scope", scope);
        return sign(claims);
    }

    @Test
    @Scenario("M-117")
    void aServiceOwnersCodeIsAdded() {
        emulator.authentication().serviceOwner("974761076", "skd");
        assertThat(exchanged(serviceOwnerToken("974761076", SERVICE_OWNER))
                        .get("urn:altinn:org")
                        .asText())
                .isEqualTo("skd");
        assertThat(exchanged(serviceOwnerToken("974761076", READ + " altinn:serviceowner/instances.read"))
                        .get("urn:altinn:org")
                        .asText())
                .isEqualTo("skd");
        assertThat(exchanged(serviceOwnerToken("310000009", SERVICE_OWNER)).has("urn:altinn:org"))
                .isFalse();
    }

    @Test
    @Scenario("M-118")
    void digdirMayAppearAsTheTestOrganisation() {
        String token = serviceOwnerToken(DIGDIR, SERVICE_OWNER);
        assertThat(codeAt("maskinporten?test=true", token)).isEqualTo("ttd");
        assertThat(codeAt("maskinporten?test=false", token)).isEqualTo("digdir");
        assertThat(codeAt("maskinporten", token)).isEqualTo("digdir");
    }

    @Test
    @Scenario("M-118")
    void nobodyElseAppearsAsTheTestOrganisation() {
        emulator.authentication().serviceOwner("974761076", "skd");
        assertThat(codeAt("maskinporten?test=true", serviceOwnerToken("974761076", SERVICE_OWNER)))
                .isEqualTo("skd");
    }

    private String codeAt(String providerAndQuery, String token) {
        return HttpAnswer.payload(exchangeAt(providerAndQuery, token).body())
                .get("urn:altinn:org")
                .asText();
    }

    @Test
    @Scenario("M-119")
    void withoutTheScopeThereIsNoCode() {
        HttpAnswer answer = exchangeAt("maskinporten?test=true", serviceOwnerToken(DIGDIR, READ));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(HttpAnswer.payload(answer.body()).has("urn:altinn:org")).isFalse();
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
    @Scenario({"M-125", "B-273"})
    void aTokenMayBeExchangedTwice() {
        String token = grant().send().accessToken();
        JsonNode first = exchanged(token);
        JsonNode second = exchanged(token);
        assertThat(first.get("sid")).isNotEqualTo(second.get("sid"));
        assertThat(first.get("consumer")).isEqualTo(second.get("consumer"));
        assertThat(first.get("scope")).isEqualTo(second.get("scope"));
    }

    @Test
    void theClientIsRecorded() {
        exchange(grant().send().accessToken());
        assertThat(emulator.recorder().calls(Operation.TOKEN_EXCHANGE).get(0).detail("clientId"))
                .isEqualTo(c1.id());
    }
}
