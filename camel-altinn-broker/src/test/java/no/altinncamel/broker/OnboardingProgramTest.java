package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnExtension;

/** The onboarding check as a program: what it reads, prints and ends with. */
class OnboardingProgramTest {

    private static final String CONTEXT = DefaultCamelContext.class.getName();

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void describe() throws IOException {
        Path key = Files.writeString(
                folder.resolve("key.jwk"), altinn.service().sender().privateJwk());
        option("platformUrl", altinn.service().platformUrl());
        option("maskinportenIssuer", altinn.service().maskinportenIssuer());
        option("tokenEndpoint", altinn.service().tokenEndpoint());
        option("clientId", altinn.service().sender().clientId());
        option("privateKeyResource", "file:" + key.toString().replace('\\', '/'));
        properties.put("resource", altinn.service().resourceId());
    }

    private void option(String name, String value) {
        properties.put("camel.component.altinn-broker." + name, value);
    }

    private void withoutOption(String name) {
        properties.remove("camel.component.altinn-broker." + name);
    }

    private Path file() throws IOException {
        return Files.writeString(
                folder.resolve("my.properties"),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n")));
    }

    private int run(String contextClass, String... arguments) {
        return AltinnBrokerOnboarding.run(arguments, contextClass, new PrintStream(out), new PrintStream(err));
    }

    private int run() throws IOException {
        return run(CONTEXT, file().toString());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itEndsWithZeroWhenAllIsReady() throws IOException {
        assertThat(run()).isZero();
        assertThat(out()).contains("1 scopes: fine", "4 API round trip: fine").endsWith("\nREADY\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void itEndsWithOneWhenAStepIsMissing() throws IOException {
        properties.put("resource", "no-such-resource");
        assertThat(run()).isEqualTo(1);
        assertThat(out()).contains("3 access to the resource: missing", "NOT READY");
    }

    @Test
    void optionsMayBeWrittenWithDashesAndTheResourceAsUrn() throws IOException {
        withoutOption("clientId");
        option("client-id", altinn.service().sender().clientId());
        option("max-attempts", "1");
        properties.put("resource", "urn:altinn:resource:" + altinn.service().resourceId());
        assertThat(run()).as(err()).isZero();
    }

    @Test
    void valuesMayHoldPlaceholders() throws IOException {
        System.setProperty("onboarding.test.client", altinn.service().sender().clientId());
        try {
            option("clientId", "{{sys:onboarding.test.client}}");
            assertThat(run()).as(err()).isZero();
        } finally {
            System.clearProperty("onboarding.test.client");
        }
    }

    private void assertUsage(String... message) throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains(message);
        assertThat(out()).isEmpty();
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void anUnknownOptionIsNamed() throws IOException {
        option("clientID2", "x");
        assertUsage("no option 'clientID2'", "docs/reference.md");
    }

    @Test
    void anUnknownPropertyIsNamed() throws IOException {
        properties.put("resorce", "x");
        assertUsage("resorce", "not known", "camel.component.altinn-broker.<option>");
    }

    @Test
    void aMissingResourceIsTold() throws IOException {
        properties.remove("resource");
        assertUsage("The property resource is missing");
    }

    @Test
    void aMissingClientIdIsTold() throws IOException {
        withoutOption("clientId");
        assertUsage("clientId: it is missing");
    }

    @Test
    void aValueThatDoesNotFitIsToldWithoutTheValue() throws IOException {
        option("maxAttempts", "do-not-show");
        assertUsage("maxAttempts", "cannot take");
        assertThat(err()).doesNotContain("do-not-show");
    }

    @Test
    void aKeyFileThatIsNotThereIsAMissingStep() throws IOException {
        option("privateKeyResource", "file:no-such-key.jwk");
        assertThat(run()).isEqualTo(1);
        assertThat(out()).contains("2 Maskinporten client: missing", "no-such-key.jwk");
    }

    @Test
    void howToCallItIsToldToWhoeverDoesNotKnow() {
        assertThat(run(CONTEXT)).isEqualTo(2);
        assertThat(err()).startsWith("Usage: java -cp");
        assertThat(run(CONTEXT, folder.resolve("no-such.properties").toString()))
                .isEqualTo(2);
        assertThat(err()).contains("no-such.properties cannot be read");
    }

    @Test
    void withoutCamelCoreItSaysWhatIsMissing() throws IOException {
        assertThat(run("org.apache.camel.impl.NoSuchContext", file().toString()))
                .isEqualTo(2);
        assertThat(err()).contains("put camel-core", "class path");
    }

    @Test
    void aJvmOfItsOwnEndsWithTheSameCode() throws Exception {
        properties.put("resource", "no-such-resource");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AltinnBrokerOnboarding.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output).contains("3 access to the resource: missing");
    }
}
