package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.emulator.Scenario;

class HappyGrantTest extends MaskinportenFixture {

    @Test
    @Scenario("M-7")
    void aRightGrantGetsAToken() {
        HttpAnswer answer = grant().send();
        String token = answer.accessToken();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").isInt()).isTrue();
        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(119);
        assertThat(answer.json().get("scope").asText()).isEqualTo(READ);
        assertThat(answer.json()).hasSize(4);

        assertThat(HttpAnswer.head(token).get("alg").asText()).isEqualTo("RS256");
        JsonNode claims = answer.claims();
        assertThat(claims.get("iss").asText()).isEqualTo(emulator.maskinportenIssuer());
        assertThat(claims.get("client_id").asText()).isEqualTo(c1.id());
        assertThat(claims.get("client_amr").asText()).isEqualTo("private_key_jwt");
        assertThat(claims.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(claims.get("scope").asText()).isEqualTo(READ);
        assertThat(claims.get("iat").asLong())
                .isEqualTo(emulator.clock().instant().getEpochSecond());
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(120);
        assertThat(claims.get("jti").asText()).matches("[A-Za-z0-9_-]{43}");
        assertOrganization(claims.get("consumer"), VENDOR);
        assertThat(claims).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"RS384, SHA384withRSA", "RS512, SHA512withRSA"})
    @Scenario("M-8")
    void longerHashesAreTaken(String jose, String java) {
        assertThat(grant().algorithm(jose, java).send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-9")
    void severalScopesAreGrantedTogether() {
        HttpAnswer answer = grant().claim("scope", WRITE + " " + READ).send();
        assertThat(answer.claims().get("scope").asText().split(" ")).containsExactlyInAnyOrder(READ, WRITE);
        assertThat(answer.json().get("scope").asText().split(" ")).containsExactlyInAnyOrder(READ, WRITE);
    }

    @Test
    @Scenario("M-12")
    void aResourceBecomesTheAudience() {
        HttpAnswer answer =
                grant().claim("resource", List.of("https://api.example.com")).send();
        assertThat(answer.claims().get("aud").asText()).isEqualTo("https://api.example.com");
    }

    @Test
    @Scenario("M-13")
    void aResourceMayBeAString() {
        HttpAnswer answer = grant().claim("resource", "https://api.example.com").send();
        assertThat(answer.claims().get("aud").asText()).isEqualTo("https://api.example.com");
    }

    @Test
    void severalResourcesBecomeSeveralAudiences() {
        HttpAnswer answer =
                grant().claim("resource", List.of("https://a", "https://b")).send();
        assertThat(answer.claims().get("aud").toString()).isEqualTo("[\"https://a\",\"https://b\"]");
    }

    @Test
    @Scenario("M-14")
    void anAudienceMayBeAnArrayOfOne() {
        assertThat(grant().claim("aud", List.of(emulator.maskinportenIssuer()))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Scenario("M-15")
    void theTokenEndpointAsAudienceWorksButIsNotDocumented() {
        assertThat(grant().claim("aud", emulator.tokenEndpoint()).send().status())
                .isEqualTo(200);

        maskinporten().profile(Profile.DOCUMENTED);
        grant().claim("aud", emulator.tokenEndpoint())
                .send()
                .isRefused(400, "invalid_grant", "Invalid JWT claim aud", "MP-110");
        assertThat(grant().send().status()).isEqualTo(200);

        maskinporten().profile(Profile.OBSERVED);
        maskinporten().tokenEndpointAsAudience(false);
        grant().claim("aud", emulator.tokenEndpoint())
                .send()
                .isRefused(400, "invalid_grant", "Invalid JWT claim aud", "MP-110");
    }

    @Test
    @Scenario("M-16")
    void anAssertionWithoutJtiWorksOnce() {
        String assertion = grant().without("jti").assertion();
        assertThat(Grant.send(emulator, assertion).status()).isEqualTo(200);
        Grant.send(emulator, assertion).isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
    }

    @Test
    @Scenario("M-17")
    void subjectAndNotBeforeWorkButAreNotDocumented() {
        assertThat(withSubject().send().status()).isEqualTo(200);
        assertThat(withNotBefore().send().status()).isEqualTo(200);

        maskinporten().profile(Profile.DOCUMENTED);
        withSubject().send().isRefused(400, "invalid_request", "Invalid assertion");
        withNotBefore().send().isRefused(400, "invalid_request", "Invalid assertion");
    }

    private Grant withSubject() {
        return grant().claim("sub", c1.id());
    }

    private Grant withNotBefore() {
        return grant().claim("nbf", emulator.clock().instant().getEpochSecond());
    }

    @Test
    @Scenario("M-18")
    void theFormMayComeInOtherWaysOfWritingIt() {
        HttpAnswer answer = HttpAnswer.post(
                emulator.tokenEndpoint(),
                "application/x-www-form-urlencoded; charset=UTF-8",
                "assertion=" + grant().assertion() + "&grant_type=" + Grant.JWT_BEARER);
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-19")
    void theLifetimeIsTheClients() {
        c1.tokenLifetime(Duration.ofSeconds(600));
        HttpAnswer answer = grant().send();
        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(599);
        assertThat(answer.claims().get("exp").asLong()
                        - answer.claims().get("iat").asLong())
                .isEqualTo(600);
    }

    @Test
    @Scenario("M-20")
    void theLowestCapOfTheScopesWins() {
        maskinporten().scope("test:long").grantTo(VENDOR).maximumAge(Duration.ofSeconds(600));
        maskinporten().scope("test:short").grantTo(VENDOR).maximumAge(Duration.ofSeconds(60));
        c1.scopes("test:long", "test:short").tokenLifetime(Duration.ofSeconds(3600));
        assertThat(expiresIn("test:long test:short")).isEqualTo(59);
        assertThat(expiresIn("test:long")).isEqualTo(599);
    }

    private int expiresIn(String scope) {
        return grant().claim("scope", scope).send().json().get("expires_in").asInt();
    }

    @Test
    @Scenario("M-21")
    void opaqueTokensAreNotJwts() {
        c1.opaqueTokens(true);
        String token = grant().send().accessToken();
        assertThat(token).hasSize(44).matches("[A-Za-z0-9+/]{43}=");
        assertThat(grant().send().accessToken()).isNotEqualTo(token);
    }

    @Test
    @Scenario("M-22")
    void aDelegatedScopeIsUsedOnTheCustomersBehalf() {
        maskinporten().delegate(CUSTOMER, VENDOR, READ);
        JsonNode claims = grant().claim("consumer_org", CUSTOMER).send().claims();
        assertOrganization(claims.get("consumer"), CUSTOMER);
        assertOrganization(claims.get("supplier"), VENDOR);
        assertThat(claims.get("delegation_source").asText()).isEqualTo("https://tt02.altinn.no/");
        maskinporten().withdrawDelegation(CUSTOMER, VENDOR, READ);
    }

    @Test
    @Scenario("M-23")
    void aPersonsNumberIsPassedOn() {
        assertThat(grant().claim("pid", "01017012345")
                        .send()
                        .claims()
                        .get("pid")
                        .asText())
                .isEqualTo("01017012345");
    }

    @Test
    @Scenario("M-24")
    void eachGrantGetsATokenOfItsOwn() {
        JsonNode first = grant().send().claims();
        JsonNode second = grant().send().claims();
        assertThat(first.get("jti").asText()).isNotEqualTo(second.get("jti").asText());
    }

    static void assertOrganization(JsonNode claim, String number) {
        assertThat(claim.toString())
                .isEqualTo("{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:" + number + "\"}");
    }
}
