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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As Karaf's file and URIs have them, and as Spring Boot has them. */
    @Test
    void entriesOfThePropertyListAreTaken() throws IOException {
        System.setProperty("onboarding.test.type", "invoice");
        try {
            option("property.type", "{{sys:onboarding.test.type}}");
            option("property.a.b", "c");
            option("properties.case", "2026-17");
            assertThat(run()).as(err()).isZero();
        } finally {
            System.clearProperty("onboarding.test.type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"property.type", "properties.type"})
    void entriesOfThePropertyListAreChecked(String name) throws IOException {
        option(name, "x".repeat(3001));
        assertUsage("property.type: it has 3001 characters");
    }

    /** Else nobody knows why the component is said to have no options. */
    @Test
    void aFileThatOnlyHasNamedComponentsSaysSo() throws IOException {
        rename("camel.component.altinn-broker.named.north.");
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("clientId: it is missing");
        assertThat(out())
                .isEqualTo("Note: The component north is not checked: give its name after the file to check it."
                        + System.lineSeparator());
    }

    @Test
    void propertiesOfOthersAreNotLookedAt() throws IOException {
        properties.put("spring.application.name", "my-app");
        properties.put("camel.main.name", "my-app");
        properties.put("camel.component.kafka.brokers", "{{env:NO_SUCH_VARIABLE_OF_THIS_TEST}}");
        properties.put("camel.beans.database", "#class:com.example.NotHere");
        option("enabled", "true");
        option("customizer.enabled", "true");
        assertThat(run()).as(err()).isZero();
    }

    @Test
    void theResourceMayBeAPlaceholderOfTheSameFile() throws IOException {
        properties.put("my.resource", altinn.service().resourceId());
        properties.put("resource", "{{my.resource}}");
        assertThat(run()).as(err()).isZero();
        assertThat(out()).contains("altinn-broker:" + altinn.service().resourceId() + " at");
    }

    @Test
    void anEnvironmentVariableThatIsNotSetIsNamed() throws IOException {
        option("clientId", "secret-{{env:NO_SUCH_VARIABLE_OF_THIS_TEST}}");
        assertUsage(
                "The property camel.component.altinn-broker.clientId",
                "the environment variable NO_SUCH_VARIABLE_OF_THIS_TEST is not set",
                "set it");
        assertThat(err()).doesNotContain("secret-");
    }

    @Test
    void aPlaceholderWithoutValueIsNamedWhereverItStands() throws IOException {
        properties.put("resource", "{{my.resource}}");
        properties.put("my.resource", "{{my.environment}}-resource");
        assertUsage("The property resource: the placeholder {{my.environment}} has no value");
    }

    @Test
    void anOptionalPlaceholderWithoutValueLeavesTheOptionAlone() throws IOException {
        option("maxAttempts", "{{?no.such.number}}");
        assertThat(run()).as(err()).isZero();
    }

    @Test
    void aMissingBeanIsNamed() throws IOException {
        option("keyStoreParameters", "#bean:noStore");
        assertUsage(
                "The property camel.component.altinn-broker.keyStoreParameters: there is no bean 'noStore'",
                "camel.beans.noStore=#class:");
    }

    @Test
    void aBeanWhoseClassIsMissingIsNamed() throws IOException {
        option("keyStoreParameters", "#bean:store");
        properties.put("camel.beans.store", "#class:com.example.NotHere");
        assertUsage("The property camel.beans.store: its class is not on the class path");
    }

    @Test
    void aBeanWithAWrongPropertyIsNamed() throws IOException {
        option("keyStoreParameters", "#bean:store");
        properties.put("camel.beans.store", "#class:org.apache.camel.support.jsse.KeyStoreParameters");
        properties.put("camel.beans.store.pasword", "do-not-show");
        assertUsage("The property camel.beans.store.pasword: the bean has no property 'pasword'", "KeyStoreParameters");
        assertThat(err()).doesNotContain("do-not-show");
    }

    @Test
    void aBeanOfTheWrongTypeIsNamed() throws IOException {
        option("keyStoreParameters", "#bean:store");
        properties.put("camel.beans.store", "#class:java.util.ArrayList");
        assertUsage("camel.component.altinn-broker.keyStoreParameters", "KeyStoreParameters, as #bean:<name>");
    }

    @Test
    void aWordThatIsNoneOfTheOptionsIsTold() throws IOException {
        option("environment", "TT03");
        assertUsage("The property camel.component.altinn-broker.environment", "cannot take", "it takes one of", "TT02");
        assertThat(err()).doesNotContain("TT03");
    }

    /** All options so far, of a component of another name. */
    private void rename(String prefix) {
        Map<String, String> renamed = new LinkedHashMap<>();
        properties.forEach((name, value) -> renamed.put(name.replace("camel.component.altinn-broker.", prefix), value));
        properties.clear();
        properties.putAll(renamed);
    }

    @Test
    void aComponentOfAnotherNameIsGivenAfterTheFile() throws IOException {
        rename("camel.component.north.");
        assertThat(run(CONTEXT, file().toString(), "north")).as(err()).isZero();
    }

    @Test
    void aNamedComponentOfSpringBootIsGivenAfterTheFile() throws IOException {
        rename("camel.component.altinn-broker.named.north.");
        option("client-id", "of-another");
        option("named.south.client-id", "of-another");
        option("named.north.ssl-bundle", "altinn");

        assertThat(run(CONTEXT, file().toString(), "north")).as(err()).isZero();
        assertThat(out())
                .startsWith("Note: The property camel.component.altinn-broker.named.north.ssl-bundle is not used");
    }

    @Test
    void aWrongOptionOfANamedComponentIsTold() throws IOException {
        rename("camel.component.altinn-broker.named.north.");
        option("named.north.clientID2", "x");
        assertThat(run(CONTEXT, file().toString(), "north")).isEqualTo(2);
        assertThat(err()).contains("camel.component.altinn-broker.named.north.clientID2");
    }

    @Test
    void whatOnlySpringBootKnowsIsLeftOutAndNoted() throws IOException {
        option("named.north.client-id", "of-another");
        option("named.north.environment", "TT02");
        option("named.south.client-id", "of-another");
        option("ssl-bundle", "altinn");

        assertThat(run()).as(err()).isZero();
        assertThat(out().lines().filter(line -> line.startsWith("Note:")))
                .hasSize(3)
                .anyMatch(line -> line.contains("component north is not checked"))
                .anyMatch(line -> line.contains("component south is not checked"))
                .anyMatch(line -> line.contains("camel.component.altinn-broker.ssl-bundle is not used"));
    }

    @Test
    void aComponentThatIsABeanIsCheckedLikeAnyOther() throws IOException {
        rename("camel.beans.north.configuration.");
        properties.put("camel.beans.north", "#class:" + AltinnBrokerComponent.class.getName());
        assertThat(run(CONTEXT, file().toString(), "north")).as(err()).isZero();
        properties.put("camel.beans.north.configuration.clientID2", "x");
        assertThat(run(CONTEXT, file().toString(), "north")).isEqualTo(2);
        assertThat(err())
                .contains("camel.beans.north.configuration.clientID2: the component has no option", "reference.md");
    }

    @Test
    void aComponentThatTheFileDoesNotKnowIsTold() throws IOException {
        rename("camel.component.north.");
        assertUsage("sets no option of the component altinn-broker", "the name of another component after the file");
    }

    @Test
    void aBeanThatIsNoComponentIsTold() throws IOException {
        properties.put("camel.beans.north", "#class:java.util.ArrayList");
        assertThat(run(CONTEXT, file().toString(), "north")).isEqualTo(2);
        assertThat(err()).contains("camel.beans.north: it is no component of Altinn Broker");
    }

    /** A fault of the program or what it runs on. */
    static class FailingContext extends DefaultCamelContext {

        @Override
        public void start() {
            throw new IllegalStateException("outer", new IllegalStateException("inner eyJhbGciOiJSUzI1NiJ9.e30.x"));
        }
    }

    static class HalfAClassPath extends DefaultCamelContext {

        @Override
        public void start() {
            throw new NoClassDefFoundError("org/example/Missing");
        }
    }

    @Test
    void anUnexpectedErrorIsNeitherNotReadyNorWrongSettings() throws IOException {
        assertThat(run(FailingContext.class.getName(), file().toString())).isEqualTo(3);
        assertThat(err())
                .contains("unexpected error", "IllegalStateException: outer", "caused by", "inner [token]")
                .doesNotContain("eyJ");
        assertThat(run(HalfAClassPath.class.getName(), file().toString())).isEqualTo(3);
        assertThat(err()).contains("NoClassDefFoundError: org/example/Missing");
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
        assertUsage("maxAttempts", "cannot take", "it takes a whole number");
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
        assertThat(err())
                .contains("put camel-core", "class path", "docs/onboarding.md")
                .contains("ClassNotFoundException: org.apache.camel.impl.NoSuchContext");
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
