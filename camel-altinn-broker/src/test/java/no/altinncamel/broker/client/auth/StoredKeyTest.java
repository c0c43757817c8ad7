package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import com.nimbusds.jose.JWSHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a key store, and what is said if that is not possible; maskinporten 3.2, 4.2, 4.3. */
class StoredKeyTest {

    private static final char[] PASSWORD = TestKeyStore.PASSWORD.toCharArray();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final TestAuthority ROOT = TestAuthority.root();
    private static final TestAuthority ISSUER = ROOT.intermediate();
    private static final KeyPair PAIR = TestAuthority.keyPair();
    private static final X509Certificate LEAF = ISSUER.leaf(PAIR, "310000001");

    private static TestKeyStore complete(String type) {
        return new TestKeyStore(type).key("auth", PAIR.getPrivate(), LEAF, ISSUER.certificate(), ROOT.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void theFullChainIsSentWithoutTheRootAndNoKeyId(String type) throws Exception {
        SigningKey key =
                new StoredKey(complete(type).store(), null).withCertificate(PASSWORD, CertificateChain.full, CLOCK);

        assertThat(x5c(key)).containsExactly(der(LEAF), der(ISSUER.certificate()));
        assertThat(key.keyId()).isNull();
        assertThat(key.header().getKeyID()).isNull();
        assertThat(key.expiresAt()).isEqualTo(LEAF.getNotAfter().toInstant());
    }

    @Test
    void theLeafAloneIsSentIfWanted() throws Exception {
        SigningKey key = new StoredKey(complete("PKCS12").store(), "auth")
                .withCertificate(PASSWORD, CertificateChain.leaf, CLOCK);

        assertThat(x5c(key)).containsExactly(der(LEAF));
    }

    @Test
    void aCertificateThatSignedItselfIsSentAllTheSame() throws Exception {
        KeyStore store = new TestKeyStore("PKCS12")
                .key("own", ROOT.keys().getPrivate(), ROOT.certificate())
                .store();

        assertThat(x5c(new StoredKey(store, null).withCertificate(PASSWORD, CertificateChain.full, CLOCK)))
                .containsExactly(der(ROOT.certificate()));
    }

    @Test
    void withAKeyIdTheKeyIsARegisteredOneAndItsCertificateDoesNotMatter() {
        Instant past = Instant.now().minus(1, ChronoUnit.DAYS);
        X509Certificate expired = ISSUER.leaf(PAIR, "310000001", past.minusSeconds(60), past);
        KeyStore store = new TestKeyStore("PKCS12")
                .key("any", PAIR.getPrivate(), expired)
                .store();

        SigningKey key = new StoredKey(store, null).registered(PASSWORD, "kid-1");

        assertThat(key.header().getKeyID()).isEqualTo("kid-1");
        assertThat(key.header().getX509CertChain()).isNull();
        assertThat(key.expiresAt()).isNull();
    }

    @Test
    void aKeyMayHaveAPasswordOfItsOwn() {
        StoredKey key = new StoredKey(
                new TestKeyStore("JKS")
                        .key("auth", PAIR.getPrivate(), "key-secret", LEAF)
                        .store(),
                "auth");

        assertThat(key.registered("key-secret".toCharArray(), "k").keyId()).isEqualTo("k");
        assertThatThrownBy(() -> key.registered(PASSWORD, "k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'auth' does not open with the password")
                .hasMessageContaining("the key's own password")
                .satisfies(StoredKeyTest::showsNoPassword);
    }

    @Test
    void amongSeveralKeysTheAliasChoosesInAnyCase() {
        KeyStore store = complete("PKCS12")
                .key("enc", TestAuthority.keyPair().getPrivate(), LEAF)
                .store();

        assertThatThrownBy(() -> new StoredKey(store, null)).hasMessageContainingAll("several keys", "[auth, enc]");
        assertThatThrownBy(() -> new StoredKey(store, "sign"))
                .hasMessageContainingAll("no private key under the alias 'sign'", "[auth, enc]");
        assertThat(new StoredKey(store, "AUTH").registered(PASSWORD, "k").keyId())
                .isEqualTo("k");
    }

    @Test
    void aTrustStoreIsNotAKeyStore() {
        KeyStore store =
                new TestKeyStore("PKCS12").trusted("ca", ROOT.certificate()).store();

        assertThatThrownBy(() -> new StoredKey(store, null)).hasMessageContaining("no private key");
        assertThatThrownBy(() -> new StoredKey(store, "ca")).hasMessageContaining("no private key");
    }

    @Test
    void aCertificateIsRefusedBeforeAndAfterItsTime() {
        Instant begins = Instant.parse("2026-01-01T00:00:00Z");
        Instant ends = Instant.parse("2026-02-01T00:00:00Z");
        StoredKey key = new StoredKey(
                new TestKeyStore("PKCS12")
                        .key("auth", PAIR.getPrivate(), ISSUER.leaf(PAIR, "310000001", begins, ends))
                        .store(),
                null);

        assertThat(at(key, begins).expiresAt()).isEqualTo(ends);
        assertThat(at(key, ends.minusSeconds(1)).expiresAt()).isEqualTo(ends);
        assertThatThrownBy(() -> at(key, ends))
                .hasMessageContainingAll("Virksomhet AS", "expired at 2026-02-01", "order a new one");
        assertThatThrownBy(() -> at(key, begins.minusSeconds(1)))
                .hasMessageContaining("valid from 2026-01-01T00:00:00Z only");
    }

    private static SigningKey at(StoredKey key, Instant now) {
        return key.withCertificate(PASSWORD, CertificateChain.full, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void theCertificateMustBeTheKeysOwn() {
        KeyStore store = new TestKeyStore("PKCS12")
                .key("auth", TestAuthority.keyPair().getPrivate(), LEAF)
                .store();

        assertThatThrownBy(() -> new StoredKey(store, null).withCertificate(PASSWORD, CertificateChain.full, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("does not belong to the certificate", "import key and certificate together");
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        KeyStore store = new TestKeyStore("PKCS12")
                .key("ec", KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(), LEAF)
                .store();

        assertThatThrownBy(() -> new StoredKey(store, null).registered(PASSWORD, "k"))
                .hasMessageContaining("RSA keys only");
    }

    @Test
    void aKeyWithoutCertificateIsRefusedWithBothWaysOut() {
        assertThatThrownBy(() -> SigningKey.ofCertificate(PAIR.getPrivate(), List.of(), CertificateChain.full, CLOCK))
                .hasMessageContainingAll("no certificate", "key id");
    }

    @Test
    void aStoreThatWasNotLoadedIsRefused() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");

        assertThatThrownBy(() -> new StoredKey(store, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not loaded");
    }

    /** The elements as they are sent: standard base64 on one line (M-57). */
    private static List<String> x5c(SigningKey key) throws Exception {
        JWSHeader header = key.header();
        Object sent = header.toJSONObject().get("x5c");
        assertThat(sent).isInstanceOf(List.class);
        return ((List<?>) sent).stream().map(String.class::cast).toList();
    }

    private static String der(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private static void showsNoPassword(Throwable thrown) {
        assertThat(Arrays.asList(thrown.toString(), String.valueOf(thrown.getCause())))
                .noneMatch(text -> text.contains("secret"));
    }
}
