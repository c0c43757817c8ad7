package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are taken, and what is said of those that are not. */
class SigningKeyTest {

    private static final int PKCS1_IN_PKCS8_OF_2048_BITS = 26;

    private static RSAKey rsa;
    private static byte[] pkcs8;

    @BeforeAll
    static void makeKey() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("own-kid").generate();
        pkcs8 = rsa.toPrivateKey().getEncoded();
    }

    @Test
    void aJwkIsTakenWithItsOwnKeyId() throws Exception {
        assertSigns(SigningKey.fromJwk(rsa.toJSONString(), null), "own-kid");
    }

    @Test
    void aConfiguredKeyIdOverridesTheJwksOwn() throws Exception {
        assertSigns(SigningKey.fromJwk(rsa.toJSONString(), "other-kid"), "other-kid");
    }

    @Test
    void aJwkMayBeGivenInBase64OfEitherAlphabetAndWithLineBreaks() throws Exception {
        byte[] json = rsa.toJSONString().getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(
                Base64.getEncoder(),
                Base64.getMimeEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
            assertSigns(SigningKey.fromJwk(encoder.encodeToString(json), null), "own-kid");
        }
    }

    @Test
    void pkcs8IsTaken() throws Exception {
        assertSigns(SigningKey.fromPem(pem("PRIVATE KEY", pkcs8), "k"), "k");
    }

    @Test
    void pkcs1IsTaken() throws Exception {
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, PKCS1_IN_PKCS8_OF_2048_BITS, pkcs8.length);

        assertSigns(SigningKey.fromPem(pem("RSA PRIVATE KEY", pkcs1), "k"), "k");
    }

    @Test
    void whatStandsAroundTheKeyInAPemTextDoesNoHarm() throws Exception {
        String text = "Bag Attributes\n  friendlyName: x\n" + pem("CERTIFICATE", new byte[] {1, 2, 3}) + "\r\n"
                + pem("PRIVATE KEY", pkcs8).replace("\n", "\r\n") + pem("PUBLIC KEY", new byte[] {4});

        assertSigns(SigningKey.fromPem(text, "k"), "k");
    }

    @Test
    void encryptedPkcs8IsTakenWithItsPassword() throws Exception {
        for (ASN1ObjectIdentifier encryption : List.of(PKCS8Generator.AES_256_CBC, PKCS8Generator.AES_128_CBC)) {
            assertSigns(SigningKey.fromPem(encrypted(encryption), "k", "pass-word"), "k");
        }
    }

    @Test
    void anEncryptedKeyWithoutOrWithTheWrongPasswordIsRefusedWithoutQuotingIt() throws Exception {
        String text = encrypted(PKCS8Generator.AES_256_CBC);

        assertThatThrownBy(() -> SigningKey.fromPem(text, "k")).hasMessageContaining("set privateKeyPassword");
        for (String wrong : List.of("wrong-word", "blåbær")) {
            assertThatThrownBy(() -> SigningKey.fromPem(text, "k", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageContaining("does not open with the password")
                    .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain(wrong));
        }
    }

    @Test
    void otherEncryptionsAreRefusedWithTheCommandThatConvertsThem() throws Exception {
        String traditional = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"
                + Base64.getEncoder().encodeToString(pkcs8) + "\n-----END RSA PRIVATE KEY-----\n";
        for (String text :
                List.of(traditional, encrypted(PKCS8Generator.DES3_CBC), pem("ENCRYPTED PRIVATE KEY", pkcs8.clone()))) {
            assertThatThrownBy(() -> SigningKey.fromPem(text, "k", "pass-word"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("encrypted")
                    .hasMessageContaining("openssl pkcs8 -topk8");
        }
    }

    private static String encrypted(ASN1ObjectIdentifier encryption) throws Exception {
        return TestPem.encrypted(rsa.toPrivateKey(), "pass-word", encryption);
    }

    @Test
    void ofASetAllPrivateRsaKeysAreTakenInTheirOrder() throws Exception {
        List<SigningKey> keys = KeyText.parse(set(), null, null);

        assertThat(keys).extracting(SigningKey::keyId).containsExactly("own-kid", "second");
        assertSigns(keys.get(0), "own-kid");
        String encoded = Base64.getEncoder().encodeToString(set().getBytes(StandardCharsets.UTF_8));
        assertThat(KeyText.parse(encoded, null, null))
                .extracting(SigningKey::keyId)
                .containsExactly("own-kid", "second");
    }

    @Test
    void ofASetTheKeyIdChoosesOne() throws Exception {
        assertThat(KeyText.parse(set(), "second", null))
                .extracting(SigningKey::keyId)
                .containsExactly("second");
        assertThatThrownBy(() -> KeyText.parse(set(), "third", null))
                .hasMessageContainingAll("'third'", "own-kid", "second")
                .satisfies(thrown -> assertThat(thrown.toString())
                        .doesNotContain(rsa.getPrivateExponent().toString()));
        assertThatThrownBy(() -> KeyText.parse(set(), "public", null)).hasMessageContaining("only the public key");
    }

    @Test
    void aSetWithoutAUsableKeySaysWhatIsWrongWithEach() throws Exception {
        String useless = new JWKSet(List.of(
                        new RSAKey.Builder(rsa.toPublicJWK()).keyID("public").build(),
                        new ECKeyGenerator(Curve.P_256).keyID("curve").generate()))
                .toString(false);

        assertThatThrownBy(() -> KeyText.parse(useless, null, null))
                .hasMessageContainingAll("no usable key", "public: ", "curve: ", "RSA keys only");
        assertThatThrownBy(() -> KeyText.parse("{\"keys\":[]}", null, null)).hasMessageContaining("no usable key");
        assertThatThrownBy(() -> KeyText.parse("{\"keys\":\"secret-garbage\"}", null, null))
                .hasMessageContaining("JWK set cannot be read")
                .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("secret-garbage"));
        assertThatThrownBy(() -> SigningKey.fromJwk(set(), null)).hasMessageContaining("give one JWK");
    }

    /** Two usable keys among others. */
    private static String set() throws Exception {
        return new JWKSet(List.of(
                        new ECKeyGenerator(Curve.P_256).keyID("curve").generate(),
                        rsa,
                        new RSAKey.Builder(rsa.toPublicJWK()).keyID("public").build(),
                        new RSAKey.Builder(rsa)
                                .keyID("encryption")
                                .keyUse(KeyUse.ENCRYPTION)
                                .build(),
                        new RSAKey.Builder(rsa).keyID("second").build()))
                .toString(false);
    }

    @Test
    void aPemTextIsRecognisedAsSuch() throws Exception {
        assertSigns(KeyText.parse(pem("PRIVATE KEY", pkcs8), "k", null).get(0), "k");
    }

    @Test
    void ellipticCurveKeysAreRefused() throws Exception {
        String jwk = new ECKeyGenerator(Curve.P_256).keyID("e").generate().toJSONString();
        PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();

        assertThatThrownBy(() -> SigningKey.fromJwk(jwk, null)).hasMessageContaining("RSA keys only");
        assertThatThrownBy(() -> SigningKey.of(key, "e")).hasMessageContaining("RSA keys only");
        assertThatThrownBy(() -> SigningKey.fromPem(pem("EC PRIVATE KEY", key.getEncoded()), "e"))
                .hasMessageContaining("RSA keys only");
        assertThatThrownBy(() -> SigningKey.fromPem(pem("PRIVATE KEY", key.getEncoded()), "e"))
                .hasMessageContaining("not an RSA key");
    }

    @Test
    void publicKeysAreRefused() throws Exception {
        String jwk = rsa.toPublicJWK().toJSONString();
        String text = pem("PUBLIC KEY", rsa.toPublicKey().getEncoded());

        assertThatThrownBy(() -> SigningKey.fromJwk(jwk, null)).hasMessageContaining("only the public key");
        assertThatThrownBy(() -> SigningKey.fromPem(text, "k")).hasMessageContaining("no private key");
    }

    @Test
    void shortKeysAreRefusedWithTheirLength() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        PrivateKey key = generator.generateKeyPair().getPrivate();

        assertThatThrownBy(() -> SigningKey.fromPem(pem("PRIVATE KEY", key.getEncoded()), "k"))
                .hasMessageContaining("1024 bits")
                .hasMessageContaining("2048");
    }

    @Test
    void aKeyWithoutKeyIdIsRefused() {
        String nameless = new RSAKey.Builder(rsa).keyID(null).build().toJSONString();

        assertThatThrownBy(() -> SigningKey.fromJwk(nameless, null)).hasMessageContaining("kid");
        assertThatThrownBy(() -> SigningKey.fromPem(pem("PRIVATE KEY", pkcs8), " "))
                .hasMessageContaining("kid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "secret-garbage",
                "{\"kty\":\"RSA\",\"d\":\"secret-garbage\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"secret-garbage\",\"kid\":\"k\"}",
                "{secret-garbage",
                "c2VjcmV0LWdhcmJhZ2U=",
                "-----BEGIN PRIVATE KEY-----\nsecret-garbage\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWdhcmJhZ2U=\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0LWdhcmJhZ2U=\n-----END RSA PRIVATE KEY-----"
            })
    void garbageIsRefusedAndNeverQuoted(String garbage) {
        assertRefusedWithoutQuoting(() -> SigningKey.fromJwk(garbage, "k"));
        assertRefusedWithoutQuoting(() -> SigningKey.fromPem(garbage, "k"));
    }

    @Test
    void neitherTheKeyNorItsDescriptionShowsPrivateMembers() {
        SigningKey key = SigningKey.fromJwk(rsa.toJSONString(), null);

        assertThat(key.toString())
                .isEqualTo("SigningKey[key own-kid]")
                .doesNotContain(rsa.getPrivateExponent().toString());
    }

    private static void assertRefusedWithoutQuoting(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).satisfies(thrown -> {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("garbage", "c2VjcmV0");
            }
        });
    }

    private static void assertSigns(SigningKey key, String keyId) throws Exception {
        Identity identity = Identity.builder()
                .tokenEndpoint(URI.create("https://test.maskinporten.no/token"))
                .issuer("https://test.maskinporten.no/")
                .clientId("c")
                .scopes("altinn:broker.read")
                .build();
        SignedJWT jwt =
                SignedJWT.parse(Assertion.sign(identity, key, Instant.EPOCH).compact());
        assertThat(key.keyId()).isEqualTo(keyId);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(keyId);
        assertThat(jwt.verify(new RSASSAVerifier(rsa.toRSAPublicKey()))).isTrue();
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type + "-----\n";
    }
}
