package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.auth.LogCapture;
import no.altinncamel.broker.client.auth.TestAuthority;
import no.altinncamel.broker.client.auth.TestKeyStore;
import no.altinncamel.broker.client.auth.TestPem;
import no.altinncamel.broker.client.auth.WatchedKeys;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;

/** Every form and place of a key, from the options to a token that the Broker takes. */
class KeyMaterialTest {

    private static final String ORGANIZATION = "310000001";
    private static final TestAuthority ROOT = TestAuthority.root();
    private static final TestAuthority ISSUER = ROOT.intermediate();
    private static final KeyPair PAIR = TestAuthority.keyPair();

    /** Asks for other scopes than a call without it, so that the cached token does not do. */
    private static final String OTHER_TOKEN = "&scopes=altinn:broker.read,altinn:broker.write";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private static RSAKey one;
    private static RSAKey two;

    @TempDir
    Path folder;

    private MaskinportenClient client;
    private CamelWithAltinn camel;
    private ProducerTemplate template;

    @BeforeAll
    static void makeKeys() throws Exception {
        one = new RSAKeyGenerator(2048).keyID("one").generate();
        two = new RSAKeyGenerator(2048).keyID("two").generate();
    }

    @BeforeEach
    void start() {
        altinn.emulator().recorder().clear();
        client = altinn.emulator()
                .maskinporten()
                .registerClient(ORGANIZATION)
                .scopes("altinn:broker.read", "altinn:broker.write");
        altinn.emulator().maskinporten().scope("altinn:broker.write").grantTo(ORGANIZATION);
        altinn.emulator().maskinporten().scope("altinn:broker.read").grantTo(ORGANIZATION);
        altinn.emulator().maskinporten().trust(ROOT.certificate());
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    /** A call that needs a token. */
    private void call(String keyOptions) {
        template.requestBody(uri("&" + keyOptions), null, String.class);
    }

    private String uri(String keyOptions) {
        return "altinn-broker:" + altinn.service().resourceId() + "?operation=list&clientId=" + client.id()
                + keyOptions;
    }

    /** The kids of the grants so far; of a certificate {@code x5c} and the length of the chain. */
    private List<String> signedWith() {
        List<String> names = new ArrayList<>();
        altinn.emulator().recorder().calls(Operation.MASKINPORTEN_TOKEN).forEach(call -> {
            Map<?, ?> header = (Map<?, ?>) call.detail("assertionHeader");
            names.add(
                    header.containsKey("kid")
                            ? String.valueOf(header.get("kid"))
                            : "x5c " + ((List<?>) header.get("x5c")).size());
        });
        return names;
    }

    private String file(String name, String text) throws Exception {
        return "file:" + Files.writeString(folder.resolve(name), text);
    }

    private static String pem(RSAKey key) throws Exception {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.toPrivateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private void keyStore(TestKeyStore store) {
        camel.getRegistry().bind("store", KeyStoreFile.of(folder.resolve("store.p12"), store));
    }

    private static TestKeyStore certificate(X509Certificate leaf) {
        return new TestKeyStore("PKCS12")
                .key("auth", PAIR.getPrivate(), leaf, ISSUER.certificate(), ROOT.certificate());
    }

    @Test
    void aFileWithJwkOrPem() throws Exception {
        client.addKey(one);

        call("privateKeyResource=" + file("key.jwk", one.toJSONString()));
        call("keyId=one&privateKeyResource=" + file("key.pem", pem(one)));

        assertThat(signedWith()).containsExactly("one", "one");
    }

    @Test
    void aKeyOnTheClassPath() throws Exception {
        client.addKey(one);
        Path onClassPath = Path.of(KeyMaterialTest.class
                        .getResource("/simplelogger.properties")
                        .toURI())
                .resolveSibling("key-material-test.jwk");
        Files.writeString(onClassPath, one.toJSONString());
        try {
            call("privateKeyResource=classpath:key-material-test.jwk");
        } finally {
            Files.delete(onClassPath);
        }
        assertThat(signedWith()).containsExactly("one");
    }

    @Test
    void aLiteralKeyOnTheComponent() {
        client.addKey(one);
        camel.component().getConfiguration().setPrivateKey(one.toJSONString());

        template.requestBody(uri(""), null, String.class);

        assertThat(signedWith()).containsExactly("one");
    }

    @Test
    void aKeyFromAPropertyFunction() {
        client.addKey(one);
        System.setProperty(
                "altinn.test.key",
                Base64.getUrlEncoder().encodeToString(one.toJSONString().getBytes(StandardCharsets.UTF_8)));
        try {
            call("privateKey={{sys:altinn.test.key}}");
        } finally {
            System.clearProperty("altinn.test.key");
        }
        assertThat(signedWith()).containsExactly("one");
    }

    @Test
    void aSetOfKeysWhereTheKeyIdChooses() throws Exception {
        client.addKey(two);
        String set = file("keys.jwks", new JWKSet(List.of(one, two)).toString(false));

        call("privateKeyResource=" + set);
        call("keyId=two&privateKeyResource=" + set);

        assertThat(signedWith()).containsExactly("one", "two", "two");
    }

    @Test
    void anEncryptedPemAsKeyAndAsFallback() throws Exception {
        client.addKey(two);
        camel.component().getConfiguration().setPrivateKeyPassword("pass-word");

        call("keyId=one&privateKeyResource=" + file("one.pem", TestPem.encrypted(one.toPrivateKey(), "pass-word"))
                + "&fallbackKeyId=two&fallbackPrivateKeyResource="
                + file("two.pem", TestPem.encrypted(two.toPrivateKey(), "pass-word")));

        assertThat(signedWith()).containsExactly("one", "two");
    }

    @Test
    void aFallbackKey() throws Exception {
        client.addKey(two);

        call("privateKeyResource=" + file("one.jwk", one.toJSONString()) + "&fallbackKeyId=two"
                + "&fallbackPrivateKeyResource=" + file("two.pem", pem(two)));

        assertThat(signedWith()).containsExactly("one", "two");
    }

    @Test
    void aKeyStoreWithARegisteredKey() throws Exception {
        client.addKey(new RSAKey.Builder((RSAPublicKey) PAIR.getPublic())
                .keyID("stored")
                .build());
        keyStore(certificate(ISSUER.leaf(PAIR, ORGANIZATION)));

        call("keyId=stored&keyAlias=auth&keyStoreParameters=#store");

        assertThat(signedWith()).containsExactly("stored");
    }

    @Test
    void aKeyStoreObjectThatTheApplicationHasOpenedItself() {
        client.addKey(new RSAKey.Builder((RSAPublicKey) PAIR.getPublic())
                .keyID("stored")
                .build());
        KeyStoreParameters parameters = new KeyStoreParameters();
        parameters.setKeyStore(certificate(ISSUER.leaf(PAIR, ORGANIZATION)).store());
        camel.getRegistry().bind("store", parameters);

        call("keyId=stored&keyStoreParameters=#store&keyPassword=" + TestKeyStore.PASSWORD);

        assertThat(signedWith()).containsExactly("stored");
    }

    @Test
    void anEnterpriseCertificate() {
        altinn.emulator().maskinporten().trust(ROOT.certificate(), ISSUER.certificate());
        keyStore(certificate(ISSUER.leaf(PAIR, ORGANIZATION)));

        call("keyStoreParameters=#store");
        call("keyStoreParameters=#store&certificateChain=leaf");

        assertThat(signedWith()).containsExactly("x5c 2", "x5c 1");
    }

    @Test
    void endpointsWithTheSameKeyShareItsTokens() throws Exception {
        client.addKey(one);
        String key = "privateKeyResource=" + file("key.jwk", one.toJSONString());

        call(key);
        call(key + "&orderAscending=true");

        assertThat(signedWith()).containsExactly("one");
    }

    @Test
    void aKeyFileExchangedUnderARunningRouteIsTakenIntoUse() throws Exception {
        client.addKey(one);
        String key = "privateKeyResource=" + file("key.jwk", one.toJSONString());
        call(key);

        client.addKey(two);
        client.removeKey("one");
        exchange("key.jwk", two.toJSONString());
        call(key + OTHER_TOKEN);

        assertThat(signedWith()).containsExactly("one", "one", "two");
    }

    @Test
    void aKeyStoreFileExchangedUnderARunningRouteIsTakenIntoUse() throws Exception {
        client.addKey(one);
        keyStore(new TestKeyStore("PKCS12").key("k", one.toPrivateKey(), ROOT.certificate()));
        call("keyId=one&keyStoreParameters=#store");

        client.addKey(new RSAKey.Builder(two).keyID("one").build());
        new TestKeyStore("PKCS12")
                .key("k", two.toPrivateKey(), ROOT.certificate())
                .save(folder.resolve("other.p12"));
        Files.move(folder.resolve("other.p12"), folder.resolve("store.p12"), StandardCopyOption.REPLACE_EXISTING);
        call("keyId=one&keyStoreParameters=#store" + OTHER_TOKEN);

        assertThat(signedWith()).containsExactly("one", "one", "one");
        assertThat(altinn.emulator().recorder().calls(Operation.MASKINPORTEN_TOKEN))
                .extracting(RecordedCall::status)
                .containsExactly(200, 400, 200);
    }

    @Test
    void aBrokenNewFileDoesNotTakeDownTheKeysThatWork() throws Exception {
        client.addKey(one);
        client.addKey(two);
        String keys = "privateKeyResource=" + file("one.jwk", one.toJSONString()) + "&fallbackPrivateKeyResource="
                + file("two.jwk", two.toJSONString());
        call(keys);

        client.removeKey("one");
        exchange("one.jwk", "{}");
        call(keys + OTHER_TOKEN);

        assertThat(signedWith()).containsExactly("one", "one", "two");
    }

    @Test
    void aBrokenKeyAtTheStartDoesNotKeepTheOtherKeyFromWorking() throws Exception {
        client.addKey(one);
        String good = file("one.jwk", one.toJSONString());
        String bad = file("bad.jwk", "{\"d\":\"do-not-show\"}");
        try (LogCapture log = LogCapture.of(WatchedKeys.class)) {
            call("privateKeyResource=" + bad + "&fallbackPrivateKeyResource=" + good);
            call("privateKeyResource=" + good + "&fallbackPrivateKeyResource=file:" + folder.resolve("none.jwk"));
            assertThat(log.text())
                    .contains("The option privateKeyResource (", "bad.jwk")
                    .contains("The option fallbackPrivateKeyResource (", "none.jwk", "cannot be read")
                    .doesNotContain("do-not-show");
        }
        assertThat(signedWith()).containsExactly("one", "one");
    }

    @Test
    void aKeyStoreThatDoesNotOpenDoesNotKeepTheFallbackFromWorking() throws Exception {
        client.addKey(one);
        keyStore(certificate(ISSUER.leaf(PAIR, ORGANIZATION)));
        Files.writeString(folder.resolve("store.p12"), "no key store");

        call("keyId=stored&keyStoreParameters=#store&fallbackPrivateKeyResource="
                + file("one.jwk", one.toJSONString()));

        assertThat(signedWith()).containsExactly("one");
    }

    @Test
    void withoutAnyUsableKeyBothOptionsAreNamed() throws Exception {
        String bad = file("bad.jwk", "{}");
        assertThatThrownBy(() -> call("privateKeyResource=" + bad + "&fallbackPrivateKeyResource=" + bad))
                .rootCause()
                .hasMessageContaining("privateKeyResource")
                .hasMessageContaining("fallbackPrivateKeyResource");
    }

    /** A path with neither {@code file:} nor another scheme. */
    private String bare(String file) {
        return file.substring("file:".length());
    }

    @Test
    void aKeyFileNamedWithoutASchemeIsWatchedToo() throws Exception {
        client.addKey(one);
        String key = "privateKeyResource=" + bare(file("key.jwk", one.toJSONString()));
        call(key);

        client.addKey(two);
        client.removeKey("one");
        exchange("key.jwk", two.toJSONString());
        call(key + OTHER_TOKEN);

        assertThat(signedWith()).containsExactly("one", "one", "two");
    }

    @Test
    void aKeyStoreNamedWithoutASchemeIsWatchedToo() throws Exception {
        client.addKey(one);
        KeyStoreParameters parameters = KeyStoreFile.of(
                folder.resolve("store.p12"),
                new TestKeyStore("PKCS12").key("k", one.toPrivateKey(), ROOT.certificate()));
        parameters.setResource(bare(parameters.getResource()));
        camel.getRegistry().bind("store", parameters);
        call("keyId=one&keyStoreParameters=#store");

        client.addKey(new RSAKey.Builder(two).keyID("one").build());
        new TestKeyStore("PKCS12")
                .key("k", two.toPrivateKey(), ROOT.certificate())
                .save(folder.resolve("other.p12"));
        Files.move(folder.resolve("other.p12"), folder.resolve("store.p12"), StandardCopyOption.REPLACE_EXISTING);
        call("keyId=one&keyStoreParameters=#store" + OTHER_TOKEN);

        assertThat(altinn.emulator().recorder().calls(Operation.MASKINPORTEN_TOKEN))
                .extracting(RecordedCall::status)
                .containsExactly(200, 400, 200);
    }

    /** By renaming, as secret stores do; another file even if its time and size were the same. */
    private void exchange(String name, String text) throws Exception {
        Path other = Files.writeString(folder.resolve("other"), text);
        Files.move(other, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
