package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** How long tokens are kept, and when they are renewed. */
class TokenLifetimeTest extends WithEmulator {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Invariant d of maskinporten 17.15, and M-5: endpoints are given, so metadata is never asked for. */
    @Test
    @Scenario({"M-5", "M-104"})
    void aTokenIsFetchedOnceAndKept() {
        MaskinportenTokenProvider provider = provider();
        nextMetadataFails();

        BearerToken token = provider.get(exchanged().build());

        assertThat(token.organization()).isEqualTo(emulator.sender().organization());
        assertThat(token.expiresAt()).isEqualTo(time.instant().plus(EXCHANGED));
        assertThatCode(() -> emulator.altinnTokens().verify(token.value(), Duration.ZERO))
                .doesNotThrowAnyException();
        advance(Duration.ofMinutes(24));
        assertThat(provider.get(exchanged().build())).isSameAs(token);
        assertThat(grants()).isOne();
        assertThat(exchanges()).isOne();
        assertThat(emulator.recorder().count(Operation.MASKINPORTEN_METADATA)).isZero();
    }

    @Test
    void withoutExchangeMaskinportensTokenIsUsedAsItIs() {
        BearerToken token = provider().get(direct().build());

        assertThat(token.expiresAt()).isEqualTo(time.instant().plus(GRANTED));
        assertThatCode(() -> emulator.maskinportenTokens().verify(token.value(), Duration.ZERO))
                .doesNotThrowAnyException();
        assertThat(exchanges()).isZero();
    }

    /** For 119 seconds: 29 before the end in the background, 5 before the end while the caller waits. */
    @Test
    void aTokenIsRenewedInTheBackgroundFirstAndWhileTheCallerWaitsLast() {
        HeldExecutor executor = new HeldExecutor();
        MaskinportenTokenProvider provider = opened(builder(transport, executor).build());
        Identity identity = direct().build();
        BearerToken first = fetched(provider, executor, identity);

        advance(GRANTED.minusMillis(29_750).minus(SECOND));
        assertThat(provider.get(identity)).isSameAs(first);
        assertThat(executor.held()).isZero();

        advance(SECOND);
        assertThat(provider.get(identity)).isSameAs(first);
        assertThat(provider.get(identity)).isSameAs(first);
        assertThat(executor.held()).isOne();
        executor.release();
        BearerToken second = provider.get(identity);
        assertThat(second).isNotEqualTo(first);
        assertThat(grants()).isEqualTo(2);

        advance(GRANTED.minusMillis(5_950));
        BearerToken third = fetched(provider, executor, identity);
        assertThat(third).isNotEqualTo(second);
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    void anExchangedTokenIsRenewedFiveMinutesBeforeItsEnd() {
        MaskinportenTokenProvider provider = provider();
        Identity identity = exchanged().build();
        BearerToken first = provider.get(identity);

        advance(EXCHANGED.minusMinutes(5).minus(SECOND));
        assertThat(provider.get(identity)).isSameAs(first);
        assertThat(exchanges()).isOne();

        advance(SECOND);
        assertThat(provider.get(identity)).isSameAs(first);
        assertThat(provider.get(identity)).isNotEqualTo(first);
        assertThat(exchanges()).isEqualTo(2);
        assertThat(grants()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsNoJwtIsKeptByWhatMaskinportenSaysOfItsLife() {
        MaskinportenTokenProvider provider = provider();
        nextGrant(granting("AbC+/defghijklmnopqrstuvwxyz0123456789ABCDE=", "119"));

        BearerToken token = provider.get(direct().build());

        assertThat(token.value()).isEqualTo("AbC+/defghijklmnopqrstuvwxyz0123456789ABCDE=");
        assertThat(token.organization()).isNull();
        advance(Duration.ofSeconds(80));
        assertThat(provider.get(direct().build())).isSameAs(token);
        assertThat(grants()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "2", "\"119\"", "\"soon\"", "{}"})
    @Scenario("M-97")
    void aTokenWithoutAUsefulLifetimeIsUsedOnce(String expiresIn) {
        MaskinportenTokenProvider provider = provider();
        nextGrants(2, granting("opaque", expiresIn));

        assertThat(provider.get(direct().build()).value()).isEqualTo("opaque");
        assertThat(provider.get(direct().build()).value()).isEqualTo("opaque");

        assertThat(grants()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"119000", "1e300", "9223372036854775807"})
    void anUnbelievableLifetimeIsNotBelieved(String expiresIn) {
        MaskinportenTokenProvider provider = provider();
        nextGrant(granting("opaque", expiresIn));
        provider.get(direct().build());

        advance(Duration.ofHours(2));
        provider.get(direct().build());

        assertThat(grants()).isEqualTo(2);
    }

    @Test
    void aShortLifeIsUsedUpToItsMargin() {
        MaskinportenTokenProvider provider = provider();
        nextGrants(2, granting("opaque", "5"));
        provider.get(direct().build());

        advance(Duration.ofSeconds(2));
        provider.get(direct().build());
        assertThat(grants()).isOne();

        advance(Duration.ofSeconds(1));
        provider.get(direct().build());
        assertThat(grants()).isEqualTo(2);
    }

    @Test
    void theExchangeGetsItsExtraHeaderAndTheTestFlag() {
        MaskinportenTokenProvider provider = opened(builder(transport, Runnable::run)
                .exchangeHeader("Ocp-Apim-Subscription-Key", "subscription")
                .build());

        provider.get(exchanged().exchangeTest(true).build());

        assertThat(emulator.recorder().calls(Operation.TOKEN_EXCHANGE))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.header("Ocp-Apim-Subscription-Key")).isEqualTo("subscription");
                    assertThat(call.uri()).endsWith("/exchange/maskinporten?test=true");
                    assertThat(call.header("Accept")).isEqualTo("text/plain");
                });
        assertThat(emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN))
                .singleElement()
                .satisfies(call ->
                        assertThat(call.header("Ocp-Apim-Subscription-Key")).isNull());
    }

    /** A day of one call every ten seconds with Maskinporten's own short tokens. */
    @Test
    void inADayNoTokenIsHandedOutDeadAndNoneIsFetchedTooEarly() throws Exception {
        emulator.clock().freeze();
        MaskinportenTokenProvider provider = provider();
        Identity identity = direct().build();
        Duration step = Duration.ofSeconds(10);
        long calls = Duration.ofDays(1).dividedBy(step);

        for (long i = 0; i < calls; i++) {
            BearerToken token = provider.get(identity);
            emulator.maskinportenTokens().verify(token.value(), Duration.ofSeconds(-5));
            advance(step);
        }

        // due after 89.25 seconds, so at the ninth call after the one that fetched it
        assertThat(grants()).isEqualTo((int) (calls / 9));
    }

    private static BearerToken fetched(MaskinportenTokenProvider provider, HeldExecutor executor, Identity identity) {
        CompletableFuture<BearerToken> token = CompletableFuture.supplyAsync(() -> provider.get(identity));
        await().until(() -> executor.held() == 1);
        executor.release();
        return token.join();
    }

    private static void nextMetadataFails() {
        emulator.faults().next(Operation.MASKINPORTEN_METADATA, Fault.status(503));
    }
}
