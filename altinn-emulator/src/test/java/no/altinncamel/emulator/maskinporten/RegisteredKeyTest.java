package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Json;
import no.altinncamel.emulator.token.RsaKeys;

class RegisteredKeyTest extends MaskinportenFixture {

    private static final String UNKNOWN_KEY = "Unknown key identifier (kid) for client.";

    private RSAKey k2;

    @BeforeAll
    void secondKey() {
        k2 = RsaKeys.generate("k2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "PS256", "ES256", "rs256"})
    @Scenario("M-48")
    void onlyRs256Rs384AndRs512AreAllowed(String algorithm) {
        grant().header("alg", algorithm).send().isRefused(400, "invalid_grant", "algorithm");
    }

    @Test
    @Scenario("M-48")
    void anUnsignedAssertionIsRefused() {
        String assertion = grant().header("alg", "none").assertion();
        Grant.send(emulator, assertion.substring(0, assertion.lastIndexOf('.') + 1))
                .isRefused(400, "invalid_grant", "algorithm");
    }

    @Test
    @Scenario("M-49")
    void anUnknownKeyIdIsRefused() {
        HttpAnswer answer = grant().header("kid", "other").send();
        answer.isRefused(400, "invalid_grant", UNKNOWN_KEY);
        assertThat(answer.json().has("error_uri")).isFalse();
    }

    @Test
    @Scenario("M-50")
    void theKeyOfAnotherClientIsUnknown() {
        maskinporten().registerClient(CUSTOMER).addKey(k2);
        grant().header("kid", "k2").signedWith(privateKey(k2)).send().isRefused(400, "invalid_grant", UNKNOWN_KEY);
    }

    @Test
    @Scenario("M-51")
    void aNewKeyIsUnknownForAWhileWhileTheOldOneWorks() {
        c1.addKey(k2).unknownForNext(2);
        withSecondKey().isRefused(400, "invalid_grant", UNKNOWN_KEY);
        assertThat(grant().send().status()).isEqualTo(200);
        withSecondKey().isRefused(400, "invalid_grant", UNKNOWN_KEY);
        assertThat(withSecondKey().status()).isEqualTo(200);
        assertThat(grant().send().status()).isEqualTo(200);
    }

    private HttpAnswer withSecondKey() {
        return grant().header("kid", "k2").signedWith(privateKey(k2)).send();
    }

    @Test
    @Scenario("M-52")
    void aKeyDiesAYearAfterItWasPosted() {
        emulator.clock().advance(Duration.ofDays(365).minusSeconds(1));
        assertThat(grant().send().status()).isEqualTo(200);
        emulator.clock().advance(Duration.ofSeconds(1));
        grant().send().isRefused(400, "invalid_grant", "Expired key.", "MP-121");
        c1.addKey(k1);
        assertThat(grant().send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-52")
    void aKeyMayBeMadeToDieEarlier() {
        c1.addKey(k2).expiresAt(emulator.clock().instant());
        withSecondKey().isRefused(400, "invalid_grant", "Expired key.", "MP-121");
        assertThat(grant().send().status()).isEqualTo(200);
    }

    @Test
    @Scenario("M-53")
    void theSignatureMustFitTheKey() {
        grant().signedWith(privateKey(k2)).send().isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
    }

    @Test
    @Scenario("M-53")
    void theSignatureMustFitTheAlgorithm() {
        grant().algorithm("RS512", "SHA256withRSA")
                .send()
                .isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
    }

    @Test
    @Scenario("M-54")
    void aClientWithKeysCannotUseACertificate() {
        grant().withoutKeyId()
                .header("x5c", List.of("AAAA"))
                .send()
                .isRefused(
                        400,
                        "invalid_grant",
                        "The client requires pre-registered jwk and no key identifier (kid) provided");
    }

    @Test
    @Scenario("M-55")
    void aClientWithKeysMustNameOne() {
        grant().withoutKeyId()
                .send()
                .isRefused(400, "invalid_grant", "requires pre-registered jwk and no key identifier (kid) provided");
    }

    @Test
    @Scenario("M-55")
    void aClientWithoutKeysMustSendACertificate() {
        MaskinportenClient bare = maskinporten().registerClient(VENDOR).scopes(READ);
        grant(bare).withoutKeyId().send().isRefused(400, "invalid_grant", "Invalid assertion");
        grant(bare).send().isRefused(400, "invalid_grant", UNKNOWN_KEY);
    }

    @Test
    @Scenario("M-60")
    void whatIsAlteredAfterSigningIsRefused() {
        String[] parts = grant().assertion().split("\\.");
        Map<String, Object> claims = Map.of("iss", c1.id(), "scope", READ, "pid", "01017012345");
        Grant.send(emulator, parts[0] + '.' + Grant.encode(Json.write(claims)) + '.' + parts[2])
                .isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
        Grant.send(emulator, parts[0] + '.' + parts[1] + ".AAAA")
                .isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
    }

    @Test
    @Scenario("M-61")
    void besidesAKeyIdACertificateIsIgnored() {
        HttpAnswer answer = grant().header("x5c", List.of("AAAA")).send();
        assertThat(answer.claims().get("client_amr").asText()).isEqualTo("private_key_jwt");
    }

    @Test
    void aRemovedKeyIsUnknown() {
        c1.addKey(k2);
        c1.removeKey("k1");
        grant().send().isRefused(400, "invalid_grant", UNKNOWN_KEY);
    }

    @Test
    void aClientHasFiveKeysAtMost() {
        for (int i = 2; i <= 5; i++) {
            c1.addKey(named("key-" + i));
        }
        assertThatThrownBy(() -> c1.addKey(named("key-6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5");
        c1.addKey(named("key-5"));
    }

    @Test
    void weakKeysAndStrangeNamesAreNotRegistered() throws JOSEException {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        assertThatThrownBy(() -> c1.addKey(weak)).hasMessageContaining("2048");
        assertThatThrownBy(() -> c1.addKey(named("a b"))).hasMessageContaining("kid");
        assertThatThrownBy(() -> c1.addKey(named(null))).hasMessageContaining("kid");
    }

    private RSAKey named(String keyId) {
        return new RSAKey.Builder(k2).keyID(keyId).build();
    }
}
