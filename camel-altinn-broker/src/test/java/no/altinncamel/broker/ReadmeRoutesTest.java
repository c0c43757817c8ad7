package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** The routes that the README shows are run as they stand there, in each DSL. */
class ReadmeRoutesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void aFileGoesOutAndComesIn(String dsl) throws Exception {
        travels(dsl);
    }

    /** Apart, because not every version of Camel has the XML DSL where the matrix is run. */
    @Test
    void aFileGoesOutAndComesInWithXml() throws Exception {
        travels("xml");
    }

    private void travels(String dsl) throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "Kjære Altinn");

        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            // the README's one component is one organisation, so here it writes to itself
            AltinnAccount account = altinn.service().sender();
            AltinnBrokerConfiguration configuration = camel.component().getConfiguration();
            configuration.setClientId(account.clientId());
            configuration.setSigningKey(SigningKey.fromJwk(account.privateJwk(), null));
            String routes = readme(dsl)
                    .replace("file:outbox", "file:" + outbox)
                    .replace("file:inbox", "file:" + folder.resolve("inbox"))
                    .replace("310332216", account.organization())
                    .replace("314244370", account.organization())
                    .replace("my-resource", altinn.service().resourceId());
            camel.setAutoStartup(false);
            camel.start();
            add(camel, dsl, routes);
            List<String> ids = camel.getRouteDefinitions().stream()
                    .map(route -> route.getRouteId())
                    .toList();
            assertThat(ids).hasSize(2);

            camel.getRouteController().startRoute(ids.get(0));
            await().atMost(LONG)
                    .until(() -> Files.exists(outbox.resolve(".camel").resolve("letter.txt")));
            camel.getRouteController().startRoute(ids.get(1));
            await().atMost(LONG).untilAsserted(() -> assertThat(folder.resolve("inbox"))
                    .isDirectoryContaining("regex:.*/[-0-9a-f]{36}-letter\\.txt"));
            try (Stream<Path> inbox = Files.list(folder.resolve("inbox"))) {
                assertThat(inbox).singleElement().satisfies(file -> assertThat(file)
                        .hasContent("Kjære Altinn"));
            }
        }
    }

    private void add(CamelWithAltinn camel, String dsl, String routes) throws Exception {
        if (dsl.equals("java")) {
            camel.addRoutes(compiled(routes));
        } else {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("readme." + dsl, routes));
        }
    }

    private RoutesBuilder compiled(String routes) throws Exception {
        Path source = folder.resolve("Readme.java");
        Files.writeString(
                source,
                "public class Readme extends org.apache.camel.builder.RouteBuilder { public void configure() {" + routes
                        + "}}");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).as("the README's Java compiles").isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return (RoutesBuilder)
                    loader.loadClass("Readme").getDeclaredConstructor().newInstance();
        }
    }

    /** The fenced block that follows the marker of a DSL. */
    static String readme(String dsl) throws IOException {
        String text = Files.readString(Path.of("..", "README.md"));
        Matcher block = Pattern.compile("<!-- route:" + dsl + " -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).as("a route in " + dsl + " in the README").isTrue();
        return block.group(1);
    }
}
