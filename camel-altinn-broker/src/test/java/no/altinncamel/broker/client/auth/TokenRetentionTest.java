package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** For whom a token is kept, and what makes it go before its time. */
class TokenRetentionTest extends WithEmulator {

    /** Invariant g of maskinporten 17.15. */
    @Test
    void theSameIdentityWrittenDifferentlySharesItsToken() {
        MaskinportenTokenProvider provider = provider();

        BearerToken token = provider.get(direct().scopes("altinn:broker.read").build());

        assertThat(provider.get(direct().scopes("altinn:broker.read altinn:broker.write,altinn:broker.read")
                        .build()))
                .isSameAs(token);
        assertThat(grants()).isOne();
    }

    /** Invariant h of maskinporten 17.15. */
    @Test
    void differentIdentitiesNeverShareAToken() {
        MaskinportenTokenProvider provider = provider();
        Set<String> values = new HashSet<>();

        for (Identity identity : Set.of(
                direct().build(),
                exchanged().build(),
                exchanged().exchangeTest(true).build(),
                direct().scopes("altinn:broker.read").build(),
                direct().resources("https://a.example").build())) {
            values.add(provider.get(identity).value());
            assertThat(values).contains(provider.get(identity).value());
        }

        assertThat(values).hasSize(5);
        assertThat(grants()).isEqualTo(5);
    }

    @Test
    void onlySoManyTokensAreKeptAndTheOneUsedLongestAgoGoes() {
        MaskinportenTokenProvider provider =
                opened(builder(transport, Runnable::run).maxTokens(3).build());
        IntStream.range(0, 3).forEach(i -> provider.get(audience(i)));
        provider.get(audience(0));

        provider.get(audience(3));

        provider.get(audience(0));
        provider.get(audience(2));
        provider.get(audience(3));
        assertThat(grants()).isEqualTo(4);
        provider.get(audience(1));
        assertThat(grants()).isEqualTo(5);
    }

    @Test
    void anExpiredTokenGoesBeforeAGoodOne() {
        MaskinportenTokenProvider provider =
                opened(builder(transport, Runnable::run).maxTokens(2).build());
        provider.get(audience(0));
        nextGrant(granting("opaque", "10"));
        provider.get(audience(1));
        advance(Duration.ofSeconds(20));

        provider.get(audience(2));

        provider.get(audience(0));
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    void aRefusedTokenIsReplacedButOnlyIfItIsStillTheOne() {
        MaskinportenTokenProvider provider = provider();
        Identity identity = exchanged().build();
        BearerToken first = provider.get(identity);

        provider.invalidate(identity, first);
        BearerToken second = provider.get(identity);
        advance(Duration.ofSeconds(10));
        provider.invalidate(identity, first);

        assertThat(provider.get(identity)).isSameAs(second).isNotEqualTo(first);
        assertThat(exchanges()).isEqualTo(2);
    }

    /** Loop guard, maskinporten 14.3 (19). */
    @Test
    void aServerThatRefusesEverythingDoesNotGetANewTokenForEveryCall() {
        MaskinportenTokenProvider provider = provider();
        Identity identity = exchanged().build();

        for (int i = 0; i < 20; i++) {
            provider.invalidate(identity, provider.get(identity));
            advance(Duration.ofMillis(200));
        }

        assertThat(grants()).isEqualTo(2);
        advance(Duration.ofSeconds(1));
        provider.invalidate(identity, provider.get(identity));
        provider.get(identity);
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    void theTokenOfAnotherIdentityIsNotInvalidated() {
        MaskinportenTokenProvider provider = provider();
        BearerToken token = provider.get(direct().build());

        provider.invalidate(direct().scopes("altinn:broker.read").build(), token);

        assertThat(provider.get(direct().build())).isSameAs(token);
    }

    /** Invariant f of maskinporten 17.15. */
    @Test
    void aNewProviderRemembersNothingAndAClosedOneGivesNothing() {
        MaskinportenTokenProvider provider = provider();
        BearerToken token = provider.get(direct().build());
        provider.close();

        assertThatThrownBy(() -> provider.get(direct().build()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("closed");
        assertThat(provider().get(direct().build())).isNotEqualTo(token);
        assertThat(grants()).isEqualTo(2);
    }

    private static Identity audience(int number) {
        return direct().resources("https://" + number + ".example").build();
    }
}
