package no.altinncamel.broker.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.apache.camel.RoutesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerConfiguration;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** The class that the manual shows is compiled and run as it stands there. */
class DocumentedBuildersTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    @Test
    void aFileGoesOutAndComesIn() throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "Kjære Altinn");
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            // the page's one component is one organisation, so here it writes to itself
            AltinnAccount account = altinn.service().sender();
            AltinnBrokerConfiguration configuration = camel.getComponent("altinn-broker", AltinnBrokerComponent.class)
                    .getConfiguration();
            configuration.setClientId(account.clientId());
            configuration.setPrivateKey(account.privateJwk());
            // published at once, so that the first poll finds it
            configuration.setDisableVirusScan(true);
            camel.setAutoStartup(false);
            camel.start();
            camel.addRoutes(compiled(documented()
                    .replace("\"outbox\"", "\"" + outbox + "\"")
                    .replace("\"inbox\"", "\"" + folder.resolve("inbox") + "\"")
                    .replace("310332216", account.organization())
                    .replace("314244370", account.organization())
                    .replace("my-resource", altinn.service().resourceId())));

            camel.getRouteController()
                    .startRoute(camel.getRouteDefinitions().get(0).getRouteId());
            await().atMost(LONG)
                    .until(() -> Files.exists(outbox.resolve(".camel").resolve("letter.txt")));
            camel.getRouteController()
                    .startRoute(camel.getRouteDefinitions().get(1).getRouteId());
            await().atMost(LONG).untilAsserted(() -> assertThat(folder.resolve("inbox"))
                    .isDirectoryContaining("regex:.*/[-0-9a-f]{36}-letter\\.txt"));
        }
    }

    private static String documented() throws Exception {
        Matcher block = Pattern.compile("<!-- route:endpointdsl -->\\s*```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/dsl.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private RoutesBuilder compiled(String java) throws Exception {
        Path source = Files.writeString(folder.resolve("Transfers.java"), java);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).as("the page's Java compiles").isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return (RoutesBuilder)
                    loader.loadClass("Transfers").getDeclaredConstructor().newInstance();
        }
    }
}
