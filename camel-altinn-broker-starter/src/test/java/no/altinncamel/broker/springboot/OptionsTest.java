package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.AltinnBrokerComponent;

/** The properties are the options that the component has, no more and no less. */
class OptionsTest {

    private static JsonNode read(Class<?> anchor, String resource) throws IOException {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyOptionOfTheComponentIsAPropertyAndNothingElseIs() throws Exception {
        JsonNode options = read(AltinnBrokerComponent.class, "/META-INF/no/altinncamel/broker/altinn-broker.json")
                .get("componentProperties");
        Set<String> names = new TreeSet<>();
        options.fieldNames().forEachRemaining(names::add);
        // a whole configuration object is for Java code
        names.remove("configuration");

        assertThat(Arrays.stream(AltinnBrokerComponentOptions.class.getDeclaredFields())
                        .filter(field -> !field.isSynthetic())
                        .map(Field::getName)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void everyPropertyIsDescribedInTheComponentsOwnWords() throws Exception {
        JsonNode options = read(AltinnBrokerComponent.class, "/META-INF/no/altinncamel/broker/altinn-broker.json")
                .get("componentProperties");
        String source = Files.readString(Path.of("src/main/java/"
                        + AltinnBrokerComponentOptions.class.getName().replace('.', '/') + ".java"))
                .replaceAll("\\s+\\*\\s+", " ");
        // a word that is broken at a hyphen has got a blank there
        String words = source.replaceAll("\\s+", "");

        options.fields().forEachRemaining(option -> {
            if (!option.getKey().equals("configuration")) {
                assertThat(words)
                        .as("what %s says of %s", AltinnBrokerComponentOptions.class.getSimpleName(), option.getKey())
                        .contains(option.getValue().get("description").asText().replaceAll("\\s+", ""));
            }
        });
    }

    @Test
    void everyPropertyIsDescribedForTheIde() throws Exception {
        JsonNode metadata = read(AltinnBrokerComponentProperties.class, "/META-INF/spring-configuration-metadata.json");
        Set<String> described = new TreeSet<>();
        metadata.get("properties").forEach(property -> {
            String name = property.get("name").asText();
            boolean ours = name.startsWith("camel.component.altinn-broker.");
            if (ours && property.hasNonNull("description")) {
                described.add(name.substring("camel.component.altinn-broker.".length()));
            }
        });

        assertThat(described).contains("ssl-bundle", "named");
        for (Field field : AltinnBrokerComponentOptions.class.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                assertThat(described)
                        .contains(field.getName()
                                .replaceAll("([a-z])([A-Z])", "$1-$2")
                                .toLowerCase(java.util.Locale.ROOT));
            }
        }
    }
}
