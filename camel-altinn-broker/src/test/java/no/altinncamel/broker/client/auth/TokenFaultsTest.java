package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** What goes wrong on the wire to Maskinporten, and what the client makes of it. */
class TokenFaultsTest extends WithEmulator {

    private static final Duration TRANSIENT_MEMORY = FailureMemory.LONGEST_TRANSIENT;

    @Test
    @Scenario("M-91")
    void aServerThatIsDownForAMomentIsAskedAgainWithANewAssertion() {
        nextGrant(Fault.status(503));

        provider().get(direct().build());

        assertThat(grants()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    @Scenario({"M-92", "M-93"})
    void theServersWishToWaitIsObeyed(int status) {
        nextGrant(Fault.status(status).header("Retry-After", "1"));

        provider().get(direct().build());

        List<RecordedCall> calls = emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN);
        assertThat(calls).hasSize(2);
        assertThat(Duration.between(calls.get(0).at(), calls.get(1).at())).isGreaterThan(Duration.ofMillis(980));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    @Scenario({"M-92", "M-93"})
    void aWishToWaitLongerThanAllowedFailsAtOnceAndSaysSo(int status) {
        nextGrant(Fault.status(status).header("Retry-After", "3600"));
        MaskinportenTokenProvider provider = provider();

        TokenException failure = failure(provider, direct().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(failure).hasMessageContaining("retry after 3600 s");
        advance(Duration.ofSeconds(59));
        failure(provider, direct().build());
        assertThat(grants()).isOne();
        advance(Duration.ofSeconds(1));
        provider.get(direct().build());
    }

    @Test
    @Scenario("M-94")
    void aGatewaysHtmlIsATransientFailureThatKeepsItsStatus() {
        nextGrants(3, Fault.answer(502, "text/html", "<html><h1>Bad Gateway</h1></html>"));

        TokenException failure = failure(provider(), direct().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure).hasMessageNotContaining("<html>");
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    @Scenario("M-95")
    void aLostAnswerIsFollowedByANewAssertion() {
        nextGrant(Fault.resetAfterEffect());

        provider().get(direct().build());

        assertThat(emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN))
                .extracting(RecordedCall::status)
                .doesNotContain(400)
                .hasSize(2);
    }

    @Test
    @Scenario("M-96")
    void silenceEndsWithTheResponseTimeout() {
        nextGrant(Fault.hang());
        MaskinportenTokenProvider provider = opened(builder(transport(Duration.ofMillis(200)), Runnable::run)
                .retryPolicy(RetryPolicy.NONE)
                .build());

        TokenException failure = failure(provider, direct().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).isZero();
        assertThat(failure).hasMessageContaining("no answer in time");
    }

    @Test
    @Scenario("M-96")
    void silenceTowardsOneIdentityDoesNotKeepOthersWaitingAndEndsWithTheProvider() {
        nextGrant(Fault.hang());
        MaskinportenTokenProvider provider = opened(builder(transport, threads).build());
        CompletableFuture<BearerToken> stuck =
                CompletableFuture.supplyAsync(() -> provider.get(direct().build()), threads);
        await().until(() -> grants() == 1 && emulator.faults().waiting(Operation.MASKINPORTEN_TOKEN) == 0);

        provider.get(direct().scopes("altinn:broker.read").build());

        assertThat(stuck).isNotDone();
        provider.close();
        assertThatThrownBy(stuck::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "[\"secret\"]",
                "{\"token_type\":\"Bearer\",\"expires_in\":119}",
                "{\"access_token\":null,\"note\":\"secret\"}",
                "{\"access_token\":[\"secret\"],\"expires_in\":119}",
                "{\"access_token\":\"secret\\r\\nX-Injected: 1\",\"expires_in\":119}",
                "{\"access_token\":\"\",\"expires_in\":119}"
            })
    @Scenario("M-97")
    void aSuccessWithoutAUsableTokenIsATransientFailureThatQuotesNothing(String body) {
        nextGrants(3, Fault.answer(200, "application/json", body));

        TokenException failure = failure(provider(), direct().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure).hasMessageNotContaining("secret");
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    @Scenario("M-98")
    void anotherKindOfTokenIsRefused() {
        nextGrant(Fault.answer(
                200, "application/json", "{\"access_token\":\"secret\",\"token_type\":\"DPoP\",\"expires_in\":119}"));

        TokenException failure = failure(provider(), direct().build());

        assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(failure).hasMessageContaining("not of type Bearer").hasMessageNotContaining("secret");
        assertThat(grants()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"302", "307", "308"})
    @Scenario("M-99")
    void noRedirectIsFollowed(int status) {
        try (AltinnEmulator stranger = AltinnEmulator.start()) {
            nextGrant(Fault.status(status).header("Location", stranger.tokenEndpoint()));
            nextExchange(Fault.status(status).header("Location", stranger.platformUrl() + "/exchange"));

            TokenException grant = failure(provider(), direct().build());
            TokenException exchange = failure(provider(), exchanged().build());

            assertThat(List.of(grant, exchange)).allSatisfy(failure -> {
                assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
                assertThat(failure.status()).isEqualTo(status);
                assertThat(failure).hasMessageContaining("redirects are not followed");
            });
            assertThat(stranger.recorder().calls()).isEmpty();
        }
    }

    @Test
    @Scenario("M-100")
    void aHugeAnswerIsCutOff() {
        String huge = "{\"access_token\":\"" + "s".repeat(4 * 1024 * 1024) + "\"}";
        nextGrants(3, Fault.answer(200, "application/json", huge));
        nextGrants(3, Fault.answer(500, "application/json", huge));

        TokenException success = failure(provider(), direct().build());
        TokenException refusal = failure(provider(), direct().build());

        assertThat(success.category()).isEqualTo(Category.TRANSIENT);
        assertThat(success.getMessage()).contains("longer than 65536 bytes").hasSizeLessThan(1000);
        assertThat(refusal.status()).isEqualTo(500);
    }

    @Test
    @Scenario("M-101")
    void duringAnOutageAGoodTokenIsServedAndRenewalsAreTriedAtGrowingIntervals() {
        MaskinportenTokenProvider provider = impatientProvider();
        Identity identity = direct().build();
        BearerToken token = provider.get(identity);
        nextGrants(1000, Fault.status(503));
        advance(Duration.ofSeconds(90));

        for (int i = 0; i < 200; i++) {
            assertThat(provider.get(identity)).isSameAs(token);
            advance(Duration.ofMillis(100));
        }

        // in 20 seconds: at 0, 0.2, 0.6, 1.4, 3, 6.2 and then every 5
        assertThat(grants()).isEqualTo(1 + 8);
        emulator.faults().clear();
        advance(Duration.ofSeconds(2));
        provider.get(identity);
        assertThat(provider.get(identity)).isNotEqualTo(token);
    }

    @Test
    @Scenario("M-103")
    void afterAnOutageTheNextCallSucceeds() {
        MaskinportenTokenProvider provider = provider();
        Identity identity = exchanged().build();
        BearerToken token = provider.get(identity);
        advance(EXCHANGED);
        nextGrants(9, Fault.resetBeforeEffect());
        for (int i = 0; i < 3; i++) {
            assertThat(failure(provider, identity).category()).isEqualTo(Category.TRANSIENT);
            advance(TRANSIENT_MEMORY);
        }

        assertThat(provider.get(identity)).isNotEqualTo(token);
    }

    @Test
    void anAddressWhereNobodyListensIsATransientFailureThatNamesTheHost() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Identity identity = direct().tokenEndpoint(URI.create("http://localhost:" + port + "/token"))
                .build();

        TokenException failure = failure(provider(), identity);

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure).hasMessageContaining("localhost:" + port).hasMessageContaining("refused");
    }

    @Test
    void anAddressThatIsNotMaskinportenIsAMatterOfConfiguration() {
        Identity identity = direct().tokenEndpoint(URI.create(emulator.platformUrl() + "/wrong"))
                .build();

        TokenException failure = failure(provider(), identity);

        assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure).hasMessageContaining("check the address /wrong");
    }
}
