package no.altinncamel.broker.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the Kamelets offer is what the component has, and what a form needs to show it. */
class KameletPropertiesTest {

    private static final Set<String> FORM_TYPES = Set.of("string", "integer", "boolean");

    private final JsonNode options =
            read("/META-INF/no/altinncamel/broker/altinn-broker.json").get("properties");

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void eachPropertyIsAnOptionOfTheComponent(String kind) {
        properties(kind).properties().forEach(property -> {
            String name = property.getKey();
            JsonNode option = options.get(option(name));
            assertThat(option).as(name).isNotNull();
            String otherSide = kind.equals("source") ? "producer" : "consumer";
            assertThat(option.path("label").asText().split(",")).as(name).doesNotContain(otherSide);
            JsonNode definition = property.getValue();
            assertThat(definition.path("type").asText()).as(name).isEqualTo(formType(option));
            assertThat(definition.get("enum")).as(name).isEqualTo(option.get("enum"));
            assertThat(definition.path("format").asText().equals("password"))
                    .as(name + " is shown as a password")
                    .isEqualTo(option.path("secret").asBoolean());
            assertThat(definition.path("title").asText()).as(name).isNotBlank();
            assertThat(definition.path("description").asText()).as(name).isNotBlank();
            // a default here would win over what is set on the component
            assertThat(definition.has("default")).as(name).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void secretsAreMarkedAsCredentials(String kind) {
        assertThat(properties(kind).get("privateKey").get("x-descriptors"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "urn:alm:descriptor:com.tectonic.ui:password", "urn:camel:group:credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void eachPropertyIsHandedToTheComponent(String kind) {
        JsonNode from = kamelet(kind).at("/spec/template/from");
        JsonNode endpoint = kind.equals("source") ? from : from.at("/steps/0/to");

        assertThat(endpoint.get("uri").asText()).isEqualTo("altinn-broker:{{resourceId}}");
        Map<String, String> expected = new LinkedHashMap<>();
        properties(kind).fieldNames().forEachRemaining(name -> expected.put(option(name), "{{?" + name + "}}"));
        expected.remove("resourceId");
        Map<String, String> parameters = new LinkedHashMap<>();
        endpoint.get("parameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        assertThat(parameters).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void itSaysWhatItIsAndWhatItNeeds(String kind) {
        JsonNode kamelet = kamelet(kind);
        assertThat(kamelet.at("/metadata/name").asText()).isEqualTo("altinn-broker-" + kind);
        assertThat(kamelet.at("/metadata/labels")
                        .path("camel.apache.org/kamelet.type")
                        .asText())
                .isEqualTo(kind);
        assertThat(kamelet.at("/spec/definition/required"))
                .extracting(JsonNode::asText)
                .containsExactly("resourceId");
        assertThat(kamelet.at("/spec/dependencies"))
                .extracting(JsonNode::asText)
                .anySatisfy(dependency -> assertThat(dependency)
                        .matches("mvn:no\\.altinncamel:camel-altinn-broker:(\\d.*|@project.version@)"));
    }

    @Test
    void theHeadersThatItNamesAreThoseOfTheComponent() {
        JsonNode headers =
                read("/META-INF/no/altinncamel/broker/altinn-broker.json").get("headers");
        for (String path : List.of("/spec/dataTypes/out/headers", "/spec/dataTypes/in/headers")) {
            kamelet(path.contains("out") ? "source" : "sink")
                    .at(path)
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertThat(headers.has(name)).as(name).isTrue());
        }
    }

    /** Under its own name it would be set by an environment variable that many applications have: ENVIRONMENT. */
    private static String option(String property) {
        return property.equals("altinnEnvironment") ? "environment" : property;
    }

    private static String formType(JsonNode option) {
        String type = option.get("type").asText();
        return FORM_TYPES.contains(type) ? type : "string";
    }

    private static JsonNode properties(String kind) {
        return kamelet(kind).at("/spec/definition/properties");
    }

    private static JsonNode kamelet(String kind) {
        return read("/kamelets/altinn-broker-" + kind + ".kamelet.yaml");
    }

    private static JsonNode read(String resource) {
        try (InputStream stream = KameletPropertiesTest.class.getResourceAsStream(resource)) {
            if (resource.endsWith(".json")) {
                return new ObjectMapper().readTree(stream);
            }
            Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(stream);
            return new ObjectMapper().valueToTree(yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
