package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.auth.TestAuthority;

/** What a user meets who configures the component; nothing here talks to a network. */
class ConfigurationTest {

    private static final String GOOD = "environment=TT02&clientId=c&privateKeyResource=file:key.jwk";

    private static final KeyPair KEY = TestAuthority.keyPair();
    private static final String KEY_STORE = "environment=TT02&clientId=c&keyStoreParameters=#store";

    private DefaultCamelContext camel;

    @BeforeEach
    void startCamel() {
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("store", new KeyStoreParameters());
        camel.getRegistry().bind("key", SigningKey.of(KEY.getPrivate(), "kid"));
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

    @Test
    void aWrongExpressionIsNamedWhenTheEndpointIsMade() {
        assertThatThrownBy(() -> camel.getEndpoint("altinn-broker:res?" + GOOD + "&poisonPredicate=RAW(${body)"))
                .hasStackTraceContaining("poisonPredicate: '${body' is not a Simple expression");
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
                arguments("altinn-broker:res?" + GOOD + "&signingKey=#key", "more than one key", "keyStoreParameters"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&keyStoreParameters=#store", "privateKey", "more than one key"),
                arguments("altinn-broker:res?" + GOOD + "&keyAlias=a", "keyAlias", "keyStoreParameters"),
                arguments("altinn-broker:res?" + GOOD + "&keyPassword=p", "keyPassword", "keyStoreParameters"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&fallbackKeyId=k",
                        "fallbackKeyId",
                        "set it together with fallbackPrivateKeyResource"),
                arguments(
                        "altinn-broker:res?" + KEY_STORE + "&keyId=k&privateKeyPassword=p",
                        "privateKeyPassword",
                        "set it together with privateKey or privateKeyResource"),
                arguments(
                        "altinn-broker:res?" + KEY_STORE + "&fallbackPrivateKeyResource=file:k",
                        "fallbackPrivateKeyResource",
                        "set keyId"),
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
                arguments("altinn-broker:res?" + GOOD + "&maxCallAttempts=0", "maxCallAttempts", "at least 1"),
                arguments("altinn-broker:res?" + GOOD + "&rateLimitShare=0", "rateLimitShare: 0.0", "such as 0.5"),
                arguments("altinn-broker:res?" + GOOD + "&rateLimitShare=1.5", "rateLimitShare: 1.5", "at most 1"),
                arguments("altinn-broker:res?" + GOOD + "&rateLimitShare=NaN", "rateLimitShare: NaN", "at most 1"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&rateLimitShare=1.5", "rateLimitShare", "above 0 and at most 1"),
                arguments("altinn-broker:res?" + GOOD + "&concurrentTransfers=0", "concurrentTransfers", "at least 1"),
                arguments("altinn-broker:res?" + GOOD + "&filterReference=(", "filterReference", "regular expression"),
                arguments("altinn-broker:res?" + GOOD + "&filterSenders=12", "filterSenders", "nine digits"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&filterSenders=", "filterSenders: it is blank", "leave it out"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&filterSenders=RAW(, )", "filterSenders: it is blank", "leave"),
                arguments("altinn-broker:res?" + GOOD + "&filterReference=", "filterReference: it is blank", "leave"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&maxAttempts=0&poisonEndpoint=mock:x",
                        "maxAttempts",
                        "number of attempts"),
                arguments("altinn-broker:res?" + GOOD + "&confirm=never&poisonEndpoint=mock:x", "confirm", "onSuccess"),
                arguments("altinn-broker:res?" + GOOD + "&claimTimeout=10", "claimTimeout", "at least 1000"),
                arguments("altinn-broker:res?" + GOOD + "&proxyHost=p", "proxyPort", "together with proxyHost"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&systemUserOrganization=98625293",
                        "systemUserOrganization: '98625293'",
                        "nine digits"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&consumerOrganization=no",
                        "consumerOrganization: 'no'",
                        "nine digits"),
                arguments(
                        "altinn-broker:res?" + GOOD
                                + "&consumerOrganization=986252932&systemUserOrganization=991825827",
                        "consumerOrganization",
                        "set one of them"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&systemUserExternalRef=branch-2",
                        "systemUserExternalRef",
                        "together with systemUserOrganization"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&systemUserOrganization=986252932&systemUserExternalRef=RAW( )",
                        "systemUserExternalRef: it is blank",
                        "leave it out"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&maskinportenResource=,",
                        "maskinportenResource",
                        "leave it out"),
                arguments(
                        "altinn-broker:res?" + GOOD + "&exchange=false&exchangeTest=true",
                        "exchangeTest: exchange is off",
                        "leave out one"));
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

    /** As docs/authentication.md shows it. */
    @Test
    void componentsWithNamesOfTheirOwnAreMadeByProperties() throws Exception {
        Properties properties = new Properties();
        for (String name : List.of("north", "south")) {
            properties.setProperty("camel.beans." + name, "#class:" + AltinnBrokerComponent.class.getName());
            properties.setProperty("camel.beans." + name + ".configuration.environment", "TT02");
            properties.setProperty("camel.beans." + name + ".configuration.clientId", "client-" + name);
            properties.setProperty(
                    "camel.beans." + name + ".configuration.privateKeyResource", "file:" + name + ".jwk");
        }
        properties.setProperty("camel.beans.south.configuration.environment", "PRODUCTION");
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.init();
        try {
            CamelContext context = main.getCamelContext();
            AltinnBrokerEndpoint north = context.getEndpoint("north:res", AltinnBrokerEndpoint.class);
            AltinnBrokerEndpoint south = context.getEndpoint("south:res", AltinnBrokerEndpoint.class);
            assertThat(north.getComponent()).isNotSameAs(south.getComponent());
            assertThat(north.getConfiguration().getClientId()).isEqualTo("client-north");
            assertThat(north.getConfiguration().platformUrl()).isEqualTo("https://platform.tt02.altinn.no");
            assertThat(south.getConfiguration().getClientId()).isEqualTo("client-south");
            assertThat(south.getConfiguration().platformUrl()).isEqualTo("https://platform.altinn.no");
        } finally {
            main.stop();
        }
    }

    /** What is property.name in a URI is the option properties of the component. */
    @Test
    void entriesOfThePropertyListCanBeSetOnTheComponent() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("camel.component.altinn-broker.properties.type", "invoice");
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.init();
        try {
            AltinnBrokerComponent component =
                    main.getCamelContext().getComponent("altinn-broker", AltinnBrokerComponent.class);
            assertThat(component.getConfiguration().getProperties()).containsExactly(Map.entry("type", "invoice"));
        } finally {
            main.stop();
        }
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
    void everyKeyThatCannotBeUsedIsAFaultOfItsOption() {
        camel.addComponent("north", new AltinnBrokerComponent());
        camel.start();

        assertThatThrownBy(() -> camel.getEndpoint("north:res?environment=TT02&clientId=c"
                        + "&privateKeyResource=file:target/no-such-key.jwk"
                        + "&fallbackPrivateKeyResource=RAW({\"d\":\"do-not-show\"})"))
                .satisfies(failure -> {
                    WrongOptionsException wrong = wrongOptions(failure);
                    assertThat(wrong.getComponent()).isEqualTo("north");
                    assertThat(wrong.getResourceId()).isEqualTo("res");
                    assertThat(wrong.getFaults())
                            .extracting(WrongOptionsException.Fault::option)
                            .containsExactly("privateKeyResource", "fallbackPrivateKeyResource");
                    assertThat(wrong.getFaults().get(0).fault()).contains("no-such-key.jwk");
                    assertThat(wrong.getFaults().get(1).mend()).contains("use the option privateKey");
                    assertThat(wrong).hasStackTraceContaining("no-such-key.jwk");
                    assertThat(wrong.getMessage()).doesNotContain("do-not-show");
                });
    }

    @Test
    void theEndpointIsCalledByItsComponentsName() {
        camel.addComponent("north", new AltinnBrokerComponent());

        assertThatThrownBy(() -> camel.getEndpoint("north:a:b?" + GOOD))
                .rootCause()
                .hasMessageContaining("endpoint north:a:b: resourceId")
                .hasMessageContaining("write north:my-resource");
    }

    private static WrongOptionsException wrongOptions(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof WrongOptionsException)) {
            cause = cause.getCause();
        }
        return (WrongOptionsException) cause;
    }

    @Test
    void everySecretOptionIsMaskedInUrisAndAbsentFromToString() throws Exception {
        List<String> secrets = new ArrayList<>();
        ReferencePage.metadata().get("properties").properties().forEach(option -> {
            if (option.getValue().path("secret").asBoolean()) {
                secrets.add(option.getKey());
            }
        });
        assertThat(secrets)
                .contains("privateKeyPassword", "keyPassword")
                .contains("privateKey", "subscriptionSecret", "proxyPassword", "proxyUsername");
        AltinnBrokerConfiguration configuration = new AltinnBrokerConfiguration();
        camel.getComponent("altinn-broker", AltinnBrokerComponent.class).setConfiguration(configuration);
        List<String> shown = new ArrayList<>();
        for (String secret : secrets) {
            shown.add(URISupport.sanitizeUri("altinn-broker:res?" + secret + "=do-not-show"));
            shown.add(description("altinn-broker:res?" + GOOD + "&" + secret + "=do-not-show"));
            PropertyBindingSupport.build()
                    .withCamelContext(camel)
                    .withTarget(configuration)
                    .withProperty(secret, "do-not-show")
                    .withMandatory(true)
                    .bind();
        }
        shown.add(configuration.toString());
        shown.add(configuration.copy().toString());
        shown.add(description("altinn-broker:res?environment=TT02&clientId=c"));
        assertThat(shown).allSatisfy(text -> assertThat(text).isNotEmpty().doesNotContain("do-not-show"));
    }

    /** All that an endpoint shows of itself, or the whole failure if the option is refused for want of others. */
    private String description(String uri) {
        try {
            AltinnBrokerEndpoint endpoint = camel.getEndpoint(uri, AltinnBrokerEndpoint.class);
            return endpoint + " " + endpoint.getConfiguration() + " " + endpoint.getComponent() + " "
                    + endpoint.getServiceMetadata() + " " + endpoint.getServiceUrl() + " " + endpoint.getId();
        } catch (ResolveEndpointFailedException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            return trace.toString();
        }
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
