package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerEndpoint;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.http.Operation;

/** When components with names of their own are there, and how they are switched off. */
@ExtendWith(OutputCaptureExtension.class)
class NamedComponentsTest {

    private static final String NORTH = "camel.component.altinn-broker.named.north.";

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
        Lister lister() {
            return new Lister();
        }

        @Bean
        IdempotentRepository claims() {
            return MemoryIdempotentRepository.memoryIdempotentRepository();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Empty {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class SameName {

        @Bean
        AltinnBrokerComponent north() {
            return new AltinnBrokerComponent();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class FallbackName {

        @Bean("north-component")
        AltinnBrokerComponent north() {
            return new AltinnBrokerComponent();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class UnrelatedBean {

        @Bean
        String north() {
            return "no component";
        }
    }

    /** Camel injects while it makes the bean, before the application has started. */
    static class Lister {

        @Produce("north:{{resource}}?operation=list")
        private ProducerTemplate template;

        @EndpointInject("north:{{resource}}?operation=list")
        private Endpoint endpoint;
    }

    private static ConfigurableApplicationContext start(Class<?> application, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "resource=" + altinn.resourceId(),
                "logging.level.root=WARN",
                "spring.main.banner-mode=off",
                NORTH + "platform-url=" + altinn.platformUrl(),
                NORTH + "maskinporten-issuer=" + altinn.maskinportenIssuer(),
                NORTH + "token-endpoint=" + altinn.tokenEndpoint(),
                NORTH + "client-id=" + altinn.sender().clientId(),
                NORTH + "private-key=" + altinn.sender().privateJwk()));
        properties.addAll(List.of(more));
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(properties.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    @Test
    void aBeanGetsAnEndpointOfANamedComponentInjected() {
        try (ConfigurableApplicationContext application =
                start(Application.class, NORTH + "idempotent-repository=#bean:claims")) {
            Lister lister = application.getBean(Lister.class);
            altinn.recorder().clear();

            lister.template.requestBody("");

            assertThat(altinn.recorder().calls(Operation.LIST)).hasSize(1);
            AltinnBrokerComponent north =
                    application.getBean(CamelContext.class).getComponent("north", AltinnBrokerComponent.class);
            assertThat(((AltinnBrokerEndpoint) lister.endpoint).getComponent()).isSameAs(north);
            assertThat(north.getConfiguration().getIdempotentRepository())
                    .isSameAs(application.getBean(IdempotentRepository.class));
        }
    }

    /** Although nothing uses it. */
    @Test
    void aNamedComponentThatIsWrongStopsTheStart(CapturedOutput output) {
        assertThatThrownBy(() -> start(Empty.class, NORTH + "idempotent-repository=#bean:clams"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", NORTH + "idempotent-repository", "there is no bean 'clams'");
    }

    @ParameterizedTest
    @ValueSource(classes = {SameName.class, FallbackName.class})
    void aBeanOfTheSameNameStopsTheStart(Class<?> application, CapturedOutput output) {
        assertThatThrownBy(() -> start(application));

        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "The property " + NORTH.substring(0, NORTH.length() - 1) + " cannot be used",
                        "a bean 'north'",
                        "rename one of them");
    }

    @Test
    void aBeanThatIsNoComponentMayHaveTheSameName() {
        try (ConfigurableApplicationContext application = start(UnrelatedBean.class)) {
            assertThat(application
                            .getBean(CamelContext.class)
                            .getComponent("north", AltinnBrokerComponent.class)
                            .getConfiguration()
                            .getClientId())
                    .isEqualTo(altinn.sender().clientId());
        }
    }

    @Test
    void aNamedComponentThatIsSwitchedOffIsNotThere() {
        try (ConfigurableApplicationContext application = start(Empty.class, NORTH + "enabled=false")) {
            CamelContext context = application.getBean(CamelContext.class);

            assertThat(context.hasComponent("north")).isNull();
            assertThat(context.getComponent("north")).isNull();
        }
    }

    @Test
    void aNamedComponentHasNoCustomizer(CapturedOutput output) {
        assertThatThrownBy(() -> start(Empty.class, NORTH + "customizer.enabled=false"));

        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START", NORTH + "customizer.enabled", "use " + NORTH + "enabled=false");
    }

    @Test
    void theComponentStaysUnconfiguredWithoutItsCustomizer() {
        for (String customizer : List.of("camel.component.altinn-broker.customizer", "camel.component.customizer")) {
            try (ConfigurableApplicationContext application = start(
                    Empty.class,
                    customizer + ".enabled=false",
                    "camel.component.altinn-broker.client-id=some-client")) {
                AltinnBrokerComponent component = application
                        .getBean(CamelContext.class)
                        .getComponent("altinn-broker", AltinnBrokerComponent.class);

                assertThat(component.getConfiguration().getClientId()).isNull();
            }
        }
    }
}
