package no.altinncamel.broker.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.RSAKey;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerConfiguration;
import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** YAML routes that know of the Kamelets only, against the emulator. */
class KameletsTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final Properties properties = new Properties();
    private DefaultCamelContext camel;

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(20);
        // polls more often than the Broker allows
        altinn.emulator().rateLimits().enabled(false);
        camel.getCamelContextExtension()
                .addContextPlugin(RateBudget.class, RateBudget.unlimited(Duration.ofMinutes(2)));
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getRegistry().bind("receive", (Processor) this::receive);
        properties.setProperty("my.resource", altinn.service().resourceId());
        account("sender", altinn.service().sender());
        account("recipient", altinn.service().recipient());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void account(String name, AltinnAccount account) {
        properties.setProperty(name + ".organization", account.organization());
        properties.setProperty(name + ".client", account.clientId());
        properties.setProperty(name + ".key", account.privateJwk());
    }

    private void receive(Exchange exchange) {
        exchange.getMessage().setBody(exchange.getMessage().getBody(String.class));
        received.add(exchange.getMessage().copy());
    }

    /** The sender's key is a PEM, whose line ends cannot stand in a route; it is a property of the Kamelet. The other is JSON. */
    @Test
    void aFileTravelsFromSinkToSource() throws Exception {
        properties.setProperty(
                "camel.kamelet.altinn-broker-sink.privateKey",
                pem(altinn.service().sender()));
        properties.setProperty("sender.kid", altinn.service().sender().keyId());
        properties.setProperty("altinn.platform", altinn.service().platformUrl());
        properties.setProperty("altinn.issuer", altinn.service().maskinportenIssuer());
        properties.setProperty("altinn.token", altinn.service().tokenEndpoint());
        load(
                """
                - route:
                    from:
                      uri: direct:send
                      steps:
                        - to:
                            uri: kamelet:altinn-broker-sink
                            parameters:
                              resourceId: "{{my.resource}}"
                              sender: "{{sender.organization}}"
                              recipients: "{{recipient.organization}}"
                              clientId: "{{sender.client}}"
                              keyId: "{{sender.kid}}"
                              sendersFileTransferReference: order-7
                              platformUrl: "{{altinn.platform}}"
                              maskinportenIssuer: "{{altinn.issuer}}"
                              tokenEndpoint: "{{altinn.token}}"
                - route:
                    from:
                      uri: kamelet:altinn-broker-source
                      parameters:
                        resourceId: "{{my.resource}}"
                        clientId: "{{recipient.client}}"
                        privateKey: "{{recipient.key}}"
                        delay: 300ms
                        platformUrl: "{{altinn.platform}}"
                        maskinportenIssuer: "{{altinn.issuer}}"
                        tokenEndpoint: "{{altinn.token}}"
                      steps:
                        - process:
                            ref: receive
                """);

        assertArrives("order-7");
    }

    /** As an application has it: who it is stands in its properties, and the routes only name the resource. */
    @Test
    void whatTheKameletDoesNotSayComesFromTheComponent() throws Exception {
        // the one component is one organisation, so here it writes to itself
        configureComponent(altinn.service().recipient());
        // a property or environment variable that means something else
        properties.setProperty("environment", "prod");
        load(
                """
                - route:
                    from:
                      uri: direct:send
                      steps:
                        - to:
                            uri: kamelet:altinn-broker-sink
                            parameters:
                              resourceId: "{{my.resource}}"
                              sender: "{{recipient.organization}}"
                              recipients: "{{recipient.organization}}"
                              sendersFileTransferReference: order-8
                - route:
                    from:
                      uri: kamelet:altinn-broker-source
                      parameters:
                        resourceId: "{{my.resource}}"
                        delay: 300ms
                      steps:
                        - transformDataType:
                            toType: altinn-broker:application-cloudevents
                        - process:
                            ref: receive
                """);

        Message message = assertArrives("order-8");
        assertThat(message.getHeader("CamelCloudEventID"))
                .isEqualTo(message.getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID));
    }

    @Test
    void theRoutesOfTheManualRun() throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "Kjære Altinn");
        configureComponent(altinn.service().recipient());
        String page = Files.readString(Path.of("../docs/dsl.md"));
        Matcher block = Pattern.compile("<!-- route:kamelet -->\\s*```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).isTrue();
        String organization = altinn.service().recipient().organization();
        load(block.group(1)
                .replace("file:outbox", "file:" + outbox)
                .replace("file:inbox", "file:" + folder.resolve("inbox"))
                .replace("310332216", organization)
                .replace("314244370", organization)
                .replace("my-resource", altinn.service().resourceId())
                // polls soon again if the file is not published at the first time
                .replaceFirst("( +)(resourceId: .*\\R +steps:)", "$1delay: 300ms\n$1$2"));
        camel.start();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(folder.resolve("inbox"))
                .isDirectoryContaining("regex:.*/[-0-9a-f]{36}-letter\\.txt"));
    }

    private Message assertArrives(String reference) {
        camel.start();
        camel.createProducerTemplate()
                .sendBodyAndHeader("direct:send", "Kjære Altinn", Exchange.FILE_NAME, "letter.txt");
        await().atMost(Duration.ofSeconds(30)).until(() -> !received.isEmpty());
        Message message = received.remove();
        assertThat(message.getBody()).isEqualTo("Kjære Altinn");
        assertThat(message.getHeader(Exchange.FILE_NAME)).isEqualTo("letter.txt");
        assertThat(message.getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class)
                        .reference())
                .isEqualTo(reference);
        return message;
    }

    @Test
    void withoutAResourceTheRouteFailsAndNamesIt() {
        assertFails("altinn-broker-source", Map.of("clientId", "a-client"), "altinn-broker-source", "resourceId");
        assertFails("altinn-broker-sink", Map.of("clientId", "a-client"), "altinn-broker-sink", "resourceId");
    }

    @Test
    void aWrongValueIsNamed() {
        configureComponent(altinn.service().recipient());
        assertFails(
                "altinn-broker-source",
                Map.of("resourceId", "my-resource", "confirm", "sometimes"),
                "confirm",
                "sometimes");
        assertFails(
                "altinn-broker-sink",
                Map.of("resourceId", "my-resource", "recipients", "12345"),
                "recipients",
                "12345");
    }

    @Test
    void whatIsMissingToKnowWhoWeAreIsNamed() {
        assertFails("altinn-broker-source", Map.of("resourceId", "my-resource"), "environment");
        assertFails(
                "altinn-broker-source", Map.of("resourceId", "my-resource", "altinnEnvironment", "TT02"), "clientId");
    }

    private void assertFails(String kamelet, Map<String, String> parameters, String... words) {
        StringBuilder yaml = new StringBuilder();
        if (kamelet.endsWith("source")) {
            yaml.append("- route:\n    from:\n      uri: kamelet:")
                    .append(kamelet)
                    .append("\n      parameters:\n");
            parameters.forEach((name, value) -> yaml.append("        " + name + ": \"" + value + "\"\n"));
            yaml.append("      steps:\n        - process:\n            ref: receive\n");
        } else {
            yaml.append(
                            "- route:\n    from:\n      uri: direct:send\n      steps:\n        - to:\n            uri: kamelet:")
                    .append(kamelet)
                    .append("\n            parameters:\n");
            parameters.forEach((name, value) -> yaml.append("              " + name + ": \"" + value + "\"\n"));
        }
        assertThatThrownBy(() -> {
                    load(yaml.toString());
                    camel.start();
                })
                .satisfies(failure -> assertThat(messages(failure)).contains(words));
        camel.stop();
        start();
    }

    private static String messages(Throwable failure) {
        return failure == null ? "" : failure.getMessage() + "\n" + messages(failure.getCause());
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
    }

    private void configureComponent(AltinnAccount account) {
        AltinnBrokerConfiguration configuration =
                camel.getComponent("altinn-broker", AltinnBrokerComponent.class).getConfiguration();
        configuration.setPlatformUrl(altinn.service().platformUrl());
        configuration.setMaskinportenIssuer(altinn.service().maskinportenIssuer());
        configuration.setTokenEndpoint(altinn.service().tokenEndpoint());
        configuration.setClientId(account.clientId());
        configuration.setPrivateKey(account.privateJwk());
        // published at once
        configuration.setDisableVirusScan(true);
    }

    private static String pem(AltinnAccount account) throws Exception {
        byte[] key = RSAKey.parse(account.privateJwk()).toPrivateKey().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END PRIVATE KEY-----\n";
    }
}
