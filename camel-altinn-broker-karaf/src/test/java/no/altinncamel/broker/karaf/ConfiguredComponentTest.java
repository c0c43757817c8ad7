package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.RSAKey;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerComponentConfigurer;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;

/** How a configuration reaches routes, before and while they run. */
class ConfiguredComponentTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    Path folder;

    private final DefaultCamelContext scratch = new DefaultCamelContext();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ConfiguredComponent configured = new ConfiguredComponent("altinn-broker", () -> scratch);

    @BeforeEach
    void resolver() {
        camel.getCamelContextExtension()
                .addContextPlugin(
                        ComponentResolver.class,
                        (name, context) ->
                                name.equals("altinn-broker") ? configured.resolveComponent(name, context) : null);
        camel.addComponent("direct", new DirectComponent());
        altinn.emulator().rateLimits().enabled(false);
    }

    @AfterEach
    void stop() {
        camel.stop();
        scratch.stop();
    }

    private Map<String, Object> options(AltinnAccount account) throws Exception {
        Path key = folder.resolve(account.clientId() + ".jwk");
        Files.writeString(key, account.privateJwk());
        Map<String, Object> options = new HashMap<>();
        options.put("platformUrl", altinn.service().platformUrl());
        options.put("maskinportenIssuer", altinn.service().maskinportenIssuer());
        options.put("tokenEndpoint", altinn.service().tokenEndpoint());
        options.put("clientId", account.clientId());
        options.put("privateKeyResource", "file:" + key);
        return options;
    }

    private void configure(Map<String, Object> options) {
        configured.configure("test.cfg", ComponentOptions.of(options));
    }

    private void route(String uriOptions) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to("altinn-broker:my-resource?operation=list" + uriOptions);
            }
        });
        camel.start();
    }

    /** Which client asked for the last token. */
    private Object clientOfTheNextCall() {
        altinn.emulator().recorder().clear();
        camel.createProducerTemplate().requestBody("direct:list", "");
        return altinn.emulator().recorder().calls(Operation.MASKINPORTEN_TOKEN).stream()
                .map(call -> call.detail("clientId"))
                .findFirst()
                .orElse(null);
    }

    /** The routes start after the component has the new options. */
    private void awaitClient(AltinnAccount account) {
        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        await().atMost(LONG).until(() -> account.clientId()
                .equals(component.getConfiguration().getClientId()));
        awaitQuiet();
        assertThat(clientOfTheNextCall()).isEqualTo(account.clientId());
    }

    @Test
    void theComponentOfAContextHasWhatIsConfigured() throws Exception {
        Map<String, Object> options = options(altinn.service().sender());
        options.put("maxConnections", "7");
        options.put("failureBackoff", " 90s ");
        options.put("bridgeErrorHandler", true);
        options.put("organization", "");
        options.put("service.pid", "no.altinncamel.broker");
        options.put("felix.fileinstall.filename", "file:/etc/test.cfg");
        configure(options);

        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);

        assertThat(component.getConfiguration().getMaxConnections()).isEqualTo(7);
        assertThat(component.getConfiguration().getFailureBackoff()).isEqualTo(90_000);
        assertThat(component.isBridgeErrorHandler()).isTrue();
        assertThat(component.getConfiguration().getOrganization()).isNull();
    }

    @Test
    void withoutAConfigurationUrisMaySayEverything() throws Exception {
        StringBuilder uriOptions = new StringBuilder();
        options(altinn.service().sender()).forEach((name, value) -> uriOptions
                .append('&')
                .append(name)
                .append("=RAW(")
                .append(value)
                .append(')'));
        route(uriOptions.toString());

        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());
    }

    @Test
    void anEditReachesRoutesThatRun() throws Exception {
        configure(options(altinn.service().sender()));
        route("");
        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());

        configure(options(altinn.service().recipient()));

        awaitClient(altinn.service().recipient());
    }

    /** As the page on Karaf says of key stores. */
    @Test
    void aBeanThatARouteBuilderBindsIsFoundAlsoAfterAnEdit() throws Exception {
        AltinnAccount account = altinn.service().sender();
        Map<String, Object> options = options(account);
        options.remove("privateKeyResource");
        options.put("signingKey", "#bean:myKey");
        configure(options);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                RSAKey key = RSAKey.parse(account.privateJwk());
                bindToRegistry("myKey", SigningKey.of(key.toPrivateKey(), key.getKeyID()));
                from("direct:list").to("altinn-broker:my-resource?operation=list");
            }
        });
        camel.start();
        assertThat(clientOfTheNextCall()).isEqualTo(account.clientId());

        options.put("maxConnections", "7");
        configure(options);
        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        await().atMost(LONG).until(() -> component.getConfiguration().getMaxConnections() == 7);
        awaitQuiet();
        assertThat(clientOfTheNextCall()).isEqualTo(account.clientId());
    }

    /** Other than the options of endpoints they are not in the configuration that an edit exchanges. */
    @ParameterizedTest
    @MethodSource("optionsOfTheComponentItself")
    void anEditOfAnOptionOfTheComponentItselfReachesIt(String option) throws Exception {
        Map<String, Object> options = options(altinn.service().sender());
        configure(options);
        route("");
        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        AltinnBrokerComponentConfigurer configurer = new AltinnBrokerComponentConfigurer();
        Object other = configurer.getOptionType(option, false) == boolean.class
                ? !(boolean) configurer.getOptionValue(component, option, false)
                : 65_536L;

        options.put(option, String.valueOf(other));
        configure(options);
        awaitQuiet();

        assertThat(configurer.getOptionValue(component, option, false)).isEqualTo(other);
    }

    static Stream<String> optionsOfTheComponentItself() throws IOException {
        try (InputStream metadata =
                AltinnBrokerComponent.class.getResourceAsStream("/META-INF/no/altinncamel/broker/altinn-broker.json")) {
            return new ObjectMapper()
                    .readTree(metadata).get("componentProperties").properties().stream()
                            .filter(option -> !option.getValue().has("configurationField"))
                            .map(Map.Entry::getKey)
                            .filter(option -> !option.equals("configuration"));
        }
    }

    /** The rate budget belongs to the context and outlives the routes. */
    @Test
    void aShareOfTheRateLimitsGrowsByAnEdit() throws Exception {
        Map<String, Object> options = options(altinn.service().sender());
        options.put("rateLimitShare", "0.2");
        configure(options);
        route("");
        assertThat(listCallsPerMinute()).isEqualTo(2);

        options.put("rateLimitShare", "0.8");
        configure(options);
        awaitQuiet();

        assertThat(listCallsPerMinute()).isEqualTo(8);
    }

    private int listCallsPerMinute() {
        camel.createProducerTemplate().requestBody("direct:list", "");
        return camel.getCamelContextExtension().getContextPlugin(RateBudget.class).snapshot().stream()
                .filter(usage -> usage.operation().equals("list"))
                .findFirst()
                .orElseThrow()
                .limit();
    }

    @Test
    void ofTwoEditsAtOnceTheLastOneCounts() throws Exception {
        configure(options(altinn.service().sender()));
        route("");
        AltinnAccount last = altinn.emulator().addAccount("310332216", "altinn:broker.read");

        configure(options(altinn.service().recipient()));
        configure(options(last));

        awaitClient(last);
    }

    @Test
    void anEditBeforeTheContextRunsCountsToo() throws Exception {
        configure(options(altinn.service().sender()));
        camel.getEndpoint("altinn-broker:my-resource?operation=list");

        configure(options(altinn.service().recipient()));
        route("");

        awaitClient(altinn.service().recipient());
    }

    @Test
    void wrongValuesChangeNothing() throws Exception {
        configure(options(altinn.service().sender()));
        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        Map<String, Object> wrong = options(altinn.service().recipient());
        wrong.put("maxConnections", "0");

        configure(wrong);
        route("");

        assertThat(component.getConfiguration().getMaxConnections()).isPositive();
        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());
    }

    @Test
    void whatIsWrongFromTheStartIsSaidWhereItIsUsed() throws Exception {
        Map<String, Object> wrong = options(altinn.service().sender());
        wrong.put("environment", "TT03");
        configure(wrong);

        assertThatThrownBy(() -> camel.getComponent("altinn-broker"))
                .rootCause()
                .hasMessage(
                        "Wrong configuration of component altinn-broker. test.cfg: environment: 'TT03' is not one of TT02,"
                                + " PRODUCTION");

        configure(options(altinn.service().sender()));
        route("");
        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());
    }

    @Test
    void optionsThatContradictAnUriChangeNothing() throws Exception {
        configure(options(altinn.service().sender()));
        route("&consumerOrganization=314244370");
        Map<String, Object> contradiction = options(altinn.service().recipient());
        contradiction.put("systemUserOrganization", "310332216");

        configure(contradiction);
        awaitQuiet();

        AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
        assertThat(component.getConfiguration().getClientId())
                .isEqualTo(altinn.service().sender().clientId());
        assertThat(component.getConfiguration().getSystemUserOrganization()).isNull();
    }

    /** Routes that do not start with what is new start with what was. */
    @Test
    void aKeyThatCannotBeReadChangesNothing() throws Exception {
        configure(options(altinn.service().sender()));
        route("");
        Map<String, Object> missing = options(altinn.service().recipient());
        missing.put("privateKeyResource", "file:" + folder.resolve("missing.jwk"));

        configure(missing);
        awaitQuiet();

        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());
    }

    @Test
    void aConfigurationThatIsRemovedStaysWithWhatRuns() throws Exception {
        configure(options(altinn.service().sender()));
        route("");

        configured.unconfigure();

        assertThat(clientOfTheNextCall()).isEqualTo(altinn.service().sender().clientId());
    }

    @Test
    void contextsThatAreStoppedAreForgotten() throws Exception {
        configure(options(altinn.service().sender()));
        route("");

        camel.stop();

        assertThat(configured.isUsed()).isFalse();
    }

    /** Waits until the thread that tried the last configuration is done. */
    private void awaitQuiet() {
        await().atMost(LONG).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("AltinnBrokerConfiguration")));
    }
}
