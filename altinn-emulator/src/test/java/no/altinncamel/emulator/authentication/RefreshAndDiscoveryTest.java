package no.altinncamel.emulator.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.maskinporten.HttpAnswer;
import no.altinncamel.emulator.maskinporten.MaskinportenFixture;
import no.altinncamel.emulator.token.TokenRejectedException;

class RefreshAndDiscoveryTest extends MaskinportenFixture {

    private static final String BASE = "/authentication/api/v1";

    private HttpAnswer get(String path, String token) {
        return HttpAnswer.get(emulator.platformUrl() + BASE + path, "Authorization", "Bearer " + token);
    }

    private String altinnToken() {
        return get("/exchange/maskinporten", grant().send().accessToken()).body();
    }

    private JsonNode keys() {
        return HttpAnswer.get(emulator.platformUrl() + BASE + "/openid/.well-known/openid-configuration/jwks")
                .json()
                .get("keys");
    }

    @Test
    @Scenario("M-126")
    void discoveryNamesIssuerAndKeys() {
        HttpAnswer answer = HttpAnswer.get(emulator.platformUrl() + BASE + "/openid/.well-known/openid-configuration");
        assertThat(answer.status()).isEqualTo(200);
        String issuer = emulator.platformUrl() + BASE + "/openid/";
        assertThat(answer.json().get("issuer").asText()).isEqualTo(issuer);
        assertThat(answer.json().toString()).contains("RS256");
        HttpAnswer published = HttpAnswer.get(answer.json().get("jwks_uri").asText());
        assertThat(published.json().get("keys")).isNotEmpty();
    }

    @Test
    @Scenario("M-127")
    void afterRollOverOldAndNewKeyArePublished() {
        String before = altinnToken();
        emulator.authentication().rotateKey();
        String after = altinnToken();
        String oldKey = HttpAnswer.head(before).get("kid").asText();
        String newKey = HttpAnswer.head(after).get("kid").asText();
        assertThat(newKey).isNotEqualTo(oldKey);
        assertThat(keys().findValuesAsText("kid")).contains(oldKey, newKey);
        assertThat(keys()).noneMatch(key -> key.has("d"));
        assertThatCode(() -> verify(before)).doesNotThrowAnyException();

        emulator.authentication().dropPreviousKeys();
        assertThat(keys().findValuesAsText("kid")).containsExactly(newKey);
        assertThatThrownBy(() -> verify(before)).isInstanceOf(TokenRejectedException.class);
    }

    private void verify(String token) throws TokenRejectedException {
        emulator.altinnTokens().verify(token, Duration.ZERO);
    }

    @Test
    @Scenario("M-128")
    void refreshGivesAnotherThirtyMinutes() {
        String token = altinnToken();
        emulator.clock().advance(Duration.ofMinutes(29));
        HttpAnswer answer = get("/refresh", token);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode original = HttpAnswer.payload(token);
        JsonNode refreshed = HttpAnswer.payload(answer.body());
        long now = emulator.clock().instant().getEpochSecond();
        assertThat(refreshed.get("iat").asLong()).isEqualTo(now);
        assertThat(refreshed.get("exp").asLong()).isEqualTo(now + 1800);
        assertThat(refreshed.get("consumer")).isEqualTo(original.get("consumer"));
        assertThat(refreshed.get("scope")).isEqualTo(original.get("scope"));
        assertThatCode(() -> verify(answer.body())).doesNotThrowAnyException();
    }

    @Test
    @Scenario("M-129")
    void onlyALivingAltinnTokenIsRefreshed() {
        assertThat(get("/refresh", grant().send().accessToken()).status()).isEqualTo(401);
        assertThat(get("/refresh", "garbage").status()).isEqualTo(401);
        assertThat(HttpAnswer.get(emulator.platformUrl() + BASE + "/refresh").status())
                .isEqualTo(401);
        String token = altinnToken();
        emulator.clock().advance(Duration.ofMinutes(30));
        assertThat(get("/refresh", token).status()).isEqualTo(401);
    }
}
