package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.TokenException.Category;

/** Every refusal of maskinporten 6.2 finds its category of 6.3 and a hint. */
class MaskinportenErrorTest {

    private static SigningKey key;

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = SigningKey.of(generator.generateKeyPair().getPrivate(), "kid-1");
    }

    private static MaskinportenError error(int status, String json) {
        return MaskinportenError.of(status, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Identity identity() {
        return Identity.builder()
                .tokenEndpoint(URI.create("https://test.maskinporten.no/token"))
                .issuer("https://test.maskinporten.no/")
                .clientId("client-1")
                .scopes("altinn:broker.read")
                .systemUser("310000002", "ref-1")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "400, MP-011, CONFIGURATION, malformed",
        "400, MP-012, REPLAY, twice",
        "400, MP-100, CONFIGURATION, client-1",
        "400, MP-110, CONFIGURATION, slash",
        "400, MP-120, CONFIGURATION, certificate",
        "400, MP-121, KEY, kid-1",
        "400, MP-122, CONFIGURATION, certificate",
        "400, MP-123, CONFIGURATION, certificate",
        "400, MP-124, KEY, kid-1",
        "400, MP-130, CLOCK, NTP",
        "400, MP-200, CONFIGURATION, altinn:broker.read",
        "400, MP-201, CONFIGURATION, Maskinporten client",
        "403, MP-250, CONFIGURATION, ask Altinn",
        "403, MP-251, CUSTOMER, API delegation",
        "400, MP-301, CONFIGURATION, system users",
        "400, MP-302, CONFIGURATION, malformed",
        "400, MP-303, CUSTOMER, approved",
        "500, MP-303, CUSTOMER, approved"
    })
    void theCodeAtTheEndOfTheErrorUriDecides(int status, String code, Category category, String hint) {
        MaskinportenError error = error(
                status,
                "{\"error\":\"invalid_grant\",\"error_description\":\"Some text (trace_id: 4f0e3c1b9a7d4a54b1c7e9d2f6a80c13)\","
                        + "\"error_uri\":\"https://test.maskinporten.no/errors/" + code + "\"}");

        assertThat(error.category()).isEqualTo(category);
        assertThat(error.problem().code()).isEqualTo(code);
        assertThat(error.problem().title()).isEqualTo("invalid_grant");
        assertThat(error.problem().detail()).isEqualTo("Some text");
        assertThat(error.problem().traceId()).isEqualTo("4f0e3c1b9a7d4a54b1c7e9d2f6a80c13");
        assertThat(TokenHints.of(identity(), key, category, error.problem())).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client., KEY",
        "Invalid assertion. Client authentication failed. Expired key., KEY",
        "Invalid JWT signature, KEY",
        "JWT has expired., CLOCK",
        "JWT is expired, CLOCK",
        "Issue time is in the future., CLOCK",
        "Issue time is after now, CLOCK",
        "Grant is used before, REPLAY",
        "JWT has too long lifetime., CONFIGURATION",
        "Something new, CONFIGURATION"
    })
    void withoutACodeTheTextDecides(String description, Category category) {
        MaskinportenError error =
                error(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + description + "\"}");

        assertThat(error.category()).isEqualTo(category);
        assertThat(error.problem().code()).isNull();
        assertThat(error.problem().detail()).isEqualTo(description);
    }

    @Test
    void aCodeWithinTheDescriptionAndTheOlderTraceAreFoundToo() {
        MaskinportenError error = error(
                400, "{\"error\":\"invalid_request\",\"error_description\":\"MP-303: no (correlation id: 0-1-2)\"}");

        assertThat(error.category()).isEqualTo(Category.CUSTOMER);
        assertThat(error.problem().code()).isEqualTo("MP-303");
        assertThat(error.problem().traceId()).isEqualTo("0-1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "[]", "{\"error\":{\"a\":[]}}", "{\"error\":", "null"})
    void withoutAReadableBodyTheStatusDecides(String body) {
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            assertThat(error(status, body).category()).isEqualTo(Category.TRANSIENT);
        }
        for (int status : new int[] {301, 302, 400, 401, 403, 404, 405, 415}) {
            assertThat(error(status, body).category()).isEqualTo(Category.CONFIGURATION);
        }
    }

    @Test
    void anEchoedTokenIsNotRepeated() {
        MaskinportenError error =
                error(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad eyJhbGciOiJ.eyJpc3M.c2ln here\"}");

        assertThat(error.problem().detail()).isEqualTo("Bad [token] here");
    }

    @Test
    void theHintForAMissingSystemUserNamesWhomAndWhat() {
        assertThat(TokenHints.of(
                        identity(),
                        key,
                        Category.CUSTOMER,
                        error(400, "{\"error_uri\":\"x/MP-303\"}").problem()))
                .contains("310000002", "ref-1", "client-1", "approved", "not your own", "not deleted");
    }

    @Test
    void theRetiredTestEnvironmentsAreRecognised() {
        assertThat(TokenHints.retired(URI.create("https://ver2.maskinporten.no/token")))
                .contains("closed down", "test.maskinporten.no");
        assertThat(TokenHints.retired(URI.create("https://test.maskinporten.no/token")))
                .isNull();
    }
}
