package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The page of versions has the versions that the matrix runs, and what it leaves out. */
class CompatibilityDocumentTest {

    private static final Path MATRIX = Path.of("..", "matrix");
    private static final String PAGE = "docs/compatibility.md";

    private static List<Path> cells() throws IOException {
        try (Stream<Path> files = Files.walk(MATRIX, 3)) {
            return files.filter(file -> file.endsWith("left-out.txt"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..").resolve(PAGE));
    }

    private static Optional<String> property(Path cell, String name) throws IOException {
        return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</")
                .matcher(Files.readString(cell.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .findFirst();
    }

    /** How the line of a cell begins. */
    private static String line(Path cell) throws IOException {
        Optional<String> quarkus = property(cell, "quarkus.version");
        if (quarkus.isPresent()) {
            return "| Quarkus " + quarkus.get() + ", JVM mode | ";
        }
        String runtime = property(cell, "spring-boot.version")
                .map(version -> "Spring Boot " + version)
                .orElse("Camel alone");
        return "| " + runtime + " | " + property(cell, "camel.version").orElseThrow() + " | ";
    }

    @Test
    void everyCellHasItsLineAndNothingElseHas() throws IOException {
        List<Path> cells = cells();
        assertThat(cells).hasSizeGreaterThan(5);
        for (Path cell : cells) {
            assertThat(page()).as("%s, for %s", PAGE, cell).contains("\n" + line(cell));
        }
        assertThat(page().lines().filter(line -> line.matches("\\| (Camel alone|Spring Boot|Quarkus).*")))
                .hasSameSizeAs(cells);
    }

    @Test
    void whatIsShownForAPomHasTheVersionsOfTheMatrix() throws IOException {
        Set<String> run = new TreeSet<>();
        for (Path cell : cells()) {
            for (String name : List.of("camel.version", "spring-boot.version", "quarkus.version")) {
                property(cell, name).ifPresent(run::add);
            }
        }
        String poms = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        Set<String> shown = Pattern.compile("<version>([^<]+)<|\\d+\\.\\d+\\.\\d+(?= |,)")
                .matcher(poms)
                .results()
                .map(version -> version.group(1) == null ? version.group() : version.group(1))
                .filter(version -> !version.endsWith("-SNAPSHOT"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).as(PAGE).isEqualTo(run);
    }

    @Test
    void everyTestThatIsLeftOutIsThereAndNamed() throws IOException {
        String sources = sources();
        for (Path cell : cells()) {
            for (String line : Files.readAllLines(cell.resolve("left-out.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String test = line.replaceAll("^\\*\\*/", "").replaceAll("\\*$", "");
                    assertThat(page()).as("%s, for %s", PAGE, cell).contains("`" + test + "`");
                    String method = test.replaceAll(".*#", "");
                    assertThat(Pattern.compile("(class|void|Stream<\\w+>) " + method + "\\b")
                                    .matcher(sources)
                                    .find())
                            .as("%s of %s is there", test, cell)
                            .isTrue();
                }
            }
        }
    }

    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
