package no.altinncamel.broker.endpoint;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.builder.EndpointProducerBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AdvancedAltinnBrokerEndpointConsumerBuilder;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AdvancedAltinnBrokerEndpointProducerBuilder;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerBuilders;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerEndpointConsumerBuilder;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerEndpointProducerBuilder;
import no.altinncamel.broker.endpoint.AltinnBrokerEndpointBuilderFactory.AltinnBrokerHeaderNameBuilder;

/** The builders offer what the component's metadata tells: every option where it belongs, and every header. */
class BuilderOptionsTest {

    private static final JsonNode METADATA = metadata();

    @Test
    void consumersHaveTheOptionsOfConsumersAndNoOthers() {
        assertThat(methods(
                        AltinnBrokerEndpointConsumerBuilder.class, AdvancedAltinnBrokerEndpointConsumerBuilder.class))
                .isEqualTo(options("producer"));
    }

    @Test
    void producersHaveTheOptionsOfProducersAndNoOthers() {
        assertThat(methods(
                        AltinnBrokerEndpointProducerBuilder.class, AdvancedAltinnBrokerEndpointProducerBuilder.class))
                .isEqualTo(options("consumer"));
    }

    /** As text, which every option takes; it comes out under the option's own name. */
    @TestFactory
    Stream<DynamicTest> everyOptionOfAProducerReachesTheUri() {
        Map<String, Method> texts = new TreeMap<>();
        for (Class<?> builder :
                Set.of(AltinnBrokerEndpointProducerBuilder.class, AdvancedAltinnBrokerEndpointProducerBuilder.class)) {
            for (Method method : builder.getDeclaredMethods()) {
                if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == String.class) {
                    texts.put(method.getName(), method);
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(50);
        return texts.values().stream()
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> {
                    Object builder = StaticEndpointBuilders.altinnBroker("my-resource");
                    method.invoke(builder, "7");
                    assertThat(((EndpointProducerBuilder) builder).getRawUri())
                            .isEqualTo("altinn-broker://my-resource?" + method.getName() + "=7");
                }));
    }

    @Test
    void everyHeaderHasAName() throws Exception {
        Set<String> names = new TreeSet<>();
        AltinnBrokerHeaderNameBuilder builder = new AltinnBrokerBuilders() {}.altinnBroker();
        for (Method method : AltinnBrokerHeaderNameBuilder.class.getDeclaredMethods()) {
            if (method.getReturnType() == String.class) {
                names.add((String) method.invoke(builder));
            }
        }
        Set<String> headers = new TreeSet<>();
        METADATA.get("headers").fieldNames().forEachRemaining(headers::add);
        assertThat(names).isEqualTo(headers);
    }

    private static Set<String> methods(Class<?>... builders) {
        return Stream.of(builders)
                .flatMap(builder -> Stream.of(builder.getDeclaredMethods()))
                .map(Method::getName)
                .filter(name -> !Set.of("basic", "advanced").contains(name))
                .collect(toSet());
    }

    /** All options but those of the other side, and but the path. */
    private static Set<String> options(String other) {
        Set<String> options = new TreeSet<>();
        METADATA.get("properties").properties().forEach(option -> {
            boolean path = option.getValue().path("kind").asText().equals("path");
            String label = option.getValue().path("label").asText();
            if (!path && !Set.of(label.split(",")).contains(other)) {
                options.add(option.getKey());
            }
        });
        return options;
    }

    private static JsonNode metadata() {
        try (InputStream json =
                AltinnBrokerComponent.class.getResourceAsStream("/META-INF/no/altinncamel/broker/altinn-broker.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
