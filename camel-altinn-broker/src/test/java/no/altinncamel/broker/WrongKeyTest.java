package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.auth.TestAuthority;
import no.altinncamel.broker.client.auth.TestKeyStore;

/** Keys that cannot be used fail the start, without a network, with the option, the fault and the mend. */
class WrongKeyTest {

    private static final String ORGANIZATION = "310000001";
    private static final TestAuthority ISSUER = TestAuthority.root();
    private static final KeyPair PAIR = TestAuthority.keyPair();
    private static final X509Certificate LEAF = ISSUER.leaf(PAIR, ORGANIZATION);

    private static RSAKey one;

    @TempDir
    Path folder;

    private DefaultCamelContext camel;

    @BeforeAll
    static void makeKey() throws Exception {
        one = new RSAKeyGenerator(2048).keyID("one").generate();
    }

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private KeyStoreParameters keyStore(X509Certificate leaf) {
        KeyStoreParameters parameters = KeyStoreFile.of(
                folder.resolve("store.p12"),
                new TestKeyStore("PKCS12").key("auth", PAIR.getPrivate(), leaf, ISSUER.certificate()));
        camel.getRegistry().bind("store", parameters);
        return parameters;
    }

    private String file(String name, String text) throws Exception {
        return "file:" + Files.writeString(folder.resolve(name), text);
    }

    private static String pem(RSAKey key) throws Exception {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.toPrivateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** One word away from privateKey=, as with an environment variable that holds the key itself. */
    @Test
    void aKeyInThePlaceOfAPlaceIsNotQuoted() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(one.toJSONString().getBytes(StandardCharsets.UTF_8));
        for (String key : List.of(pem(one), base64, one.toJSONString(), "base64:" + base64)) {
            for (String option : List.of("privateKeyResource", "fallbackPrivateKeyResource")) {
                AltinnBrokerConfiguration configuration = new AltinnBrokerConfiguration();
                configuration.setKeyId("one");
                if (option.equals("privateKeyResource")) {
                    configuration.setPrivateKeyResource(key);
                } else {
                    configuration.setPrivateKeyResource("file:" + folder.resolve("nowhere"));
                    configuration.setFallbackPrivateKeyResource(key);
                    configuration.setFallbackKeyId("two");
                }
                assertThatThrownBy(() -> new KeyReader(camel, KeyOptions.of(configuration)).open())
                        .hasStackTraceContaining(option + " holds a key and not a place")
                        .satisfies(refused -> {
                            StringWriter trace = new StringWriter();
                            refused.printStackTrace(new PrintWriter(trace));
                            assertThat(trace.toString())
                                    .doesNotContain(
                                            key.strip().substring(key.strip().length() - 40));
                        });
            }
        }
    }

    @Test
    void aKeyStoreThatDoesNotOpenNamesTheOptionButNoPassword() {
        keyStore(LEAF).setPassword("wrong-secret");

        assertRefused("keyStoreParameters=#store", "keyStoreParameters", "does not open with the password");
    }

    @Test
    void aKeyPasswordThatIsWrong() {
        keyStore(LEAF);

        assertRefused("keyStoreParameters=#store&keyPassword=wrong-secret", "'auth'", "the key's own password");
    }

    @Test
    void anAliasThatIsMissing() {
        keyStore(LEAF);

        assertRefused("keyStoreParameters=#store&keyAlias=other", "'other'", "use one of [auth]");
    }

    @Test
    void aKeyStoreThatIsNotThere() {
        keyStore(LEAF).setResource("file:no-such-store.p12");

        assertRefused("keyStoreParameters=#store", "no-such-store.p12", "check resource and type");
    }

    @Test
    void anExpiredCertificate() {
        Instant now = Instant.now();
        keyStore(ISSUER.leaf(PAIR, ORGANIZATION, now.minusSeconds(120), now.minusSeconds(60)));

        assertRefused("keyStoreParameters=#store", "keyStoreParameters", "expired at");
    }

    @Test
    void aFallbackKeyIsNamedOnlyIfTheFirstKeyCannotBeUsedEither() throws Exception {
        String good = "privateKeyResource=" + file("one.jwk", one.toJSONString());
        String bad = "privateKeyResource=" + file("one.pem", pem(one));
        String fallback = "&fallbackPrivateKeyResource=" + file("two.pem", pem(one));

        assertThatCode(() -> endpoint(good + fallback)).doesNotThrowAnyException();
        assertRefused(bad + fallback, "The option privateKeyResource", "The option fallbackPrivateKeyResource", "kid");
        assertRefused(
                bad + "&fallbackPrivateKeyResource=file:no-such-key", "fallbackPrivateKeyResource", "no-such-key");
    }

    @Test
    void anEncryptedKeyWithoutPassword() throws Exception {
        String text = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----";

        assertRefused(
                "keyId=k&privateKeyResource=" + file("key.pem", text), "privateKeyResource", "set privateKeyPassword");
    }

    private void endpoint(String keyOptions) {
        camel.getEndpoint("altinn-broker:res?environment=TT02&clientId=c&" + keyOptions);
    }

    private void assertRefused(String keyOptions, String... words) {
        assertThatThrownBy(() -> endpoint(keyOptions)).satisfies(thrown -> {
            StringBuilder all = new StringBuilder();
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                all.append(cause).append('\n');
            }
            assertThat(all).contains(words).doesNotContain("secret");
        });
    }
}
