package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;

/** Applications that are configured by properties alone, against the emulator. */
@ExtendWith(OutputCaptureExtension.class)
class StarterTest {

    private static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

    @TempDir
    static Path folder;

    private static AltinnEmulator altinn;

    @BeforeAll
    static void startAltinn() {
        altinn = AltinnEmulator.start();
    }

    @AfterAll
    static void stopAltinn() {
        altinn.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:send")
                            .to(
                                    "altinn-broker:{{resource}}?recipients={{recipient}}&fileName=hello.txt&disableVirusScan=true");
                    from("altinn-inbox:{{resource}}?initialDelay=0&delay=3000")
                            .routeId("receive")
                            .process(exchange ->
                                    RECEIVED.add(exchange.getMessage().getBody(String.class)));
                }
            };
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    private static List<String> properties() throws Exception {
        List<String> properties = new ArrayList<>(List.of(
                "resource=" + altinn.resourceId(),
                "recipient=" + altinn.recipient().organization(),
                "logging.level.root=WARN",
                "spring.main.banner-mode=off"));
        properties.addAll(component("camel.component.altinn-broker.", altinn.sender()));
        properties.add("camel.component.altinn-broker.sender=" + altinn.sender().organization());
        properties.addAll(component("camel.component.altinn-broker.named.altinn-inbox.", altinn.recipient()));
        return properties;
    }

    private static List<String> component(String prefix, AltinnAccount account) throws Exception {
        Path key = folder.resolve(account.clientId() + ".jwk");
        Files.writeString(key, account.privateJwk());
        return List.of(
                prefix + "platform-url=" + altinn.platformUrl(),
                prefix + "maskinporten-issuer=" + altinn.maskinportenIssuer(),
                prefix + "token-endpoint=" + altinn.tokenEndpoint(),
                prefix + "client-id=" + account.clientId(),
                prefix + "private-key-resource=file:" + key,
                prefix + "retry-timeout=10s");
    }

    private static ConfigurableApplicationContext start(List<String> properties, String... more) {
        List<String> all = new ArrayList<>(properties);
        all.addAll(List.of(more));
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    @Test
    void anApplicationSendsAndReceivesByPropertiesAlone() throws Exception {
        try (ConfigurableApplicationContext application = start(properties())) {
            application.getBean(ProducerTemplate.class).sendBody("direct:send", "hello");

            assertThat(RECEIVED.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(application.getBean(MeterRegistry.class).getMeters())
                    .anyMatch(meter -> meter.getId().getName().equals("altinn.broker.received.files"));
        }
    }

    @Test
    void everyKindOfPropertyArrives() throws Exception {
        try (ConfigurableApplicationContext application = start(
                properties(),
                "camel.component.altinn-broker.failure-backoff=90s",
                "camel.component.altinn-broker.confirm=manual",
                "camel.component.altinn-broker.rate-limit-share=0.5",
                "camel.component.altinn-broker.max-attempts=3",
                "camel.component.altinn-broker.disable-virus-scan=true",
                "camel.component.altinn-broker.properties.type=invoice",
                "camel.component.altinn-broker.health-check-producer-enabled=false")) {
            AltinnBrokerComponent component =
                    application.getBean(CamelContext.class).getComponent("altinn-broker", AltinnBrokerComponent.class);

            assertThat(component.getConfiguration().getFailureBackoff())
                    .isEqualTo(Duration.ofSeconds(90).toMillis());
            assertThat(component.getConfiguration().getConfirm()).hasToString("manual");
            assertThat(component.getConfiguration().getRateLimitShare()).isEqualTo(0.5);
            assertThat(component.getConfiguration().getMaxAttempts()).isEqualTo(3);
            assertThat(component.getConfiguration().isDisableVirusScan()).isTrue();
            assertThat(component.getConfiguration().getProperties()).containsEntry("type", "invoice");
            assertThat(component.isHealthCheckProducerEnabled()).isFalse();
            assertThat(component.getConfiguration().getClientId())
                    .isEqualTo(altinn.sender().clientId());
        }
    }

    @Test
    void aPropertyThatDoesNotExistIsNamedAndStopsTheStart(CapturedOutput output) {
        assertThatThrownBy(() -> start(properties(), "camel.component.altinn-broker.cleint-id=x"));
        assertThat(output).contains("APPLICATION FAILED TO START", "camel.component.altinn-broker.cleint-id");
    }

    @Test
    void aMissingPropertyIsNamedWithTheMend(CapturedOutput output) throws Exception {
        List<String> properties = properties();
        properties.removeIf(property -> property.startsWith("camel.component.altinn-broker.client-id"));

        assertThatThrownBy(() -> start(properties));
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "clientId: it is missing",
                        "camel.component.altinn-broker.client-id: set the client id of your Maskinporten client");
    }

    @Test
    void aWrongValueIsNamedWithTheMend(CapturedOutput output) throws Exception {
        List<String> properties = properties();
        properties.removeIf(property -> property.startsWith("camel.component.altinn-broker.sender"));

        assertThatThrownBy(() -> start(properties, "camel.component.altinn-broker.sender=12345"));
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "'12345' is not an organisation number", "write nine digits");
    }

    @Test
    void anUnknownSslBundleIsNamed(CapturedOutput output) {
        assertThatThrownBy(() -> start(properties(), "camel.component.altinn-broker.ssl-bundle=nowhere"));
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "camel.component.altinn-broker.ssl-bundle",
                        "there is no SSL bundle 'nowhere'");
    }
}
