package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.token.TokenRejectedException;

class MetadataTest extends MaskinportenFixture {

    @Test
    @Scenario("M-1")
    void theMetadataPointsToTheEmulator() {
        HttpAnswer answer = HttpAnswer.get(emulator.platformUrl() + "/.well-known/oauth-authorization-server");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode metadata = answer.json();
        String issuer = metadata.get("issuer").asText();
        assertThat(issuer).isEqualTo(emulator.maskinportenIssuer()).endsWith("/");
        assertThat(metadata.get("token_endpoint").asText()).isEqualTo(issuer + "token");
        assertThat(metadata.get("jwks_uri").asText()).isEqualTo(issuer + "jwk");
        assertThat(metadata.get("grant_types_supported")).hasSize(1);
        assertThat(metadata.at("/grant_types_supported/0").asText()).isEqualTo(Grant.JWT_BEARER);
        assertThat(metadata.get("token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"private_key_jwt\"]");
        assertThat(metadata.get("token_endpoint_auth_signing_alg_values_supported")
                        .toString())
                .isEqualTo("[\"RS256\",\"RS384\",\"RS512\"]");
        assertThat(metadata.get("authorization_details_types_supported").toString())
                .isEqualTo("[\"urn:altinn:systemuser\",\"urn:altinn:consent\"]");
        assertThat(metadata).hasSize(7);
    }

    @Test
    @Scenario("M-2")
    void thereIsNoOpenIdMetadata() {
        assertThat(HttpAnswer.get(emulator.platformUrl() + "/.well-known/openid-configuration")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @Scenario("M-3")
    void theKeySetHasPublicSigningKeysOnly() {
        JsonNode keys = keys();
        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            assertThat(key.get("kty").asText()).isEqualTo("RSA");
            assertThat(key.get("use").asText()).isEqualTo("sig");
            assertThat(key.get("alg").asText()).isEqualTo("RS256");
            assertThat(key.has("kid")).isTrue();
            assertThat(key.has("d") || key.has("p") || key.has("q")).isFalse();
        });
    }

    @Test
    @Scenario("M-4")
    void afterRotationBothKeysArePublishedUntilTheOldOneIsDropped() throws TokenRejectedException {
        String before = grant().send().accessToken();
        maskinporten().rotateKey();
        String after = grant().send().accessToken();

        String oldKey = HttpAnswer.head(before).get("kid").asText();
        String newKey = HttpAnswer.head(after).get("kid").asText();
        assertThat(newKey).isNotEqualTo(oldKey);
        assertThat(keys().findValuesAsText("kid")).contains(oldKey, newKey);
        assertThatCode(() -> verify(before)).doesNotThrowAnyException();

        maskinporten().dropPreviousKeys();
        assertThat(keys().findValuesAsText("kid")).containsExactly(newKey);
        assertThatThrownBy(() -> verify(before)).isInstanceOf(TokenRejectedException.class);
        assertThatCode(() -> verify(after)).doesNotThrowAnyException();
    }

    private void verify(String token) throws TokenRejectedException {
        emulator.maskinportenTokens().verify(token, Duration.ZERO);
    }

    private JsonNode keys() {
        return HttpAnswer.get(emulator.platformUrl() + "/jwk").json().get("keys");
    }
}
