package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** What the manual's page on DSLs promises of camel-main and of CloudEvents, as it stands there. */
class DslDocumentTest {

    private static final String PAGE = "docs/dsl.md";
    private static final String COMPONENT = "camel.component.altinn-broker.";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void propertiesAndYamlAreAnApplication() throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "Kjære Altinn");
        main.setOverrideProperties(properties());
        routes(DocumentedRoutes.block(PAGE, "route:yaml")
                // the page says that these are on the component now
                .replaceAll("(?m)^ +parameters:\\R +sender: .*\\R +recipients: .*\\R", "")
                .replace("file:outbox", "file:" + outbox)
                .replace("file:inbox", "file:" + folder.resolve("inbox")));
        main.configure().withAutoStartup(false);
        main.start();

        CamelContext camel = main.getCamelContext();
        camel.getRouteController().startRoute(camel.getRoutes().get(0).getRouteId());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(outbox.resolve(".camel").resolve("letter.txt")));
        camel.getRouteController().startRoute(camel.getRoutes().get(1).getRouteId());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(folder.resolve("inbox"))
                .isDirectoryContaining("regex:.*/[-0-9a-f]{36}-letter\\.txt"));
    }

    @Test
    void aPropertyThatDoesNotExistStopsTheStart() throws Exception {
        Properties properties = properties();
        properties.setProperty(COMPONENT + "clientIdd", "a-client");
        main.setOverrideProperties(properties);
        routes("- route:\n    from:\n      uri: direct:none\n      steps:\n        - to: seda:none\n");

        assertThatThrownBy(main::start).hasMessageContaining("clientIdd");
    }

    @Test
    void aReceivedFileIsACloudEvent() throws Exception {
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            AltinnAccount account = altinn.service().recipient();
            camel.component().getConfiguration().setClientId(account.clientId());
            camel.component().getConfiguration().setPrivateKey(account.privateJwk());
            camel.start();
            String id = camel.template()
                    .request(
                            "altinn-broker:" + altinn.service().resourceId() + "?disableVirusScan=true&sender="
                                    + account.organization() + "&recipients=" + account.organization(),
                            exchange -> {
                                exchange.getMessage().setBody("Kjære Altinn");
                                exchange.getMessage().setHeader(Exchange.FILE_NAME, "letter.txt");
                            })
                    .getMessage()
                    .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
            DocumentedRoutes.add(
                    camel,
                    "yaml",
                    DocumentedRoutes.block(PAGE, "route:cloudevents")
                            .replace("my-resource", altinn.service().resourceId()),
                    folder);

            ConsumerTemplate events = camel.createConsumerTemplate();
            Exchange event = events.receive("seda:events", 60_000);
            Message message = event.getMessage();
            assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID)).isEqualTo(id);
            assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT)).isEqualTo("letter.txt");
            assertThat(message.getBody(String.class)).isEqualTo("Kjære Altinn");
            events.doneUoW(event);
        }
    }

    /** The page's, at the emulator's addresses and with its client. */
    private Properties properties() throws Exception {
        AltinnAccount account = altinn.service().sender();
        Properties properties = new Properties();
        properties.load(new StringReader(DocumentedRoutes.block(PAGE, "properties")));
        Path key = Files.writeString(folder.resolve("key.jwk"), account.privateJwk());
        properties.setProperty(COMPONENT + "platformUrl", altinn.service().platformUrl());
        properties.setProperty(
                COMPONENT + "maskinportenIssuer", altinn.service().maskinportenIssuer());
        properties.setProperty(COMPONENT + "tokenEndpoint", altinn.service().tokenEndpoint());
        // published at once
        properties.setProperty(COMPONENT + "disableVirusScan", "true");
        replace(properties, COMPONENT + "clientId", account.clientId());
        replace(properties, COMPONENT + "privateKeyResource", "file:" + key);
        replace(properties, COMPONENT + "sender", account.organization());
        replace(properties, COMPONENT + "recipients", account.organization());
        replace(properties, "camel.main.routesIncludePattern", "file:" + folder + "/routes/*.yaml");
        return properties;
    }

    private static void replace(Properties properties, String name, String value) {
        assertThat(properties.setProperty(name, value)).as(name).isNotNull();
    }

    private void routes(String yaml) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("transfers.yaml"),
                yaml.replace("my-resource", altinn.service().resourceId()));
    }
}
