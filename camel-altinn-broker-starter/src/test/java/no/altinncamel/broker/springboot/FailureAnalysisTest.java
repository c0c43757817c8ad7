package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import no.altinncamel.broker.AltinnBrokerComponent;

/** What an application says that does not start: fault, mend and the property, and no secret. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    private static final String PREFIX = "camel.component.altinn-broker.";
    private static final String NORTH = PREFIX + "named.north.";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:list").to("{{uri}}");
                }
            };
        }

        @Bean
        AltinnBrokerComponent south() {
            return new AltinnBrokerComponent();
        }

        @Bean
        String claims() {
            return "no repository";
        }
    }

    private static void assertFailure(String uri, String... properties) {
        List<String> all =
                new ArrayList<>(List.of("uri=" + uri, "logging.level.root=WARN", "spring.main.banner-mode=off"));
        all.addAll(List.of(properties));
        assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new))
                .close());
    }

    private static String action(CapturedOutput output) {
        assertThat(output).contains("APPLICATION FAILED TO START", "Action:");
        return output.getOut().substring(output.getOut().lastIndexOf("Action:"));
    }

    @Test
    void aFaultOfANamedComponentNamesItsProperty(CapturedOutput output) {
        assertFailure(
                "north:my-resource?operation=list",
                NORTH + "environment=TT02",
                NORTH + "private-key-resource=file:key.jwk",
                NORTH + "sender=12");

        assertThat(output).contains("(north:my-resource)", "sender: '12' is not an organisation number");
        assertThat(action(output))
                .contains(NORTH + "client-id: set the client id", NORTH + "sender: write nine digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"northSouth", "north-south"})
    void theNameMayHaveAnyForm(String component, CapturedOutput output) {
        String prefix = PREFIX + "named." + component + ".";
        assertFailure(component + ":my-resource?operation=list", prefix + "environment=TT02", prefix + "sender=12");

        assertThat(action(output)).contains("in the application's properties", prefix + "sender: write nine digits");
    }

    /** A bean of the application, say: its options are no properties. */
    @Test
    void aFaultOfAnyOtherComponentNamesNoProperty(CapturedOutput output) {
        assertFailure("south:my-resource?operation=list");

        assertThat(action(output)).contains("clientId: set the client id").doesNotContain(PREFIX);
    }

    @Test
    void optionsThatOnlyAUriHasAreNoProperties(CapturedOutput output) {
        assertFailure(
                "altinn-broker:a:b?operation=list&property.long=" + "x".repeat(3001),
                PREFIX + "environment=TT02",
                PREFIX + "client-id=c",
                PREFIX + "private-key-resource=file:key.jwk");

        assertThat(action(output))
                .contains("    resourceId: write altinn-broker:my-resource", PREFIX + "properties.long: use 1 to 3000")
                .doesNotContain(PREFIX + "resource-id", PREFIX + "property");
    }

    @ParameterizedTest
    @ValueSource(strings = {"altinn-broker", "north"})
    void aKeyThatCannotBeReadIsNamed(String component, CapturedOutput output) {
        String prefix = component.equals("north") ? NORTH : PREFIX;
        assertFailure(
                component + ":my-resource?operation=list",
                prefix + "environment=TT02",
                prefix + "client-id=c",
                prefix + "private-key-resource=file:no-such-key.jwk");

        assertThat(output).contains("privateKeyResource: it does not hold a usable key: 'file:no-such-key.jwk'");
        assertThat(action(output)).contains(prefix + "private-key-resource: ");
    }

    @Test
    void aWrongReferenceIsNamed(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "idempotent-repository=#bean:clams");

        assertThat(output).contains(PREFIX + "idempotent-repository cannot be used: there is no bean 'clams'");
        assertThat(action(output)).contains("org.apache.camel.spi.IdempotentRepository");
    }

    @Test
    void aBeanOfAnotherTypeIsNamed(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "idempotent-repository=#bean:claims");

        assertThat(output)
                .contains(
                        PREFIX + "idempotent-repository cannot be used: the bean 'claims' is no IdempotentRepository");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "#class:no.altinncamel.broker.springboot.FailureAnalysisTest$Locked"
                        + "| the bean cannot be made (java.lang.UnsupportedOperationException)",
                "#class:no.such.Repository | the bean cannot be made (java.lang.ClassNotFoundException)",
                "#class:java.lang.Object | the bean is no IdempotentRepository",
                "#type:org.apache.camel.spi.IdempotentRepository"
                        + "| the bean cannot be found (org.apache.camel.NoSuchBeanTypeException)"
            })
    void aBeanThatCannotBeMadeIsNamedAsSuch(String value, String fault, CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "idempotent-repository=" + value);

        assertThat(output)
                .contains(PREFIX + "idempotent-repository cannot be used: " + fault)
                .doesNotContain("shown-secret");
    }

    @Test
    void aReferenceInAPlaceholderIsNamedWhenTheBeanIsMissing(CapturedOutput output) {
        assertFailure(
                "altinn-broker:my-resource?operation=list",
                PREFIX + "idempotent-repository=#bean:{{my.claims}}",
                "my.claims=clams");

        assertThat(output).contains(PREFIX + "idempotent-repository cannot be used: there is no bean 'clams'");
    }

    /** Cannot be made. */
    public static class Locked extends MemoryIdempotentRepository {

        public Locked() {
            throw new UnsupportedOperationException("shown-secret");
        }
    }

    @Test
    void aNumberThatIsTooSmallIsNamed(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "max-bytes-per-second=-1");

        assertThat(output).contains(PREFIX + "max-bytes-per-second cannot be used: ", "-1 is too small");
    }

    /** A key that was put into the wrong property, or into one that does not exist. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    signing-key          | {"d":"shown-secret"}
                    key-store-parameters | {"d":"shown-secret"}
                    signing-key          | #{"d":"shown-secret"}
                    signing-key          | #class:shown-secret
                    token-provider       | {{shown-secret}}
                    privat-key           | {"d":"shown-secret"}
                    named.north.privat-key | {"d":"shown-secret"}
                    private-key-resource | {"d":"shown-secret"}
                    certificate-chain    | {"d":"shown-secret"}
                    environment          | {"d":"shown-secret"}
                    proxy-port           | shown-secret
                    failure-backoff      | {"d":"shown-secret"}
                    bridge-error-handler | {"d":"shown-secret"}
                    named.north.max-connections | shown-secret
                    platform-url         | {"d":"shown-secret"}
                    maskinporten-issuer  | {"d":"shown-secret"}
                    token-endpoint       | {"d":"shown-secret"}
                    sender               | {"d":"shown-secret"}
                    recipients           | {"kty":"RSA","d":"shown-secret"}
                    """)
    void noValueIsShown(String property, String value, CapturedOutput output) {
        assertFailure(
                "altinn-broker:my-resource?operation=list",
                PREFIX + "client-id=c",
                property.equals("environment") ? NORTH + "client-id=c" : PREFIX + "environment=TT02",
                PREFIX + property + "=" + value);

        assertThat(output).contains("APPLICATION FAILED TO START", PREFIX + property);
        assertThat(output.getAll()).doesNotContain("shown-secret");
    }

    @Test
    void aValueThatIsNoNumberIsNamedWithItsOrigin(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", NORTH + "max-connections=many");

        assertThat(output)
                .contains(
                        NORTH + "max-connections cannot be used: ",
                        "its value is no Integer",
                        "Origin: ",
                        "commandLineArgs");
    }

    @Test
    void thePossibleValuesAreNamed(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "environment=TT03");

        assertThat(output).contains(PREFIX + "environment cannot be used: ");
        assertThat(action(output)).contains("use one of TT02, PRODUCTION");
    }

    /** As other starters of Camel have it. */
    @Test
    void nestedOptionsAreCorrected(CapturedOutput output) {
        assertFailure("altinn-broker:my-resource?operation=list", PREFIX + "configuration.client-id=c");

        assertThat(output).contains(PREFIX + "configuration.client-id");
        assertThat(action(output)).contains("write " + PREFIX + "client-id");
    }
}
