package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

class ClaimsTest extends MaskinportenFixture {

    @Test
    @Scenario("M-62")
    void theClientMustBeKnown() {
        grant().claim("iss", "stranger")
                .send()
                .isRefused(400, "invalid_grant", "Client authentication failed. Client not found.", "MP-100");
        maskinporten().removeClient(c1.id());
        grant().send().isRefused(400, "invalid_grant", "Client not found.", "MP-100");
    }

    @Test
    @Scenario("M-63")
    void theClientMustBeNamed() {
        grant().without("iss").send().isRefused(400, "invalid_grant", "Client not found.", "MP-100");
        grant().claim("iss", "  ").send().isRefused(400, "invalid_grant", "Client not found.", "MP-100");
        grant().claim("iss", 7).send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    private void assertWrongAudience(Object audience) {
        grant().claim("aud", audience)
                .send()
                .isRefused(400, "invalid_grant", "Client authentication failed. Invalid JWT claim aud", "MP-110");
    }

    @Test
    @Scenario("M-64")
    void theAudienceEndsWithASlash() {
        assertWrongAudience(emulator.platformUrl());
    }

    @Test
    @Scenario("M-65")
    void theAudienceIsThisEnvironment() {
        assertWrongAudience("https://test.maskinporten.no/");
        assertWrongAudience("https://test.maskinporten.no/token");
    }

    @Test
    @Scenario("M-66")
    void twoAudiencesAreOneTooMany() {
        assertWrongAudience(List.of(emulator.maskinportenIssuer(), emulator.tokenEndpoint()));
        assertWrongAudience(List.of());
        grant().without("aud").send().isRefused(400, "invalid_grant", "Invalid JWT claim aud", "MP-110");
    }

    @Test
    @Scenario("M-67")
    void anAssertionMayLiveForTwoMinutes() {
        assertThat(grant().times(0, 120).send().status()).isEqualTo(200);
        maskinporten().profile(Profile.DOCUMENTED);
        assertThat(grant().times(0, 120).send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-68")
    void aLittleLongerIsOnlyObserved() {
        assertThat(grant().times(0, 121).send().status()).isEqualTo(200);
        assertThat(grant().times(0, 180).send().status()).isEqualTo(200);
        maskinporten().profile(Profile.DOCUMENTED);
        grant().times(0, 121).send().isRefused(400, "invalid_grant", "too long lifetime");
    }

    @Test
    @Scenario("M-69")
    void threeMinutesAndASecondAreTooLong() {
        grant().times(0, 181).send().isRefused(400, "invalid_grant", "JWT has too long lifetime.");
    }

    @Test
    @Scenario("M-70")
    void aClockMayBeTenSecondsFast() {
        assertThat(grant().times(10, 125).send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-71")
    void aClockMustNotBeElevenSecondsFastAndTheAnswerHasTheTime() {
        emulator.clock().advance(Duration.ofHours(-5));
        HttpAnswer answer = grant().times(11, 126).send();
        answer.isRefused(400, "invalid_grant", "Issue time is in the future.");
        assertThat(ZonedDateTime.parse(answer.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toEpochSecond())
                .isEqualTo(emulator.clock().instant().getEpochSecond());
        assertThat(answer.response().headers().allValues("Date")).hasSize(1);
    }

    @Test
    @Scenario("M-72")
    void anAssertionMayBeTenSecondsLate() {
        assertThat(grant().times(-125, -10).send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-73")
    void anAssertionMustNotBeElevenSecondsLate() {
        grant().times(-126, -11).send().isRefused(400, "invalid_grant", "JWT has expired.", "MP-130");
        maskinporten().profile(Profile.DOCUMENTED);
        grant().times(-126, -11).send().isRefused(400, "invalid_grant", "JWT is expired", "MP-130");
    }

    @Test
    @Scenario("M-74")
    void millisecondsAreTheFarFuture() {
        long now = emulator.clock().instant().toEpochMilli();
        grant().claim("iat", now)
                .claim("exp", now + 115_000)
                .send()
                .isRefused(400, "invalid_grant", "Issue time is in the future.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp"})
    @Scenario("M-75")
    void bothTimesAreRequired(String time) {
        grant().without(time).send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
        grant().claim(time, "soon").send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
        grant().claim(time, emulator.clock().instant().getEpochSecond() + 0.5)
                .send()
                .isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @Test
    @Scenario("M-76")
    void anAssertionIsUsedOnce() {
        String assertion = grant().assertion();
        assertThat(Grant.send(emulator, assertion).status()).isEqualTo(200);
        Grant.send(emulator, assertion).isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
    }

    @Test
    @Scenario("M-76")
    void ofManyAtTheSameTimeOneGetsThrough() throws Exception {
        String assertion = grant().assertion();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> send = () -> Grant.send(emulator, assertion).status();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(16, send))) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnly(200, 400);
            assertThat(statuses).containsOnlyOnce(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Scenario("M-77")
    void aJtiIsUsedOnce() {
        assertThat(grant().claim("jti", "the-one").send().status()).isEqualTo(200);
        grant().claim("jti", "the-one")
                .claim("scope", WRITE)
                .send()
                .isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
        MaskinportenClient other = maskinporten().registerClient(VENDOR).scopes(READ);
        other.addKey(k1);
        assertThat(grant(other).claim("jti", "the-one").send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-77")
    void aJtiIsFreeAgainOnceItsGrantHasExpired() {
        assertThat(grant().claim("jti", "again").send().status()).isEqualTo(200);
        emulator.clock().advance(Duration.ofSeconds(125));
        grant().claim("jti", "again").send().isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
        emulator.clock().advance(Duration.ofSeconds(1));
        assertThat(grant().claim("jti", "again").send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-76")
    void whatIsRefusedForItsSignatureIsNotUsed() {
        Grant grant = grant().algorithm("RS384", "SHA256withRSA");
        grant.send().isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
        assertThat(grant.algorithm("RS256", "SHA256withRSA").send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-76")
    void whatIsRefusedForItsScopeIsUsed() {
        String assertion = grant().claim("scope", "test:unknown").assertion();
        Grant.send(emulator, assertion).isRefused(400, "invalid_scope", "test:unknown", "MP-200");
        Grant.send(emulator, assertion).isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
    }

    @Test
    @Scenario("M-78")
    void unknownClaimsAreRefused() {
        grant().claim("foo", "bar").send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "scope", "pid", "consumer_org", "resource"})
    void claimsOfAnotherTypeAreRefused(String name) {
        grant().claim(name, Map.of()).send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
        grant().claim(name, 7).send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @Test
    void aPersonsNumberHasElevenDigits() {
        grant().claim("pid", "123").send().isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatWasSentIsRecordedWhateverTheAnswer() {
        grant().claim("jti", "seen").claim("scope", "test:unknown").send();
        RecordedCall call =
                emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN).get(0);
        assertThat(call.status()).isEqualTo(400);
        assertThat(call.detail("clientId")).isEqualTo(c1.id());
        assertThat(call.detail("jti")).isEqualTo("seen");
        assertThat((Map<String, Object>) call.detail("assertionHeader")).containsEntry("kid", "k1");
        assertThat((Map<String, Object>) call.detail("assertionClaims"))
                .containsEntry("scope", "test:unknown")
                .containsEntry("aud", emulator.maskinportenIssuer());
    }

    @Test
    void eachErrorHasATraceOfItsOwn() {
        String first =
                grant().without("scope").send().json().get("error_description").asText();
        String second =
                grant().without("scope").send().json().get("error_description").asText();
        assertThat(first).isNotEqualTo(second);
    }
}
