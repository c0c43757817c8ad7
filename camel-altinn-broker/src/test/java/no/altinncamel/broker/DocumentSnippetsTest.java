package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xml.sax.InputSource;

/** What the documents show in Java compiles, in other languages is well-formed, and names properties that there are. */
class DocumentSnippetsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(\\w+)\\n((?:.*\\n)*?) *```");
    private static final Pattern SOURCE = Pattern.compile("<!-- source: (\\S+) -->\\n```java\\n((?:.*\\n)*?)```");
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
    private static final Pattern OPTION =
            Pattern.compile("camel\\.component\\.altinn-broker\\.(?:named\\.[\\w-]+\\.)?([\\w-]+)(\\.\\S*)?");
    private static final Pattern BEAN_OPTION = Pattern.compile("camel\\.beans\\.\\w+\\.configuration\\.([\\w-]+)");
    /** They need other modules, whose own tests compile them. */
    private static final Set<String> ELSEWHERE = Set.of("dsl.md", "spring-boot.md");
    /** The starter's own. */
    private static final Set<String> STARTER_OPTIONS = Set.of("sslBundle", "customizer", "enabled");

    /** What the snippets speak of without saying where it is from. */
    private static final String CONTEXT =
            """
            package snippets;

            public final class Context {
                public static final no.altinncamel.emulator.AltinnExtension altinn = new no.altinncamel.emulator.AltinnExtension();
                public static org.apache.camel.CamelContext camelContext;
                public static org.apache.camel.ConsumerTemplate consumer;
                public static javax.sql.DataSource dataSource;
                public static io.micrometer.core.instrument.MeterRegistry meterRegistry;
                public static void store(java.io.InputStream in) throws java.io.IOException {}
                public static String fetch(no.altinncamel.broker.client.auth.Identity identity) { return null; }
                public static java.time.Instant expiry() { return null; }
            }
            """;

    private static final String IMPORTS =
            """
            import static snippets.Context.*;
            import com.nimbusds.jose.*;
            import com.nimbusds.jose.jwk.*;
            import com.nimbusds.jose.jwk.gen.*;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import no.altinncamel.broker.*;
            import no.altinncamel.broker.client.auth.*;
            import no.altinncamel.broker.client.http.RateBudget;
            import no.altinncamel.emulator.*;
            import no.altinncamel.emulator.control.*;
            import no.altinncamel.emulator.http.Operation;
            import org.apache.camel.*;
            import org.apache.camel.builder.*;
            import org.apache.camel.component.file.cluster.FileLockClusterService;
            import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
            import org.apache.camel.support.*;
            import org.junit.jupiter.api.extension.RegisterExtension;
            """;

    private record Snippet(Path document, String language, String text) {}

    @TempDir
    private Path folder;

    @Test
    void theJavaCompiles() throws IOException {
        List<String> sources = new ArrayList<>();
        sources.add(write("Context.java", CONTEXT));
        int number = 0;
        for (Snippet snippet : snippets("java")) {
            boolean elsewhere =
                    ELSEWHERE.contains(snippet.document().getFileName().toString())
                            || snippet.text().contains("springframework");
            if (!elsewhere) {
                sources.add(write(snippet, ++number));
            }
        }
        assertThat(sources).hasSizeGreaterThan(20);

        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-cp", classPath, "-d", folder.resolve("classes").toString()));
        arguments.addAll(sources);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));
        assertThat(result).as(errors.toString()).isZero();
    }

    private String write(Snippet snippet, int number) throws IOException {
        String page = snippet.document().getFileName().toString().replaceAll("\\W", "_");
        String text = snippet.text().replace("…", "/* … */");
        Matcher unit = CLASS.matcher(text);
        if (unit.find()) {
            boolean complete = text.contains("package ");
            return write(
                    page + (complete ? number : "") + "/" + unit.group(1) + ".java",
                    complete ? text : "package " + page + ";\n" + (text.contains("import ") ? "" : IMPORTS) + text);
        }
        String name = "Snippet" + number;
        boolean members = text.contains("@RegisterExtension");
        return write(
                page + "/" + name + ".java",
                "package " + page + ";\n" + IMPORTS + "public class " + name + " extends RouteBuilder {\n"
                        + (members ? text : "") + "public void configure() throws Exception {\n" + (members ? "" : text)
                        + "}}");
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    /** Otherwise they would be tested by nobody. */
    @Test
    void whatIsShownFromASourceIsTheSource() throws IOException {
        int shown = 0;
        for (Path document : documents()) {
            for (MatchResult block :
                    SOURCE.matcher(Files.readString(document)).results().toList()) {
                assertThat(block.group(2))
                        .as(document + " shows " + block.group(1))
                        .isEqualTo(Files.readString(ROOT.resolve(block.group(1))));
                shown++;
            }
        }
        assertThat(shown).isGreaterThan(2);
    }

    @Test
    void theYamlAndTheXmlAreWellFormed() throws Exception {
        List<Snippet> yaml = snippets("yaml");
        assertThat(yaml).isNotEmpty();
        for (Snippet snippet : yaml) {
            assertThat(new Load(LoadSettings.builder()
                                    .setLabel(snippet.document().toString())
                                    .build())
                            .loadAllFromString(snippet.text()))
                    .isNotEmpty();
        }
        List<Snippet> xml = snippets("xml");
        assertThat(xml).isNotEmpty();
        for (Snippet snippet : xml) {
            String text = "<snippets>" + snippet.text().replaceFirst("<\\?xml.*?\\?>", "") + "</snippets>";
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(text))))
                    .as(snippet.document().toString())
                    .isNotNull();
        }
    }

    @Test
    void everyPropertyExists() throws IOException {
        Set<String> options = new HashSet<>(STARTER_OPTIONS);
        Set<String> configuration = new HashSet<>();
        JsonNode metadata = ReferencePage.metadata();
        metadata.get("componentProperties").fieldNames().forEachRemaining(options::add);
        metadata.get("properties").fieldNames().forEachRemaining(configuration::add);
        List<String> unknown = new ArrayList<>();
        int found = 0;
        for (Snippet snippet : snippets("properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(snippet.text()));
            assertThat(properties).as(snippet.text()).isNotEmpty();
            for (String name : properties.stringPropertyNames()) {
                if (!isKnown(name, options, configuration)) {
                    unknown.add(snippet.document().getFileName() + ": " + name);
                }
                found++;
            }
        }
        assertThat(unknown).as("properties that do not exist").isEmpty();
        assertThat(found).isGreaterThan(30);
    }

    private static boolean isKnown(String property, Set<String> options, Set<String> configuration) {
        Matcher option = OPTION.matcher(property);
        if (option.matches()) {
            return options.contains(StringHelper.dashToCamelCase(option.group(1)));
        }
        Matcher bean = BEAN_OPTION.matcher(property);
        return !bean.matches() || configuration.contains(StringHelper.dashToCamelCase(bean.group(1)));
    }

    private static List<Snippet> snippets(String language) throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path document : documents()) {
            BLOCK.matcher(Files.readString(document))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .forEach(block -> snippets.add(
                            new Snippet(document, language, block.group(2).stripIndent())));
        }
        return snippets;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        for (String folder : List.of("docs", "examples", "benchmarks")) {
            if (Files.isDirectory(ROOT.resolve(folder))) {
                try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                    files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !file.toString().matches(".*/(target|node_modules)/.*"))
                            .forEach(documents::add);
                }
            }
        }
        return documents;
    }
}
