package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

/** What makes two identities the same, and which are refused. */
class IdentityTest {

    private static Identity.Builder complete() {
        return Identity.builder()
                .tokenEndpoint(URI.create("https://test.maskinporten.no/token"))
                .issuer("https://test.maskinporten.no/")
                .clientId("client")
                .scopes("altinn:broker.read");
    }

    /** Invariant g of maskinporten 17.15. */
    @Test
    void orderDuplicatesAndWhiteSpaceMakeNoDifference() {
        Identity tidy = complete()
                .scopes("altinn:broker.write")
                .resources("https://a", "https://b")
                .build();
        Identity untidy = complete()
                .issuer(" https://test.maskinporten.no/ ")
                .clientId("client ")
                .scopes("altinn:broker.write,altinn:broker.read", "  altinn:broker.write\taltinn:broker.read ", "")
                .resources("https://b", "https://a https://b")
                .build();

        assertThat(untidy).isEqualTo(tidy).hasSameHashCodeAs(tidy);
        assertThat(tidy.scopes()).containsExactly("altinn:broker.read", "altinn:broker.write");
    }

    /** Invariant h of maskinporten 17.15. */
    @Test
    @Scenario("M-39")
    void everythingThatMakesATokenDifferentMakesTheIdentityDifferent() {
        List<UnaryOperator<Identity.Builder>> changes = List.of(
                any -> any,
                any -> any.tokenEndpoint(URI.create("https://maskinporten.no/token")),
                any -> any.issuer("https://maskinporten.no/"),
                any -> any.clientId("other"),
                any -> any.scopes("altinn:broker.write"),
                any -> any.resources("https://a"),
                any -> any.consumerOrg("310000001"),
                any -> any.systemUser("310000001", null),
                any -> any.systemUser("310000002", null),
                any -> any.systemUser("310000001", "ref"),
                any -> any.systemUser("310000001", "REF"),
                any -> any.exchangeEndpoint(URI.create("https://platform.tt02.altinn.no/exchange")),
                any -> any.exchangeEndpoint(URI.create("https://platform.altinn.no/exchange")),
                any -> any.exchangeEndpoint(URI.create("https://platform.altinn.no/exchange"))
                        .exchangeTest(true));

        assertThat(changes)
                .extracting(change -> change.apply(complete()).build())
                .doesNotHaveDuplicates();
    }

    @Test
    void organisationNumbersLoseTheirPrefix() {
        assertThat(complete().systemUser(" 0192:310000001 ", " ref ").build())
                .isEqualTo(complete().systemUser("310000001", "ref").build());
        assertThat(complete().consumerOrg("0192:310000001").build().consumerOrg())
                .isEqualTo("310000001");
    }

    @Test
    void theIssuerIsTakenToTheLetter() {
        assertThat(complete().issuer("https://test.sky.maskinporten.no").build().issuer())
                .isEqualTo("https://test.sky.maskinporten.no");
    }

    @Test
    void actingAsASystemUserReplacesTheConsumerOrganisation() {
        Identity identity = complete().consumerOrg("310000001").build().withSystemUser("310000002", "ref");

        assertThat(identity.consumerOrg()).isNull();
        assertThat(identity.systemUserOrg()).isEqualTo("310000002");
        assertThat(identity.withSystemUser(null, null)).isEqualTo(complete().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "1234567890", "0193:310000001", "31000000a", "", "310000001\n310000002"})
    void whatIsNoOrganisationNumberIsRefused(String number) {
        assertThatThrownBy(() -> complete().systemUser(number, null).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nine digits");
        assertThatThrownBy(() -> complete().consumerOrg(number).build()).hasMessageContaining("nine digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://test.maskinporten.no/token",
                "http://127.attacker.example/token",
                "http://localhost.example/token",
                "https://user:secret@test.maskinporten.no/token",
                "https:/token",
                "ftp://localhost/token"
            })
    void secretsDoNotTravelUnprotected(String address) {
        assertThatThrownBy(() -> complete().tokenEndpoint(URI.create(address)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token endpoint")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(
                        () -> complete().exchangeEndpoint(URI.create(address)).build())
                .hasMessageContaining("exchange endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/token", "http://127.0.0.1:1/token", "http://[::1]:1/token"})
    void thisMachineMayBeCalledWithoutTls(String address) {
        assertThat(complete().tokenEndpoint(URI.create(address)).build().tokenEndpoint())
                .hasToString(address);
    }

    @Test
    void whatIsMissingOrContradictoryIsNamed() {
        assertThatThrownBy(() -> complete().clientId(" ").build()).hasMessageContaining("client id");
        assertThatThrownBy(() -> complete().issuer(null).build()).hasMessageContaining("issuer");
        assertThatThrownBy(() -> Identity.builder()
                        .tokenEndpoint(URI.create("https://a/token"))
                        .issuer("https://a/")
                        .clientId("c")
                        .scopes(" , ")
                        .build())
                .hasMessageContaining("scope");
        assertThatThrownBy(() -> complete()
                        .consumerOrg("310000001")
                        .systemUser("310000002", null)
                        .build())
                .hasMessageContaining("exclude one another");
        assertThatThrownBy(() -> complete().systemUser(null, "ref").build())
                .hasMessageContaining("system user organisation");
        assertThatThrownBy(() -> complete().systemUser("310000001", " ").build())
                .hasMessageContaining("external reference");
    }
}
