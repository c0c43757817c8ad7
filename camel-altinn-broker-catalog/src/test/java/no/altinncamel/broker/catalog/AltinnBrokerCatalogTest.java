package no.altinncamel.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.AltinnBrokerComponent;

/** What a tool learns of the component through Camel's catalog. */
class AltinnBrokerCatalogTest {

    private final CamelCatalog catalog = AltinnBrokerCatalog.addTo(new DefaultCamelCatalog());

    @Test
    void theComponentIsListedWithItsArtifactAndClass() throws Exception {
        assertThat(catalog.findComponentNames()).contains("altinn-broker", "file");
        ComponentModel component = catalog.componentModel("altinn-broker");
        assertThat(component.getGroupId()).isEqualTo("no.altinncamel");
        assertThat(component.getArtifactId()).isEqualTo("camel-altinn-broker");
        assertThat(component.getJavaType()).isEqualTo(AltinnBrokerComponent.class.getName());
    }

    @Test
    void itIsTheMetadataOfTheComponent() throws Exception {
        try (InputStream json =
                AltinnBrokerComponent.class.getResourceAsStream("/META-INF/no/altinncamel/broker/altinn-broker.json")) {
            assertThat(AltinnBrokerCatalog.json()).isEqualTo(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyOptionAndHeaderHasWhatAToolShows() {
        ComponentModel component = catalog.componentModel("altinn-broker");
        assertThat(component.getEndpointOptions())
                .hasSizeGreaterThan(80)
                .allSatisfy(AltinnBrokerCatalogTest::isComplete);
        assertThat(component.getComponentOptions())
                .hasSizeGreaterThan(80)
                .allSatisfy(AltinnBrokerCatalogTest::isComplete);
        assertThat(component.getEndpointHeaders())
                .hasSizeGreaterThan(20)
                .allSatisfy(AltinnBrokerCatalogTest::isComplete);
        assertThat(component.getEndpointOptions())
                .filteredOn(option ->
                        option.getName().matches("privateKey|privateKeyPassword|keyPassword|subscriptionSecret"))
                .hasSize(4)
                .allMatch(BaseOptionModel::isSecret);
    }

    private static void isComplete(BaseOptionModel option) {
        assertThat(option.getName()).isNotBlank();
        assertThat(option.getDescription()).as(option.getName()).isNotBlank();
        assertThat(option.getJavaType()).as(option.getName()).isNotBlank();
        assertThat(option.getGroup()).as(option.getName()).isNotBlank();
        if ("enum".equals(option.getType())) {
            assertThat(option.getEnums()).as(option.getName()).isNotEmpty();
        }
    }

    @Test
    void aUriIsMadeOfOptionsAndTakenApartAgain() throws Exception {
        Map<String, String> options = Map.of("resourceId", "my-resource", "confirm", "manual", "delay", "30000");
        String uri = catalog.asEndpointUri("altinn-broker", options, false);

        assertThat(uri).isEqualTo("altinn-broker:my-resource?confirm=manual&delay=30000");
        assertThat(catalog.endpointProperties(uri)).isEqualTo(options);
    }

    @Test
    void goodUrisAreValidAndFaultsAreNamed() {
        assertThat(catalog.validateEndpointProperties(
                                "altinn-broker:my-resource?sender=310332216&recipients=314244370&property.kind=letter")
                        .isSuccess())
                .isTrue();

        EndpointValidationResult wrong = catalog.validateEndpointProperties(
                "altinn-broker:my-resource?confrm=manual&uploadMode=pigeon&maxAttempts=many&waitForPublication=perhaps");
        assertThat(wrong.getUnknown()).containsExactly("confrm");
        assertThat(wrong.getInvalidEnum()).containsOnlyKeys("uploadMode");
        assertThat(wrong.getInvalidInteger()).containsOnlyKeys("maxAttempts");
        assertThat(wrong.getInvalidBoolean()).containsOnlyKeys("waitForPublication");
    }

    @Test
    void optionsOfTheOtherSideAreFound() {
        assertThat(catalog.validateEndpointProperties("altinn-broker:my-resource?sender=310332216", false, true, false)
                        .getNotConsumerOnly())
                .containsExactly("sender");
        assertThat(catalog.validateEndpointProperties("altinn-broker:my-resource?confirm=never", false, false, true)
                        .getNotProducerOnly())
                .containsExactly("confirm");
    }

    @Test
    void propertiesOfCamelMainAreValidated() {
        assertThat(validated("camel.component.altinn-broker.clientId=a-client").isSuccess())
                .isTrue();
        ConfigurationPropertiesValidationResult wrong = validated("camel.component.altinn-broker.clientIdd=a-client");
        assertThat(wrong.getUnknown()).containsExactly("camel.component.altinn-broker.clientIdd");
    }

    private ConfigurationPropertiesValidationResult validated(String line) {
        return catalog.validateConfigurationProperty(line);
    }

    /** These are found without being added, where this jar is on the class path of the catalog. */
    @Test
    void theDataTypeTransformerAndTheDevConsoleAreDescribed() {
        assertThat(catalog.transformerModel("altinn-broker:application-cloudevents")
                        .getArtifactId())
                .isEqualTo("camel-altinn-broker");
        assertThat(catalog.devConsoleModel("altinn-broker").getArtifactId()).isEqualTo("camel-altinn-broker");
    }
}
