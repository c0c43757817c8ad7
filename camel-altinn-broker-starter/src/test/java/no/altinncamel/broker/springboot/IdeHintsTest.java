package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.AltinnBrokerComponent;

/**
 * What IDEs know of the properties beside their types: defaults, which are the component's own, and values to choose from.
 * {@code -Ddocs.update=true} makes the file anew.
 */
class IdeHintsTest {

    private static final Path FILE =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** From the largest to the smallest. */
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
    }

    private static JsonNode componentOptions() throws IOException {
        try (InputStream in =
                AltinnBrokerComponent.class.getResourceAsStream("/META-INF/no/altinncamel/broker/altinn-broker.json")) {
            return JSON.readTree(in).get("componentProperties");
        }
    }

    private static String property(String option) {
        return OptionBinding.property(AltinnBrokerComponentProperties.PREFIX, option);
    }

    private static JsonNode expected() throws IOException {
        ObjectNode metadata = JSON.createObjectNode();
        var properties = metadata.putArray("properties");
        componentOptions().properties().forEach(option -> {
            JsonNode value = option.getValue().get("defaultValue");
            if (value != null) {
                ObjectNode property = properties.addObject().put("name", property(option.getKey()));
                property.set(
                        "defaultValue",
                        option.getValue().get("type").asText().equals("duration")
                                ? JSON.getNodeFactory().textNode(duration(value.asLong()))
                                : value);
            }
        });
        // Camel's own class, which they come from, does not describe them
        described(
                properties.addObject(),
                "enabled",
                "Whether the properties of altinn-broker and of named components are used.");
        described(
                properties.addObject(),
                "customizer.enabled",
                "Whether the properties of altinn-broker itself are used; named components do not ask.");
        var hints = metadata.putArray("hints");
        values(hints.addObject(), "proxyScheme", "http", "https");
        any(values(
                hints.addObject(),
                "scopes",
                "altinn:broker.write",
                "altinn:broker.read",
                "altinn:broker.read altinn:broker.write"));
        any(values(
                hints.addObject(), "maskinportenIssuer", "https://test.maskinporten.no/", "https://maskinporten.no/"));
        handledAs(hints.addObject(), "privateKeyResource", "org.springframework.core.io.Resource");
        handledAs(hints.addObject(), "fallbackPrivateKeyResource", "org.springframework.core.io.Resource");
        handledAs(hints.addObject(), "filterReference", "java.util.regex.Pattern");
        return metadata;
    }

    private static void described(ObjectNode property, String name, String description) {
        property.put("name", property(name)).put("defaultValue", true).put("description", description);
    }

    private static String duration(long millis) {
        return UNITS.entrySet().stream()
                .filter(unit -> millis % unit.getValue().toMillis() == 0)
                .map(unit -> millis / unit.getValue().toMillis() + unit.getKey())
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode values(ObjectNode hint, String option, String... values) {
        var list = hint.put("name", property(option)).putArray("values");
        List.of(values).forEach(value -> list.addObject().put("value", value));
        return hint;
    }

    /** Others are right, too. */
    private static void any(ObjectNode hint) {
        hint.putArray("providers").addObject().put("name", "any");
    }

    private static void handledAs(ObjectNode hint, String option, String type) {
        ObjectNode provider =
                hint.put("name", property(option)).putArray("providers").addObject();
        provider.put("name", "handle-as").putObject("parameters").put("target", type);
    }

    @Test
    void theFileHasTheComponentsDefaultsAndValues() throws IOException {
        String expected = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(expected()) + "\n";
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(FILE, expected);
        }
        assertThat(FILE).content().as("make it anew with -Ddocs.update=true").isEqualTo(expected);
    }

    @Test
    void theMetadataOfTheJarHasThem() throws IOException {
        JsonNode metadata;
        try (InputStream in = AltinnBrokerComponentProperties.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json")) {
            metadata = JSON.readTree(in);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata.get("properties")) {
            names.add(property.get("name").asText());
            if (property.get("name").asText().equals(property("failureBackoff"))) {
                assertThat(property.get("defaultValue").asText()).isEqualTo("1m");
                assertThat(property.get("type").asText()).isEqualTo(Duration.class.getName());
            }
        }
        expected().get("properties").forEach(property -> assertThat(names)
                .containsOnlyOnce(property.get("name").asText()));
        expected().get("hints").forEach(hint -> assertThat(names)
                .contains(hint.get("name").asText()));
        assertThat(metadata.get("hints")).hasSize(expected().get("hints").size());
    }
}
