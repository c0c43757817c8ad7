package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** The two routes that the README and the manual show are run as they stand there, in each DSL. */
class ReadmeRoutesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"README.md,java", "README.md,yaml", "docs/dsl.md,java", "docs/dsl.md,yaml"})
    void aFileGoesOutAndComesIn(String document, String dsl) throws Exception {
        travels(document, dsl);
    }

    /** Apart, because not every version of Camel has the XML DSL where the matrix is run. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/dsl.md"})
    void aFileGoesOutAndComesInWithXml(String document) throws Exception {
        travels(document, "xml");
    }

    private void travels(String document, String dsl) throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "Kjære Altinn");

        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            // the documents' one component is one organisation, so here it writes to itself
            AltinnAccount account = altinn.service().sender();
            AltinnBrokerConfiguration configuration = camel.component().getConfiguration();
            configuration.setClientId(account.clientId());
            configuration.setSigningKey(SigningKey.fromJwk(account.privateJwk(), null));
            String routes = DocumentedRoutes.block(document, "route:" + dsl)
                    .replace("file:outbox", "file:" + outbox)
                    .replace("file:inbox", "file:" + folder.resolve("inbox"))
                    .replace("310332216", account.organization())
                    .replace("314244370", account.organization())
                    .replace("my-resource", altinn.service().resourceId());
            camel.setAutoStartup(false);
            camel.start();
            DocumentedRoutes.add(camel, dsl, routes, folder);
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
}
