package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

class MalformedRequestTest extends MaskinportenFixture {

    private HttpAnswer form(String body) {
        return HttpAnswer.post(emulator.tokenEndpoint(), Grant.FORM, body);
    }

    @Test
    @Scenario("M-40")
    void aTokenIsNotGot() {
        HttpAnswer answer = HttpAnswer.get(emulator.tokenEndpoint());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    @Scenario("M-41")
    void jsonIsNotTaken() {
        assertThat(HttpAnswer.post(emulator.tokenEndpoint(), "application/json", "{}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    @Scenario("M-42")
    void theGrantTypeIsRequired() {
        form("assertion=" + grant().assertion()).isRefused(400, "invalid_request", "grant_type");
        form("").isRefused(400, "invalid_request", "grant_type");
    }

    @Test
    @Scenario("M-43")
    void otherGrantTypesDoNotExist() {
        HttpAnswer answer = form("grant_type=client_credentials&assertion=" + grant().assertion());
        answer.isRefused(400, "unsupported_grant_type", "grant type");
        assertThat(answer.json().has("error_uri")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&assertion=", "&assertion", "&assertion=%zz"})
    @Scenario("M-44")
    void theAssertionIsRequired(String assertion) {
        form("grant_type=" + Grant.JWT_BEARER + assertion).isRefused(400, "invalid_request", "assertion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "bnVsbA.bnVsbA.c2ln",
                "W10.W10.c2ln",
                "e30.e30.c2l=n",
                "e30..c2ln"
            })
    @Scenario("M-45")
    void theAssertionIsACompactJws(String assertion) {
        Grant.send(emulator, assertion)
                .isRefused(400, "invalid_request", "Invalid assertion. Invalid parameter value", "MP-011");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " "})
    @Scenario("M-45")
    void theAssertionHasNoLineBreaks(String separator) {
        String assertion = grant().assertion();
        Grant.send(emulator, assertion.substring(0, 76) + separator + assertion.substring(76))
                .isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
        Grant.send(emulator, assertion + separator).isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @Test
    @Scenario("M-46")
    void theQueryIsNotLookedAt() {
        HttpAnswer answer = HttpAnswer.post(
                emulator.tokenEndpoint() + "?assertion=" + grant().assertion(),
                Grant.FORM,
                "grant_type=" + URLEncoder.encode(Grant.JWT_BEARER, StandardCharsets.UTF_8));
        answer.isRefused(400, "invalid_request", "assertion");
    }

    @Test
    @Scenario("M-47")
    void aLargeBodyIsRefused() {
        String body = "grant_type=" + Grant.JWT_BEARER + "&assertion=" + grant().assertion() + "&padding=";
        int limit = 64 * 1024;
        assertThat(form(body + "x".repeat(limit - body.length())).status()).isEqualTo(200);
        assertThat(form(body + "x".repeat(limit - body.length() + 1)).status()).isEqualTo(413);
    }
}
