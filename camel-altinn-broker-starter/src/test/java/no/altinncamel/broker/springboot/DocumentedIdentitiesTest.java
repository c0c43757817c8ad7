package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import net.example.Maskinporten;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenProvider;

/** An application starts with each identity that the manual shows; the keys are read then, and nothing is asked of the network. */
class DocumentedIdentitiesTest {

    private static final String PASSWORD = "pass-word";
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```properties\\n((?:.*\\n)*?) *```");

    @TempDir
    static Path folder;

    private static RSAKey key;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes(CamelContext context) {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    for (String component : List.of("altinn-broker", "altinn-broker.named.north")) {
                        String environment = "{{camel.component." + component + ".environment:}}";
                        if (!context.resolvePropertyPlaceholders(environment).isEmpty()) {
                            from("direct:" + component)
                                    .to(component.replaceAll(".*\\.", "") + ":my-resource?operation=overview");
                        }
                    }
                }
            };
        }
    }

    /** The beans of which the page on authentication speaks, which is written for camel-main. */
    @SpringBootConfiguration
    static class Beans {

        @Bean
        KeyStoreParameters enterpriseStore() {
            KeyStoreParameters store = new KeyStoreParameters();
            store.setResource("file:" + folder.resolve("virksomhet.p12"));
            store.setType("PKCS12");
            store.setPassword(PASSWORD);
            return store;
        }

        @Bean
        TokenProvider sidecar() {
            return new TokenProvider() {
                @Override
                public BearerToken get(Identity identity) {
                    return new BearerToken("token", Instant.MAX, null);
                }

                @Override
                public void invalidate(Identity identity, BearerToken token) {
                    // none is asked for
                }
            };
        }
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("documented").generate();
        for (String name : List.of("maskinporten-key", "north", "south", "new", "old")) {
            Files.writeString(folder.resolve(name + ".jwk"), key.toJSONString());
        }
        keyStore("maskinporten.p12", "my-key");
        keyStore("virksomhet.p12", "authentication");
        keytool("virksomhet.p12", "-exportcert", "-rfc", "-alias", "authentication", "-file", "proxy-ca.pem");
        keytool("trusted.p12", "-importcert", "-noprompt", "-alias", "our-proxy", "-file", "proxy-ca.pem");
    }

    private static void keyStore(String file, String alias) throws Exception {
        keytool(
                file,
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "90",
                "-dname",
                "CN=Documented",
                "-alias",
                alias);
    }

    private static void keytool(String store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static String pem(boolean encrypted) throws Exception {
        byte[] content = key.toPrivateKey().getEncoded();
        if (encrypted) {
            Cipher cipher = Cipher.getInstance("PBEWithHmacSHA256AndAES_256");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance("PBEWithHmacSHA256AndAES_256")
                            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
            // EncryptedPrivateKeyInfo does not know it by the cipher's name
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            content = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(content)).getEncoded();
        }
        String kind = encrypted ? "ENCRYPTED PRIVATE KEY" : "PRIVATE KEY";
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    private static List<String> blocks(String page, String word) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("..", "docs", page)))
                .results()
                .map(block -> block.group(1).stripIndent())
                .filter(block -> block.contains(word))
                .toList();
    }

    /** The others are parts of a configuration. */
    private static List<String> blocks(String page) throws IOException {
        return blocks(page, "environment=");
    }

    @TestFactory
    Stream<DynamicTest> anApplicationStarts() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : List.of("authentication.md", "spring-boot.md")) {
            for (String block : blocks(page)) {
                if (!block.contains("camel.beans.north")) {
                    tests.add(DynamicTest.dynamicTest(page + ": " + block, () -> start(block)));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> itsTrustStoreIsUsed() throws IOException {
        String identity = blocks("spring-boot.md").get(0);
        return blocks("network.md", "spring.ssl.bundle").stream()
                .map(block -> DynamicTest.dynamicTest(block, () -> {
                    try (ConfigurableApplicationContext application = run(identity + block)) {
                        CamelContext context = application.getBean(CamelContext.class);
                        SSLContextParameters tls = context.getComponent("altinn-broker", AltinnBrokerComponent.class)
                                .getConfiguration()
                                .getSslContextParameters();
                        assertThat(tls.createSSLContext(context)).isNotNull();
                    }
                }));
    }

    @Test
    void theBlocksAreFound() throws IOException {
        assertThat(blocks("authentication.md")).hasSizeGreaterThan(7);
        assertThat(blocks("network.md", "spring.ssl.bundle")).hasSize(2);
        assertThat(blocks("spring-boot.md"))
                .hasSizeGreaterThan(3)
                .anyMatch(block -> block.contains(".named.north."))
                .anyMatch(block -> block.contains("#bean:maskinportenStore"))
                .anyMatch(block -> block.contains("#bean:sidecar"))
                .noneMatch(block -> block.contains("camel.beans."));
    }

    private static void start(String block) throws Exception {
        try (ConfigurableApplicationContext application = run(block)) {
            assertThat(application.getBean(CamelContext.class).getRoutes()).isNotEmpty();
        }
    }

    private static ConfigurableApplicationContext run(String block) throws Exception {
        Files.writeString(folder.resolve("maskinporten-key.pem"), pem(block.contains("privateKeyPassword")));
        Properties properties = new Properties();
        properties.load(new StringReader(block.replace("file:/etc/my-app/", "file:" + folder + "/")
                .replaceAll("\\$\\{[A-Z_]+}|\\{\\{env:[A-Z_]+}}", PASSWORD)));
        // of camel-main
        properties.keySet().removeIf(name -> name.toString().startsWith("camel.beans."));
        // it would wait for the end of the application
        properties.remove("camel.main.run-controller");
        properties.put("logging.level.root", "WARN");
        properties.put("spring.main.banner-mode", "off");
        properties.putIfAbsent("my-app.store", "file:" + folder.resolve("maskinporten.p12"));
        properties.putIfAbsent("my-app.store-password", PASSWORD);
        String[] arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(Application.class, Beans.class, Maskinporten.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }
}
