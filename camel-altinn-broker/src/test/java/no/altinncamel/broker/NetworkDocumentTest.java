package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.AltinnExtension;

/** The page on networks names the right hosts, and its properties for proxies and trust stores do what it says. */
class NetworkDocumentTest {

    private static final Path PAGE = Path.of("../docs/network.md");
    private static final Pattern BLOCK = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);
    private static final String PASSWORD = "changeit";
    private static final String COMPONENT = "camel.component.altinn-broker.";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void serveByTls() throws Exception {
        Path keys = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString());
        keytool("-exportcert", "-rfc", "-alias", "server", "-keystore", keys.toString(), "-file", certificate());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "our-proxy",
                "-file",
                certificate(),
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("trusted.p12").toString());

        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", call -> {
            CALLS.add(call.getRequestURI().getPath());
            call.sendResponseHeaders(418, -1);
            call.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String certificate() {
        return folder.resolve("proxy-ca.pem").toString();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }

    private static Map<String, String> identity() throws IOException {
        Path key = folder.resolve("key.jwk");
        Files.writeString(key, altinn.service().sender().privateJwk());
        Map<String, String> properties = new HashMap<>();
        properties.put(COMPONENT + "clientId", altinn.service().sender().clientId());
        properties.put(COMPONENT + "privateKeyResource", "file:" + key);
        return properties;
    }

    /** A block of the page, found by a word in it. */
    private static Map<String, String> block(String word) throws IOException {
        String text = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(word))
                .findFirst()
                .orElseThrow()
                .replace("file:/etc/my-app/", "file:" + folder + "/")
                .replace("{{env:TRUST_STORE_PASSWORD}}", PASSWORD)
                .replace("{{env:PROXY_USER}}", "me")
                .replace("{{env:PROXY_PASSWORD}}", "secret");
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> block = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> block.put(name, properties.getProperty(name)));
        return block;
    }

    private static Object list(Map<String, String> properties) throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        properties.forEach(main::addInitialProperty);
        main.start();
        try {
            return main.getCamelContext()
                    .createProducerTemplate()
                    .requestBody("altinn-broker:my-resource?operation=list&retryTimeout=1", "");
        } finally {
            main.stop();
        }
    }

    private static Map<String, String> behindTls() throws IOException {
        String address = "https://localhost:" + server.getAddress().getPort();
        Map<String, String> properties = identity();
        properties.put(COMPONENT + "platformUrl", address);
        properties.put(COMPONENT + "maskinportenIssuer", address + "/");
        properties.put(COMPONENT + "tokenEndpoint", address + "/token");
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TT02", "PRODUCTION"})
    void theHostsAreThoseOfTheEnvironment(String name) throws IOException {
        AltinnEnvironment environment = AltinnEnvironment.valueOf(name);
        assertThat(Files.readString(PAGE))
                .contains("| " + name + " | `"
                        + URI.create(environment.platformUrl()).getHost() + "` | `"
                        + URI.create(environment.maskinportenIssuer()).getHost() + "` |");
    }

    @Test
    void aCertificateThatJavaDoesNotKnowIsRefused() throws IOException {
        CALLS.clear();
        Map<String, String> properties = behindTls();
        assertThatThrownBy(() -> list(properties))
                .cause()
                .isInstanceOf(AltinnBrokerException.class)
                .hasMessageContaining("the server's certificate is not trusted here");
        assertThat(CALLS).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.ssl.trustStore", "camel.beans.tls"})
    void theTrustStoreIsUsed(String way) throws IOException {
        CALLS.clear();
        Map<String, String> properties = behindTls();
        properties.putAll(block(way));
        assertThatThrownBy(() -> list(properties)).cause().hasMessageContaining("HTTP 418");
        assertThat(CALLS).contains("/token");
    }

    @Test
    void aTunnelThroughTheProxyIsAskedForWithThePassword() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> refuse(proxy, heads), "proxy");
            thread.setDaemon(true);
            thread.start();
            Map<String, String> properties = identity();
            properties.putAll(block("proxyHost"));
            properties.put(COMPONENT + "environment", "TT02");
            properties.put(COMPONENT + "proxyHost", "127.0.0.1");
            properties.put(COMPONENT + "proxyPort", String.valueOf(proxy.getLocalPort()));

            assertThatThrownBy(() -> list(properties))
                    .cause()
                    .isInstanceOf(AltinnBrokerException.class)
                    .hasMessageContaining("HTTP 403 - this does not look like the service itself");
        }
        String password = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(heads)
                .anyMatch(head -> head.startsWith("CONNECT test.maskinporten.no:443 ")
                        && head.contains("Proxy-Authorization: Basic " + password));
    }

    /** Asks for a password, and refuses whoever has one. */
    private static void refuse(ServerSocket proxy, List<String> heads) {
        while (!proxy.isClosed()) {
            try (Socket socket = proxy.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                StringBuilder head = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                }
                heads.add(head.toString());
                String answer = head.indexOf("Proxy-Authorization") < 0
                        ? "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\""
                        : "403 Forbidden";
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // the end of the test
            }
        }
    }

    @Test
    void flagsOfTheJvmForProxiesAreNotRead() throws Exception {
        Map<String, String> flags = new HashMap<>();
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String scheme : List.of("http", "https")) {
                flags.put(scheme + ".proxyHost", "127.0.0.1");
                flags.put(scheme + ".proxyPort", String.valueOf(nobody.getLocalPort()));
            }
        }
        // else no proxy is asked for on this machine
        flags.put("http.nonProxyHosts", "");
        flags.put("java.net.useSystemProxies", "true");
        Map<String, String> properties = identity();
        properties.put(COMPONENT + "platformUrl", altinn.service().platformUrl());
        properties.put(COMPONENT + "maskinportenIssuer", altinn.service().maskinportenIssuer());
        properties.put(COMPONENT + "tokenEndpoint", altinn.service().tokenEndpoint());

        Properties before = (Properties) System.getProperties().clone();
        flags.forEach(System::setProperty);
        try {
            assertThat(list(properties)).isInstanceOf(List.class);
        } finally {
            System.setProperties(before);
        }
    }
}
