package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TestAuthority;
import no.altinncamel.broker.client.auth.TestKeyStore;
import no.altinncamel.broker.client.auth.TestPem;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;

/** The onboarding program takes every block of properties that the manual shows, and finds all of it ready at the emulator. */
class OnboardingDocumentsTest {

    private static final String ORGANIZATION = "310332216";
    private static final String CUSTOMER = "986252932";
    private static final String KEY_ID = "3b1f6f0a-2c07-4d5e-9d7b-7f0c2f1a9e55";
    private static final String PASSWORD = "pass-word";
    private static final Pattern BLOCK = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLIENT_ID = Pattern.compile("0{8}-0{4}-0{4}-0{4}-0{11}\\d");

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    static Path folder;

    private static Supplier supplier;
    private static String enterpriseClient;
    private static String jwk;
    private static RSAKey key;

    /** The sidecar of the manual. */
    public static class Sidecar implements TokenProvider {

        @Override
        public BearerToken get(Identity identity) {
            Instant expires = altinn.emulator().clock().instant().plusSeconds(600);
            Map<String, Object> claims = Map.of(
                    "iss",
                    altinn.emulator().altinnTokens().issuer(),
                    "exp",
                    expires.getEpochSecond(),
                    "scope",
                    String.join(" ", identity.scopes()),
                    "urn:altinn:orgNumber",
                    ORGANIZATION);
            return BearerToken.of(altinn.emulator().altinnTokens().sign(claims), expires);
        }

        @Override
        public void invalidate(Identity identity, BearerToken token) {
            throw new AssertionError("No token is refused as such");
        }
    }

    @BeforeAll
    static void register() throws Exception {
        supplier = Supplier.of(altinn.emulator(), ORGANIZATION);
        supplier.approved(CUSTOMER, "customer-4711");
        supplier.delegated(CUSTOMER);
        key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        jwk = key.toJSONString();
        RSAKey old = new RSAKeyGenerator(2048).keyID("old").generate();
        MaskinportenClient client =
                altinn.emulator().maskinporten().client(supplier.account().clientId());
        client.addKey(key);
        client.addKey(old);
        for (String name : List.of("maskinporten-key.jwk", "north.jwk", "south.jwk", "new.jwk")) {
            Files.writeString(folder.resolve(name), jwk);
        }
        Files.writeString(folder.resolve("old.jwk"), old.toJSONString());
        makeKeyStores();
    }

    private static void makeKeyStores() throws Exception {
        TestAuthority root = TestAuthority.root();
        TestAuthority issuer = root.intermediate();
        KeyPair pair = TestAuthority.keyPair();
        altinn.emulator().maskinporten().trust(root.certificate(), issuer.certificate());
        enterpriseClient = altinn.emulator()
                .maskinporten()
                .registerClient(ORGANIZATION)
                .scopes("altinn:broker.read", "altinn:broker.write")
                .id();
        new TestKeyStore("PKCS12")
                .key("my-key", key.toPrivateKey(), root.certificate())
                .save(folder.resolve("maskinporten.p12"));
        new TestKeyStore("PKCS12")
                .key(
                        "authentication",
                        pair.getPrivate(),
                        issuer.leaf(pair, ORGANIZATION),
                        issuer.certificate(),
                        root.certificate())
                .save(folder.resolve("virksomhet.p12"));
    }

    private static List<String> blocks(String document) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("..", document)));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1).replaceAll("(?m)^ +", ""));
        }
        return blocks;
    }

    private static String prefix(String component) {
        return component.equals("altinn-broker")
                ? "camel.component.altinn-broker."
                : "camel.beans." + component + ".configuration.";
    }

    /** The block, with what the reader is to fill in: places, client, secrets; and with the emulator for Altinn. */
    private static String filledIn(String block, String component) throws IOException {
        boolean enterprise = block.contains("enterpriseStore");
        String client = enterprise ? enterpriseClient : supplier.account().clientId();
        StringBuilder text = new StringBuilder(CLIENT_ID
                .matcher(block)
                .replaceAll(client)
                .replace("file:/etc/my-app/", "file:" + folder.toString().replace('\\', '/') + "/")
                .replace("com.example.Sidecar", Sidecar.class.getName())
                .replace("{{env:", "{{filled."));
        Files.writeString(folder.resolve("maskinporten-key.pem"), pem(block.contains("privateKeyPassword")));
        String prefix = prefix(component);
        if (!block.contains("clientId=") && !block.contains("tokenProvider=")) {
            text.append(prefix + "clientId=" + client + "\n");
        }
        if (!block.matches("(?s).*(privateKey|privateKeyResource|keyStoreParameters|tokenProvider)=.*")) {
            text.append(prefix + "privateKey={{filled.MASKINPORTEN_KEY}}\n");
        }
        return text.append(prefix + "platformUrl=" + altinn.service().platformUrl() + "\n")
                .append(prefix + "maskinportenIssuer=" + altinn.service().maskinportenIssuer() + "\n")
                .append(prefix + "tokenEndpoint=" + altinn.service().tokenEndpoint() + "\n")
                .append("resource=" + altinn.service().resourceId() + "\n")
                .append("filled.MASKINPORTEN_KEY="
                        + Base64.getUrlEncoder().encodeToString(jwk.getBytes(StandardCharsets.UTF_8)) + "\n")
                .append("filled.MASKINPORTEN_KEY_PASSWORD=" + PASSWORD + "\n")
                .append("filled.MASKINPORTEN_STORE_PASSWORD=" + TestKeyStore.PASSWORD + "\n")
                .append("filled.ENTERPRISE_STORE_PASSWORD=" + TestKeyStore.PASSWORD + "\n")
                .toString();
    }

    private static String pem(boolean encrypted) {
        try {
            return encrypted
                    ? TestPem.encrypted(key.toPrivateKey(), PASSWORD)
                    : "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(key.toPrivateKey().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyBlockOfPropertiesIsTakenAndReady() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String document : List.of("docs/authentication.md", "docs/onboarding.md")) {
            for (String block : blocks(document)) {
                List<String> components =
                        block.contains("camel.beans.north=") ? List.of("north", "south") : List.of("altinn-broker");
                for (String component : components) {
                    String name = document + ": " + component + ": "
                            + block.lines().findFirst().orElseThrow();
                    tests.add(DynamicTest.dynamicTest(name, () -> assertReady(block, component)));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void theBlocksAreFound() throws IOException {
        assertThat(blocks("docs/authentication.md"))
                .hasSizeGreaterThan(9)
                .anyMatch(block -> block.contains("virksomhet.p12"));
        assertThat(blocks("docs/onboarding.md")).isNotEmpty();
    }

    private static void assertReady(String block, String component) throws IOException {
        altinn.emulator().rateLimits().enabled(false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path file = Files.writeString(folder.resolve("my.properties"), filledIn(block, component));
        int code = AltinnBrokerOnboarding.run(
                new String[] {file.toString(), component},
                DefaultCamelContext.class.getName(),
                new PrintStream(out),
                new PrintStream(err));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    }
}
