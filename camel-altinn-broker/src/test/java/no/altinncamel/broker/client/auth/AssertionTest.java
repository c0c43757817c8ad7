package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The assertion to the letter of maskinporten 3.2 – 3.4; invariant a of 17.15. */
class AssertionTest {

    private static final Instant NOW = Instant.parse("2026-08-18T11:40:51.999Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SigningKey key;

    @BeforeAll
    static void makeKey() throws Exception {
        key = SigningKey.fromJwk(
                new RSAKeyGenerator(2048).keyID("kid-1").generate().toJSONString(), null);
    }

    private static Identity.Builder plain() {
        return Identity.builder()
                .tokenEndpoint(URI.create("https://test.maskinporten.no/token"))
                .issuer("https://test.maskinporten.no/")
                .clientId("client-1")
                .scopes("altinn:broker.write altinn:broker.read");
    }

    @Test
    void theHeaderNamesTheAlgorithmAndTheKeyAndNothingElse() throws Exception {
        JsonNode header = part(sign(plain()), 0);

        assertThat(names(header)).containsExactlyInAnyOrder("alg", "kid");
        assertThat(header.get("alg").textValue()).isEqualTo("RS256");
        assertThat(header.get("kid").textValue()).isEqualTo("kid-1");
    }

    @Test
    void thePlainClaimsAreTheRequiredOnesAndAnId() throws Exception {
        JsonNode claims = part(sign(plain()), 1);

        assertThat(names(claims)).containsExactlyInAnyOrder("iss", "aud", "scope", "iat", "exp", "jti");
        assertThat(claims.get("iss").textValue()).isEqualTo("client-1");
        assertThat(claims.get("aud").textValue()).isEqualTo("https://test.maskinporten.no/");
        assertThat(claims.get("scope").textValue()).isEqualTo("altinn:broker.read altinn:broker.write");
    }

    @Test
    void timesAreWholeSecondsBackdatedByFiveAndLessThanTwoMinutesApart() throws Exception {
        JsonNode claims = part(sign(plain()), 1);

        assertThat(claims.get("iat").isIntegralNumber()).isTrue();
        assertThat(claims.get("exp").isIntegralNumber()).isTrue();
        assertThat(claims.get("iat").longValue()).isEqualTo(NOW.getEpochSecond() - 5);
        assertThat(claims.get("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 110);
    }

    @Test
    void everyAssertionHasAnIdOfItsOwn() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(part(sign(plain()), 1).get("jti").textValue());
        }

        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void audiencesAreAnArrayEvenIfThereIsOne() throws Exception {
        assertThat(part(sign(plain().resources("https://a")), 1).get("resource").toString())
                .isEqualTo("[\"https://a\"]");
    }

    @Test
    void aDelegatingOrganisationIsBareDigits() throws Exception {
        JsonNode claims = part(sign(plain().consumerOrg("0192:310000002")), 1);

        assertThat(claims.get("consumer_org").textValue()).isEqualTo("310000002");
        assertThat(claims.has("authorization_details")).isFalse();
    }

    @Test
    void aSystemUserIsAnArrayOfOneWithThePrefixAndItsReferenceOnlyIfGiven() throws Exception {
        String entry = "[{\"type\":\"urn:altinn:systemuser\",\"systemuser_org\":"
                + "{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:310000002\"}%s}]";

        assertThat(part(sign(plain().systemUser("310000002", null)), 1).get("authorization_details"))
                .isEqualTo(JSON.readTree(entry.formatted("")));
        assertThat(part(sign(plain().systemUser("310000002", "ref")), 1).get("authorization_details"))
                .isEqualTo(JSON.readTree(entry.formatted(",\"externalRef\":\"ref\"")));
    }

    @Test
    void itPrintsOnlyItsId() throws Exception {
        Assertion assertion = Assertion.sign(plain().build(), key, NOW);

        assertThat(assertion.toString()).isEqualTo("Assertion[jti=" + assertion.id() + "]");
    }

    private static String sign(Identity.Builder identity) throws Exception {
        return Assertion.sign(identity.build(), key, NOW).compact();
    }

    private static JsonNode part(String compact, int index) throws Exception {
        byte[] decoded = Base64.getUrlDecoder().decode(compact.split("\\.")[index]);
        return JSON.readTree(new String(decoded, StandardCharsets.UTF_8));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
