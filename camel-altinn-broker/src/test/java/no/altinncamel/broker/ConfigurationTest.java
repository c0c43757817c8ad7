package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user meets who configures the component; nothing here talks to a network. */
class ConfigurationTest {

    private static final String GOOD = "environment=TT02&clientId=c&privateKeyResource=file:key.jwk";

    private DefaultCamelContext camel;

    @BeforeEach
    void startCamel() {
        camel = new DefaultCamelContext();
    }

    @AfterEach
    void stopCamel() {
        camel.stop();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("wrong")
    void aWrongOptionIsNamedTogetherWithTheMend(String uri, String option, String mend) {
        assertThatThrownBy(() -> camel.getEndpoint(uri))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .rootCause()
                .hasMessageContaining(option)
                .hasMessageContaining(mend);
    }

    static Stream<Arguments> wrong() {
        String eleven = "";
        for (int i = 1; i <= 11; i++) {
            eleven += "&property.p" + i + "=v";
        }
        return Stream.of(
                arguments("altinn-broker:res?" + GOOD + "&sendr=310332216", "sendr", "Unknown parameters"),
                arguments("altinn-broker:a:b?" + GOOD, "resourceId", "bare id"),
                arguments(
                        "altinn-broker:res?clientId=c&privateKeyResource=file:k",
                        "platformUrl",
                        "set environment to TT02"),
                arguments("altinn-broker:res?environment=TT02&privateKeyResource=file:k", "clientId", "it is missing"),
                arguments("altinn-broker:res?environment=TT02&clientId=c", "privateKey", "there is no key"),
                arguments("altinn-broker:res?" + GOOD + "&privateKey=x", "privateKey", "more than one key"),
                arguments("altinn-broker:res?" + GOOD + "&sender=12345", "sender: '12345'", "nine digits"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&recipients=310332216,31433",
                        "recipients: '31433'",
                        "nine digits"),
                arguments("altinn-broker:res?" + GOOD + "&organization=x", "organization", "nine digits"),
                arguments("altinn-broker:res?" + GOOD + "&fileName=" + "x".repeat(256), "fileName", "use 1 to 255"),
                arguments("altinn-broker:res?" + GOOD + eleven, "11 properties", "at most 10"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&property." + "n".repeat(51) + "=v",
                        "property name",
                        "use 1 to 50"),
                arguments("altinn-broker:res?" + GOOD + "&platformUrl=http://example.com", "platformUrl", "use https"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&maskinportenIssuer=https://ver2.maskinporten.no/",
                        "retired",
                        "test.maskinporten.no"),
                arguments("altinn-broker:res?" + GOOD + "&from=2026-01-01", "from", "2026-01-31T12:00:00Z"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&operation=list&status=UNKNOWN", "status", "such as Published"),
                arguments("altinn-broker:res?" + GOOD + "&fileTransferId=7", "fileTransferId", "UUID"),
                arguments("altinn-broker:res?" + GOOD + "&maxAttempts=0", "maxAttempts", "at least 1"),
                arguments("altinn-broker:res?" + GOOD + "&proxyHost=p", "proxyPort", "together with proxyHost"));
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        assertThatThrownBy(() -> camel.getEndpoint("altinn-broker:res?environment=TT02&sender=1&recipients=2"))
                .rootCause()
                .hasMessageContainingAll("clientId", "privateKey", "sender", "recipients");
    }

    @Test
    void theResourceMayBeWrittenAsUrn() {
        AltinnBrokerEndpoint endpoint =
                camel.getEndpoint("altinn-broker:urn:altinn:resource:res?" + GOOD, AltinnBrokerEndpoint.class);
        assertThat(endpoint.getConfiguration().getResourceId()).isEqualTo("res");
    }

    @Test
    void anEndpointStartsWithTheComponentsOptionsAndDoesNotChangeThem() {
        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        component.getConfiguration().setEnvironment(AltinnEnvironment.PRODUCTION);
        component.getConfiguration().setClientId("one");
        component.getConfiguration().setPrivateKeyResource("file:key.jwk");
        component.getConfiguration().setProperties(Map.of("a", "1"));
        AltinnBrokerEndpoint endpoint =
                camel.getEndpoint("altinn-broker:res?clientId=two&property.b=2", AltinnBrokerEndpoint.class);

        assertThat(endpoint.getConfiguration().getClientId()).isEqualTo("two");
        assertThat(endpoint.getConfiguration().platformUrl()).isEqualTo("https://platform.altinn.no");
        assertThat(endpoint.getConfiguration().tokenEndpoint()).isEqualTo("https://maskinporten.no/token");
        assertThat(endpoint.getConfiguration().getProperties()).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(component.getConfiguration().getClientId()).isEqualTo("one");
        assertThat(component.getConfiguration().getProperties()).containsOnlyKeys("a");
    }

    @Test
    void aKeyThatCannotBeReadOrUsedFailsTheStartWithASentence() throws Exception {
        camel.start();
        assertThatThrownBy(() -> camel.getEndpoint("altinn-broker:res?environment=TT02&clientId=c"
                        + "&privateKeyResource=file:target/no-such-key.jwk"))
                .rootCause()
                .hasMessageContaining("no-such-key.jwk");

        Path key = Files.createTempFile(Path.of("target"), "wrong", ".jwk");
        Files.writeString(key, "{\"kty\":\"RSA\",\"secret\":\"do-not-show\"}");
        assertThatThrownBy(() -> camel.getEndpoint(
                        "altinn-broker:res?environment=TT02&clientId=c&privateKeyResource=file:" + key))
                .hasStackTraceContaining("The option privateKeyResource does not hold a usable key")
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain("do-not-show"));
        Files.delete(key);
    }

    @Test
    void everySecretOptionIsMaskedInUrisAndAbsentFromToString() throws Exception {
        List<String> secrets = new ArrayList<>();
        ReferencePage.metadata().get("properties").properties().forEach(option -> {
            if (option.getValue().path("secret").asBoolean()) {
                secrets.add(option.getKey());
            }
        });
        assertThat(secrets).contains("privateKey", "subscriptionSecret", "proxyPassword", "proxyUsername");
        for (String secret : secrets) {
            assertThat(URISupport.sanitizeUri("altinn-broker:res?" + secret + "=do-not-show"))
                    .doesNotContain("do-not-show");
        }
        AltinnBrokerConfiguration configuration = new AltinnBrokerConfiguration();
        configuration.setPrivateKey("do-not-show");
        configuration.setSubscriptionSecret("do-not-show");
        configuration.setProxyPassword("do-not-show");
        assertThat(configuration.toString()).doesNotContain("do-not-show");
    }

    @Test
    void theDocumentedDefaultsAreTheRealOnes() throws Exception {
        AltinnBrokerEndpoint endpoint = camel.getEndpoint("altinn-broker:res?" + GOOD, AltinnBrokerEndpoint.class);
        for (Map.Entry<String, JsonNode> option :
                ReferencePage.metadata().get("properties").properties()) {
            if (option.getValue().has("configurationField") && !option.getKey().equals("resourceId")) {
                JsonNode documented = option.getValue().get("defaultValue");
                Object real = value(new AltinnBrokerConfiguration(), option.getKey());
                assertThat(real == null ? null : real.toString())
                        .as(option.getKey())
                        .isEqualTo(documented == null ? null : documented.asText());
            }
        }
        assertThat(endpoint.getDelay())
                .isEqualTo(ReferencePage.metadata()
                        .at("/properties/delay/defaultValue")
                        .asLong());
    }

    private static Object value(Object bean, String option) throws ReflectiveOperationException {
        String name = Character.toUpperCase(option.charAt(0)) + option.substring(1);
        for (Method method : bean.getClass().getMethods()) {
            if (method.getParameterCount() == 0
                    && (method.getName().equals("get" + name)
                            || method.getName().equals("is" + name))) {
                return method.invoke(bean);
            }
        }
        throw new NoSuchMethodException(option);
    }
}
