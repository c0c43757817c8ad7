package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever looks for an exception, a code or a hint in the manual finds it there, word for word. */
class ErrorsDocumentTest {

    private static final Path SOURCES = Path.of("src/main/java/no/altinncamel/broker");
    private static final Path STARTER = Path.of("../camel-altinn-broker-starter/src/main/java");
    private static final Path PAGE = Path.of("../docs/errors.md");
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final String LITERAL = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern TEXT = Pattern.compile(LITERAL);
    private static final Pattern FAULT =
            Pattern.compile("\\b(?:failure|lost|unusable|withHint|withCause)\\(\\s*" + LITERAL);
    private static final Pattern CODE = Pattern.compile("\"((?:BRO|MP)-\\d+)\"");
    private static final Pattern EXCEPTION = Pattern.compile("(?m)^public (?:final )?class (\\w+Exception)\\b");
    /** What is shorter stands between two values, such as "for" or a unit. */
    private static final int SHORTEST = 9;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client/auth/TokenHints.java",
                "client/BrokerHints.java",
                "client/BrokerFailures.java",
                "client/UploadFailedException.java"
            })
    void thePageHasEveryTextOfTheseSources(String source) throws IOException {
        assertOnPage(texts(TEXT, source(SOURCES.resolve(source))), 8);
    }

    @Test
    void thePageHasEveryOtherFaultAndHint() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files(SOURCES)) {
            texts.addAll(texts(FAULT, source(file)));
        }
        assertOnPage(texts, 10);
    }

    @Test
    void thePageHasEveryCode() throws IOException {
        assertThat(named(CODE, SOURCES))
                .hasSizeGreaterThan(30)
                .isSubsetOf(found(Pattern.compile("((?:BRO|MP)-\\d+)"), Files.readString(PAGE)));
    }

    @Test
    void thePageHasEveryPublicException() throws IOException {
        Set<String> exceptions = named(EXCEPTION, SOURCES);
        exceptions.addAll(named(EXCEPTION, STARTER));

        assertThat(exceptions)
                .hasSizeGreaterThan(10)
                .isSubsetOf(found(Pattern.compile("`(\\w+Exception)`"), Files.readString(PAGE)));
    }

    private static void assertOnPage(List<String> texts, int least) throws IOException {
        String page = words(Files.readString(PAGE));
        assertThat(texts).hasSizeGreaterThanOrEqualTo(least);
        assertThat(texts.stream().filter(text -> !page.contains(text)))
                .as("in the code, but not in docs/errors.md")
                .isEmpty();
    }

    /** The texts between the values that a message is made with. */
    private static List<String> texts(Pattern pattern, String source) {
        return pattern.matcher(source)
                .results()
                .map(text -> words(text.group(1)))
                .map(text -> text.replaceAll("^- |:$", ""))
                .filter(text -> text.length() >= SHORTEST)
                .toList();
    }

    private static Set<String> named(Pattern pattern, Path root) throws IOException {
        Set<String> names = found(pattern, "");
        for (Path file : files(root)) {
            names.addAll(found(pattern, Files.readString(file)));
        }
        return names;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    private static String source(Path file) throws IOException {
        return CONCATENATION.matcher(Files.readString(file)).replaceAll("");
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Lower case, without emphasis and with single blanks: how a text is laid out does not matter. */
    private static String words(String text) {
        return text.replaceAll("[*`]", "").replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
