package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Json;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.token.TokenIssuer;

class AuthenticationTest extends BrokerFixture {

    private static final String SYSTEM_USER = "f8c8a5a2-0000-4000-8000-000000000001";

    @Test
    @Scenario("B-1")
    void withoutATokenTheAnswerIsAnEmpty401WithAChallenge() {
        Answer answer = get("?resourceId=" + resource.id(), null).isEmpty(401);
        assertThat(answer.headers("WWW-Authenticate")).allMatch(challenge -> challenge.startsWith("Bearer"));
        assertThat(answer.headers("WWW-Authenticate")).isNotEmpty();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", ""})
    @Scenario("B-2")
    void garbageIsAnInvalidToken(String garbage) {
        Answer answer = get("?resourceId=" + resource.id(), null, "Authorization", "Bearer " + garbage);
        answer.isEmpty(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    @Scenario("B-2")
    void theChallengeSaysInvalidToken() {
        assertThat(get("?resourceId=" + resource.id(), "garbage").header("WWW-Authenticate"))
                .startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    @Scenario({"B-3", "M-133"})
    void aTokenIsDeadAtItsExpirationToTheSecond() {
        String id = init();
        emulator.clock().freeze();
        try {
            Map<String, Object> claims = claims(S, WRITE);
            long now = emulator.clock().instant().getEpochSecond();
            claims.put("exp", now + 61);
            String token = altinnToken(claims);
            // up to a second before the expiration, whatever the fraction of the present second
            emulator.clock().advance(Duration.ofSeconds(59));
            get("/" + id, token).isStatus(200);
            emulator.clock().advance(Duration.ofSeconds(2));
            Answer answer = get("/" + id, token).isEmpty(401);
            assertThat(answer.header("WWW-Authenticate")).contains("invalid_token", "expired");
        } finally {
            emulator.clock().reset();
        }
    }

    @Test
    @Scenario("B-4")
    void aTokenOfAnotherIssuerIsRefused() {
        TokenIssuer stranger = new TokenIssuer(emulator.altinnTokens()::issuer, emulator.clock());
        Map<String, Object> claims = claims(S, WRITE);
        claims.put("iss", stranger.issuer());
        claims.put("exp", emulator.clock().instant().getEpochSecond() + 600);
        get("/" + init(), stranger.sign(claims)).isEmpty(401);
        claims.put("iss", "https://platform.example.com/authentication/api/v1/openid/");
        get("/" + init(), emulator.altinnTokens().sign(claims)).isEmpty(401);
    }

    @Test
    @Scenario({"B-5", "M-132"})
    void readingDoesNotSufficeToSend() {
        Answer answer = post("", token(S, READ), json(metadata()), "Content-Type", JSON);
        answer.isEmpty(403);
        assertThat(answer.header("WWW-Authenticate")).isNull();
    }

    @Test
    @Scenario("B-6")
    void writingDoesNotSufficeToDownload() {
        get("/" + pub() + "/download", token(R1, WRITE)).isEmpty(403);
    }

    @Test
    @Scenario("B-7")
    void writingDoesNotSufficeToConfirm() {
        post("/" + pub() + "/confirmdownload", token(R1, WRITE), new byte[0]).isEmpty(403);
    }

    @Test
    @Scenario("B-8")
    void anUnrelatedScopeIsOfNoUse() {
        get("?resourceId=" + resource.id(), token(S, "altinn:serviceowner")).isEmpty(403);
    }

    @Test
    @Scenario({"B-10", "B-11"})
    void eitherScopeSufficesForTheOverview() {
        String id = init();
        get("/" + id, token(S, WRITE)).isStatus(200);
        get("/" + id, token(R1, READ)).isStatus(200);
    }

    @Test
    @Scenario({"B-12", "M-130"})
    void scopesAreSeparatedBySpaces() {
        String token = token(S, BOTH);
        post("", token, json(metadata()), "Content-Type", JSON).isStatus(200);
        get("?resourceId=" + resource.id(), token).isStatus(200);
    }

    @Test
    @Scenario({"B-13", "M-131"})
    void aTokenOfMaskinportenItselfIsTaken() {
        Map<String, Object> claims = claims(S, BOTH);
        claims.remove("urn:altinn:orgNumber");
        claims.put("iss", emulator.maskinportenTokens().issuer());
        claims.put("exp", emulator.clock().instant().getEpochSecond() + 120);
        String token = emulator.maskinportenTokens().sign(claims);
        get("?resourceId=" + resource.id(), token).isStatus(200);
        post("", token, json(metadata()), "Content-Type", JSON).isStatus(200);
    }

    @Test
    @Scenario("M-134")
    void productionTakesNoTokenOfTheTestMaskinporten() {
        Map<String, Object> claims = claims(S, BOTH);
        claims.put("iss", emulator.maskinportenTokens().issuer());
        claims.put("exp", emulator.clock().instant().getEpochSecond() + 120);
        String token = emulator.maskinportenTokens().sign(claims);
        String list = "?resourceId=" + resource.id();
        get(list, token).isStatus(200);
        broker().environment(Environment.PRODUCTION);
        assertThat(get(list, token).isEmpty(401).header("WWW-Authenticate")).contains("invalid_token");
        get(list, token(S, BOTH)).isStatus(200);
    }

    @Test
    void eachEnvironmentTakesTheTokensOfItsOwnMaskinporten() {
        Map<String, Object> claims = claims(S, BOTH);
        claims.put("iss", emulator.maskinportenTokens().issuer());
        claims.put("exp", emulator.clock().instant().getEpochSecond() + 120);
        String token = emulator.maskinportenTokens().sign(claims);
        String list = "?resourceId=" + resource.id();
        broker().maskinportenEnvironment(Environment.PRODUCTION);
        try {
            get(list, token).isEmpty(401);
            broker().environment(Environment.PRODUCTION);
            get(list, token).isStatus(200);
        } finally {
            broker().maskinportenEnvironment(Environment.STAGING);
        }
    }

    @Test
    void aTokenWhoseClaimsAreNullIsRefusedLikeOtherGarbage() {
        get("?resourceId=" + resource.id(), "e30.bnVsbA.x").isEmpty(401);
    }

    @Test
    void oneTrailingSlashIsIgnored() {
        String id = init();
        get("/" + id + "/", token(S, WRITE)).isStatus(200);
        get("/?resourceId=" + resource.id(), token(S, WRITE)).isStatus(200);
    }

    @Test
    @Scenario({"B-14", "M-135"})
    void aSystemUserActsForItsOrganisationWhicheverFormTheDetailsHave() {
        for (Object form : List.of(List.of(systemUserOf(S)), systemUserOf(S), Json.write(systemUserOf(S)))) {
            Map<String, Object> claims = claims(X, WRITE);
            claims.put("authorization_details", form);
            emulator.recorder().clear();
            post("", altinnToken(claims), json(metadata()), "Content-Type", JSON)
                    .isStatus(200);
            var call = emulator.recorder().calls(Operation.INITIALIZE).get(0);
            assertThat(call.detail("caller")).isEqualTo(S);
            assertThat(call.detail("systemUser")).isEqualTo(SYSTEM_USER);
            assertThat(call.detail("vendor")).isEqualTo(X);
        }
    }

    @Test
    void rightsCanBeTakenFromOneSystemUserAlone() {
        broker().policy().deny(SYSTEM_USER);
        Map<String, Object> claims = claims(X, WRITE);
        claims.put("authorization_details", List.of(systemUserOf(S)));
        post("", altinnToken(claims), json(metadata()), "Content-Type", JSON).isError(401, 6);
        initialize(metadata()).isStatus(200);
    }

    @Test
    @Scenario({"B-15", "M-136"})
    void unreadableDetailsMakeTheCallerUnknownAndNothingElseIsLookedAt() {
        Map<String, Object> incomplete = new LinkedHashMap<>(systemUserOf(S));
        incomplete.remove("system_id");
        for (Object details : List.of("{not json", List.of(incomplete), List.of(), "plain")) {
            Map<String, Object> claims = claims(S, BOTH);
            claims.put("authorization_details", details);
            get("?resourceId=" + resource.id(), altinnToken(claims)).isError(401, 6);
            post("", altinnToken(claims), json(metadata()), "Content-Type", JSON)
                    .isError(401, 6);
        }
    }

    @Test
    @Scenario("B-16")
    void acceptIsLookedAtBeforeTheToken() {
        Answer answer = get("/" + init(), null, "Accept", "application/xml").isStatus(406);
        assertThat(answer.text())
                .isEqualTo("This endpoint does not support the requested Accept header. Supported Accept headers are:"
                        + " application/json, */*.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;q=0.5, text/plain", "*/*", "text/html, */*;q=0.1", "Application/JSON"})
    @Scenario("B-17")
    void jsonAnywhereInAcceptWillDo(String accept) {
        get("/" + init(), token(S, WRITE), "Accept", accept).isStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/*", "application/problem+json", "application/vnd.altinn+json", ""})
    @Scenario({"B-18", "B-19"})
    void rangesAndRelativesOfJsonWillNotDo(String accept) {
        get("/" + init(), token(S, WRITE), "Accept", accept).isStatus(406);
    }

    @Test
    @Scenario("B-20")
    void withoutAcceptTheAnswerIsJson() {
        assertThat(get("/" + init(), token(S, WRITE)).isStatus(200).header("Content-Type"))
                .isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void aCallerWhoPrefersProblemJsonGetsIt() {
        String accept = "application/problem+json, application/json";
        String unknown = "/00000000-0000-4000-8000-000000000000";
        assertThat(get(unknown, token(S, WRITE), "Accept", accept)
                        .isError(404, 1)
                        .header("Content-Type"))
                .isEqualTo("application/problem+json; charset=utf-8");
        assertThat(get(unknown, token(S, WRITE)).isError(404, 1).header("Content-Type"))
                .isEqualTo("application/json; charset=utf-8");
    }

    @Test
    @Scenario("B-21")
    void acceptDoesNotMatterToADownload() {
        download(pub(), R1, "Accept", "application/xml").isStatus(200);
    }

    @Test
    @Scenario("B-22")
    void aWrongVerbIsA405() {
        Answer answer = send("PUT", "/" + init(), token(S, WRITE), HttpRequest.BodyPublishers.noBody());
        assertThat(answer.isEmpty(405).header("Allow")).isEqualTo("GET");
    }

    @Test
    @Scenario("B-23")
    void anUnknownPathIsAnEmpty404() {
        get("/" + init() + "/nosuch", token(S, WRITE)).isEmpty(404);
    }

    @Test
    @Scenario("B-24")
    void anIdThatIsNoGuidIsInvalid() {
        get("/abc", token(S, WRITE)).isInvalid("fileTransferId", "The value 'abc' is not valid.");
        get("/1-1-1-1-1", token(S, WRITE)).isInvalid("fileTransferId", "The value '1-1-1-1-1' is not valid.");
    }

    @Test
    void aGuidMayComeInUpperCase() {
        String id = init();
        assertThat(get("/" + id.toUpperCase(Locale.ROOT), token(S, WRITE)).id()).isEqualTo(id);
    }

    @Test
    @Scenario("B-25")
    void theHundredAndTwentyFirstInitializeOfAMinuteIsTooMuch() {
        emulator.clock().freeze();
        emulator.rateLimits().clear();
        emulator.rateLimits().enabled(true);
        try {
            for (int i = 0; i < 120; i++) {
                initialize(metadata()).isStatus(200);
            }
            Answer answer = initialize(metadata()).isStatus(429);
            assertThat(answer.header("Retry-After")).isNotNull();
            list(S, "").isStatus(200);
        } finally {
            emulator.rateLimits().enabled(false);
            emulator.clock().reset();
        }
    }

    @Test
    @Scenario("B-26")
    void aRefusalOfTheGatewayCanBeArmedWithAndWithoutRetryAfter() {
        emulator.faults().next(Operation.LIST, Fault.status(429).header("Retry-After", "7"));
        emulator.faults().next(Operation.LIST, Fault.status(429));
        assertThat(list(S, "").isStatus(429).header("Retry-After")).isEqualTo("7");
        assertThat(list(S, "").isStatus(429).header("Retry-After")).isNull();
        list(S, "").isStatus(200);
    }

    private static Map<String, Object> systemUserOf(String organization) {
        return Map.of(
                "type",
                "urn:altinn:systemuser",
                "systemuser_id",
                List.of(SYSTEM_USER),
                "systemuser_org",
                Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + organization),
                "system_id",
                "991825827_my_system");
    }
}
