package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever looks for the hint of a failure in the manual finds it there, word for word. */
class HintsInDocumentsTest {

    private static final Path SOURCES = Path.of("src/main/java/no/altinncamel/broker/client");
    private static final Path PAGE = Path.of("../docs/authentication.md");
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** What is shorter stands between two values, such as "for" or a unit. */
    private static final int SHORTEST = 9;

    @ParameterizedTest
    @ValueSource(strings = {"auth/TokenHints.java", "BrokerHints.java"})
    void thePageHasEveryHintAndEveryCode(String source) throws IOException {
        String page = words(Files.readString(PAGE));
        List<String> hints = hints(Files.readString(SOURCES.resolve(source)));

        assertThat(hints).hasSizeGreaterThan(20);
        assertThat(hints)
                .allSatisfy(hint -> assertThat(page.contains(hint)).as(hint).isTrue());
    }

    /** The texts between the values that a hint is made with, and the codes. */
    private static List<String> hints(String source) {
        List<String> hints = new ArrayList<>();
        Matcher literal = LITERAL.matcher(CONCATENATION.matcher(source).replaceAll(""));
        while (literal.find()) {
            String text = words(literal.group(1));
            if (text.length() >= SHORTEST || text.matches("(mp|bro)-\\d+")) {
                hints.add(text);
            }
        }
        return hints;
    }

    /** Lower case, without emphasis and with single blanks: how a text is laid out does not matter. */
    private static String words(String text) {
        return text.replaceAll("[*`]", "").replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
