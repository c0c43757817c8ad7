package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Camel's own catalog finds no fault in any URI that the README, the manual and the examples show. */
class UrisInDocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern URI = Pattern.compile("altinn-broker:[A-Za-z{][^\\s\"'`<>)|]*");
    private static final Pattern JAVA_CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    @TestFactory
    Stream<DynamicTest> everyUriIsValid() throws IOException {
        CamelCatalog catalog = catalog();
        return documents().flatMap(document -> uris(document).stream()
                .map(uri -> DynamicTest.dynamicTest(document.getFileName() + ": " + uri, () -> {
                    EndpointValidationResult result = catalog.validateEndpointProperties(uri, true);
                    assertThat(result.isSuccess())
                            .as(result.summaryErrorMessage(false))
                            .isTrue();
                })));
    }

    @Test
    void aTypingErrorWouldBeFound() throws IOException {
        EndpointValidationResult result = catalog()
                .validateEndpointProperties("altinn-broker:my-resource?confirm=sometimes&sendr=310332216", true);
        assertThat(result.getUnknown()).containsExactly("sendr");
        assertThat(result.getInvalidEnum()).containsKey("confirm");
    }

    private static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path root : List.of(ROOT.resolve("README.md"), ROOT.resolve("docs"), ROOT.resolve("examples"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().matches(".*\\.(md|java|xml|yaml|properties)"))
                        .filter(file -> !file.toString().contains("target"))
                        .forEach(documents::add);
            }
        }
        return documents.stream();
    }

    private static List<String> uris(Path document) {
        List<String> uris = new ArrayList<>();
        String text = JAVA_CONCATENATION.matcher(read(document)).replaceAll("").replace("&amp;", "&");
        Matcher matcher = URI.matcher(text);
        while (matcher.find()) {
            String uri = matcher.group().replaceAll("[.,;]+$", "");
            // prose such as altinn-broker:my-resource?option=value&… shows the form, not an option
            if (!uri.contains("…") && !uri.contains("option=value")) {
                uris.add(uri.endsWith("=") ? uri + "00000000-0000-0000-0000-000000000000" : uri);
            }
        }
        return uris;
    }

    private static CamelCatalog catalog() throws IOException {
        CamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                UrisInDocumentsTest.class.getClassLoader().getResourceAsStream(ReferencePage.METADATA)) {
            catalog.addComponent(
                    "altinn-broker",
                    AltinnBrokerComponent.class.getName(),
                    new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
        return catalog;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
