package no.altinncamel.broker;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Camel's own catalog finds no fault in any endpoint or property that the README, the manual and the examples show. */
class UrisInDocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern URI = Pattern.compile("altinn-broker:[A-Za-z{][^\\s\"'`<>)|]*");
    /** A variable between two texts, such as {@code "altinn-broker:" + resource + "?sender="}. */
    private static final Pattern JAVA_VARIABLE = Pattern.compile("\"\\s*\\+\\s*[\\w.()]+\\s*\\+\\s*\"");

    private static final Pattern JAVA_CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern PROPERTY =
            Pattern.compile("camel\\.component\\.altinn-broker\\.([A-Za-z][\\w.-]*)(?:=([^\\s`\"']*))?");
    private static final Pattern YAML_BLOCK = Pattern.compile("```ya?ml\\n(.*?)```", Pattern.DOTALL);
    /** The starter's own, which are no options of the component. */
    private static final Set<String> OF_THE_STARTER = Set.of("sslBundle", "enabled", "customizer.enabled");

    private static final DefaultCamelCatalog CATALOG = catalog();

    @TestFactory
    Stream<DynamicTest> everyUriIsValid() throws IOException {
        return documents().flatMap(document -> uris(read(document)).stream()
                .map(uri -> DynamicTest.dynamicTest(document.getFileName() + ": " + uri, () -> assertValid(uri))));
    }

    @TestFactory
    Stream<DynamicTest> everyPropertyIsAnOption() throws IOException {
        return documents().flatMap(document -> properties(document).entrySet().stream()
                .map(property ->
                        DynamicTest.dynamicTest(document.getFileName() + ": " + property.getKey(), () -> assertThat(
                                        fault(property.getKey(), property.getValue()))
                                .isNull())));
    }

    /** Endpoints of YAML routes whose options stand below {@code parameters}, Kamelets among them. */
    @TestFactory
    Stream<DynamicTest> everyEndpointInYamlIsValid() throws IOException {
        return documents().flatMap(document -> yaml(document).stream()
                .flatMap(yaml -> endpoints(yaml).stream())
                .map(endpoint -> DynamicTest.dynamicTest(
                        document.getFileName() + ": " + endpoint.get("uri"),
                        () -> assertThat(fault(endpoint)).isNull())));
    }

    @Test
    void aTypingErrorWouldBeFound() {
        EndpointValidationResult result = CATALOG.validateEndpointProperties(
                uris("\"altinn-broker:my-resource?confirm=sometimes\"\n + \"&sendr=310332216\"")
                        .get(0),
                true);
        assertThat(result.getUnknown()).containsExactly("sendr");
        assertThat(result.getInvalidEnum()).containsKey("confirm");
    }

    @Test
    void aWrongPropertyWouldBeFound() {
        assertThat(fault("clientId", "a-client")).isNull();
        assertThat(fault("named.north.client-id", "a-client")).isNull();
        assertThat(fault("client-idd", "a-client")).contains("clientIdd");
        assertThat(fault("confirm", "sometimes")).contains("sometimes");
        assertThat(properties(load("camel:\n  component:\n    altinn-broker:\n      client-idd: 1")))
                .containsOnlyKeys("client-idd");
    }

    @Test
    void aWrongParameterWouldBeFound() {
        String route = "- from:\n    uri: %s\n    parameters:\n      %s: 5\n";
        assertThat(fault(endpoints(load(route.formatted("altinn-broker:my-resource", "delay")))
                        .get(0)))
                .isNull();
        assertThat(fault(endpoints(load(route.formatted("altinn-broker:my-resource", "dely")))
                        .get(0)))
                .contains("dely");
        assertThat(fault(endpoints(load(route.formatted("kamelet:altinn-broker-source", "dely")))
                        .get(0)))
                .contains("dely");
    }

    private static void assertValid(String uri) {
        EndpointValidationResult result = CATALOG.validateEndpointProperties(uri, true);
        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    private static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path root : List.of(ROOT.resolve("README.md"), ROOT.resolve("docs"), ROOT.resolve("examples"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().matches(".*\\.(md|java|xml|ya?ml|properties|cfg)"))
                        .filter(file -> !file.toString().contains("target"))
                        .forEach(documents::add);
            }
        }
        return documents.stream();
    }

    private static List<String> uris(String document) {
        List<String> uris = new ArrayList<>();
        String joined = JAVA_CONCATENATION.matcher(document).replaceAll("");
        String text = JAVA_VARIABLE.matcher(joined).replaceAll("{{value}}").replace("&amp;", "&");
        Matcher matcher = URI.matcher(text);
        while (matcher.find()) {
            String uri = matcher.group().replaceAll("[.,;]+$", "");
            // prose such as altinn-broker:my-resource?option=value&… shows the form, not an option
            if (!uri.contains("…") && !uri.contains("option=value")) {
                uris.add(uri.endsWith("=") ? uri + "{{value}}" : uri);
            }
        }
        return uris;
    }

    /** Names below {@code camel.component.altinn-broker} with their values, if they stand beside them. */
    private static Map<String, String> properties(Path document) {
        Map<String, String> properties = PROPERTY.matcher(read(document))
                .results()
                .collect(toMap(
                        found -> found.group(1).replaceAll("\\.$", ""),
                        UrisInDocumentsTest::value,
                        (one, other) -> one));
        yaml(document).forEach(yaml -> properties.putAll(properties(yaml)));
        return properties;
    }

    private static String value(MatchResult property) {
        return property.group(2) == null ? "" : property.group(2).replaceAll("[.,;]+$", "");
    }

    private static Map<String, String> properties(Object yaml) {
        String prefix = "camel.component.altinn-broker.";
        Map<String, String> flat = new TreeMap<>();
        flatten("", yaml, flat);
        return flat.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private static void flatten(String path, Object yaml, Map<String, String> flat) {
        if (yaml instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(path.isEmpty() ? "" + key : path + "." + key, value, flat));
        } else {
            flat.put(path, String.valueOf(yaml));
        }
    }

    /** What is wrong with a property in camel-main's or Spring Boot's spelling; {@code null} if nothing is. */
    private static String fault(String property, String value) {
        String option = Pattern.compile("-([a-z])")
                .matcher(property.replaceFirst("^named\\.[^.]+\\.", ""))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        if (OF_THE_STARTER.contains(option) || property.matches("named\\.[^.]+")) {
            return null;
        }
        String given = value.isEmpty() || value.contains("{") ? "{{value}}" : value;
        var result = CATALOG.validateConfigurationProperty("camel.component.altinn-broker." + option + "=" + given);
        return result.isSuccess() ? null : result.summaryErrorMessage(false);
    }

    private static String fault(Map<String, String> endpoint) {
        String uri = endpoint.get("uri");
        Map<String, String> parameters = endpoint.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("uri"))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (uri.startsWith("kamelet:")) {
            Set<?> known = kameletProperties(uri.replaceAll("kamelet:|[/?].*", ""));
            return parameters.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .findFirst()
                    .orElse(null);
        }
        String[] parts = uri.split("[:?]");
        parameters.putIfAbsent("resourceId", parts.length > 1 ? parts[1] : "");
        EndpointValidationResult result = CATALOG.validateProperties("altinn-broker", parameters);
        return result.isSuccess() ? null : result.summaryErrorMessage(false);
    }

    private static Set<?> kameletProperties(String kamelet) {
        Object yaml = load(read(ROOT.resolve("camel-altinn-broker-kamelets/src/main/resources/kamelets")
                .resolve(kamelet + ".kamelet.yaml")));
        for (String key : List.of("spec", "definition", "properties")) {
            yaml = ((Map<?, ?>) yaml).get(key);
        }
        return ((Map<?, ?>) yaml).keySet();
    }

    /** Every endpoint of ours in YAML as its parameters and its {@code uri}. */
    private static List<Map<String, String>> endpoints(Object yaml) {
        List<Map<String, String>> endpoints = new ArrayList<>();
        if (yaml instanceof List<?> list) {
            list.forEach(element -> endpoints.addAll(endpoints(element)));
        } else if (yaml instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri && uri.matches("(kamelet:)?altinn-broker.*")) {
                Map<String, String> endpoint = new HashMap<>(Map.of("uri", uri));
                if (map.get("parameters") instanceof Map<?, ?> parameters) {
                    parameters.forEach((name, value) -> endpoint.put("" + name, "" + value));
                }
                endpoints.add(endpoint);
            }
            map.values().forEach(value -> endpoints.addAll(endpoints(value)));
        }
        return endpoints;
    }

    /** The file if it is YAML, else the YAML blocks in it, as far as they have to do with us. */
    private static List<Object> yaml(Path document) {
        String text = read(document);
        Stream<String> blocks = document.toString().matches(".*\\.ya?ml")
                ? Stream.of(text)
                : YAML_BLOCK.matcher(text).results().map(block -> block.group(1));
        return blocks.filter(block -> block.contains("altinn-broker"))
                .map(UrisInDocumentsTest::load)
                .toList();
    }

    private static Object load(String yaml) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(documents::add);
        return documents.size() == 1 ? documents.get(0) : documents;
    }

    private static DefaultCamelCatalog catalog() {
        DefaultCamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                UrisInDocumentsTest.class.getClassLoader().getResourceAsStream(ReferencePage.METADATA)) {
            catalog.addComponent(
                    "altinn-broker",
                    AltinnBrokerComponent.class.getName(),
                    new String(json.readAllBytes(), StandardCharsets.UTF_8));
            return catalog;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
