package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a token, and that nothing a token holds can do harm. */
class TokenPayloadTest {

    private static final String SYSTEM_USER = "{\"type\":\"urn:altinn:systemuser\",\"systemuser_id\":[\"x\"],"
            + "\"system_id\":\"s\",\"systemuser_org\":{\"ID\":\"0192:310000002\"}}";

    private static TokenPayload payload(String json) {
        String part = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return TokenPayload.of("e30." + part + ".sig");
    }

    @Test
    void expiryAndLifetimeAreRead() {
        TokenPayload payload = payload("{\"iat\":1000,\"exp\":2800}");

        assertThat(payload.expiresAt()).isEqualTo(Instant.ofEpochSecond(2800));
        assertThat(payload.lifetime()).isEqualTo(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"exp\":\"2800\"}",
                "{\"exp\":null}",
                "{\"exp\":1e300}",
                "{\"exp\":-9223372036854775808}",
                "[1]",
                "not json",
                ""
            })
    void anUnusableExpiryIsNone(String json) {
        assertThat(payload(json).expiresAt()).isNull();
        assertThat(payload(json).lifetime()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.b.c.d", "..", "a.!!!.c", "AAAA+BBBB/CCCC=="})
    void anOpaqueTokenSaysNothing(String token) {
        assertThat(TokenPayload.of(token).expiresAt()).isNull();
        assertThat(TokenPayload.of(token).organization()).isNull();
    }

    @Test
    void theSystemUsersOrganisationComesFirstInArrayAndInObjectForm() {
        String rest = ",\"urn:altinn:orgNumber\":\"310000001\",\"consumer\":{\"ID\":\"0192:310000001\"}}";

        assertThat(payload("{\"authorization_details\":[" + SYSTEM_USER + "]" + rest)
                        .organization())
                .isEqualTo("310000002");
        assertThat(payload("{\"authorization_details\":" + SYSTEM_USER + rest).organization())
                .isEqualTo("310000002");
    }

    @Test
    void unreadableDetailsLeaveNobodyRatherThanTheConsumer() {
        assertThat(payload("{\"authorization_details\":[{\"type\":\"x\"}],\"consumer\":{\"ID\":\"0192:310000001\"}}")
                        .organization())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"urn:altinn:orgNumber\":\"310000001\",\"consumer\":{\"ID\":\"0192:310000009\"}} | 310000001",
                "{\"consumer\":{\"ID\":\"0192:310000001\"}} | 310000001",
                "{\"consumer\":{\"ID\":\"a:b:310000001\"}} | 310000001"
            })
    void otherwiseItIsTheOrganisationNumberOrTheConsumer(String json, String organization) {
        assertThat(payload(json).organization()).isEqualTo(organization);
    }

    @Test
    void aTokenPrintsOnlyItsExpiry() {
        BearerToken token = BearerToken.of("eyJhbGciOi.secret.token", Instant.EPOCH);

        assertThat(token.toString()).isEqualTo("BearerToken[expiresAt=1970-01-01T00:00:00Z]");
        assertThat(new IssuedToken("eyJhbGciOi", Instant.EPOCH, 0, Duration.ofSeconds(119)).toString())
                .isEqualTo("IssuedToken[lifetime=PT1M59S]");
    }
}
