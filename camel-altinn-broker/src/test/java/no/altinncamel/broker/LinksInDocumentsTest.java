package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Every link between the documents leads somewhere, and the index of the manual leads to every page. */
class LinksInDocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path INDEX = ROOT.resolve("docs/README.md");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```[ \\t]*$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

    @Test
    void everyLinkAndEveryAnchorIsThere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            for (String link : links(document)) {
                links++;
                if (!leadsSomewhere(document, link)) {
                    dead.add(ROOT.relativize(document) + " → " + link);
                }
            }
        }
        assertThat(dead).as("links that lead nowhere").isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    @Test
    void theIndexLeadsToEveryPage() throws IOException {
        Set<Path> linked = new HashSet<>();
        for (String link : links(INDEX)) {
            linked.add(target(INDEX, link));
        }
        List<Path> pages = documents().stream()
                .filter(page -> !page.equals(INDEX) && !page.equals(ROOT.resolve("README.md")))
                .filter(page -> page.startsWith(ROOT.resolve("docs")) || page.endsWith("README.md"))
                .toList();

        assertThat(pages).hasSizeGreaterThan(10).allSatisfy(page -> assertThat(linked)
                .as("docs/README.md has no link to " + ROOT.relativize(page) + ": add a row")
                .contains(page));
    }

    @Test
    void anAnchorIsMadeAsGitHubMakesIt() {
        assertThat(anchors("# What `send` does\n## A — b, c?\n## Same\n## Same\n```\n# none\n```\n"))
                .containsExactlyInAnyOrder("what-send-does", "a--b-c", "same", "same-1");
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        Path target = target(document, link);
        int anchor = link.indexOf('#');
        return Files.exists(target)
                && (anchor < 0 || anchors(Files.readString(target)).contains(link.substring(anchor + 1)));
    }

    private static Path target(Path document, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? document : document.getParent().resolve(file).normalize();
    }

    private static Set<String> anchors(String text) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(heading -> anchor(heading.group(1)))
                .forEach(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    anchors.add(before == 0 ? anchor : anchor + "-" + before);
                });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }

    /** The links to what is in this project. */
    private static List<String> links(Path document) throws IOException {
        String text = FENCED.matcher(Files.readString(document)).replaceAll("");
        return LINK.matcher(CODE.matcher(text).replaceAll(""))
                .results()
                .map((MatchResult link) -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
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
