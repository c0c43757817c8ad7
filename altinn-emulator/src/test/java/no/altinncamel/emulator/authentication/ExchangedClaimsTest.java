package no.altinncamel.emulator.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.maskinporten.HttpAnswer;

class ExchangedClaimsTest extends ExchangeFixture {

    private static final String SERVICE_OWNER = "altinn:serviceowner";
    private static final String DIGDIR = "991825827";

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
    @Scenario({"M-125", "B-273"})
    void aTokenMayBeExchangedTwice() {
        String token = grant().send().accessToken();
        JsonNode first = exchanged(token);
        JsonNode second = exchanged(token);
        assertThat(first.get("sid")).isNotEqualTo(second.get("sid"));
        assertThat(first.get("consumer")).isEqualTo(second.get("consumer"));
        assertThat(first.get("scope")).isEqualTo(second.get("scope"));
    }
}
