package no.altinncamel.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Renders which scenarios of the contracts are proven by a test, from the {@code @Scenario} annotations in the test sources of
 * all modules, and which are not, with the reasons that {@code scenarios-not-covered.properties} gives.
 */
final class ScenarioCoveragePage {

    /** Tests run in the module's folder. */
    static final Path FILE = Path.of("..", "docs", "scenario-coverage.md");

    private static final List<Path> SOURCES = List.of(
            Path.of("..", "altinn-emulator", "src", "test", "java"),
            Path.of("..", "camel-altinn-broker", "src", "test", "java"));
    private static final Pattern ANNOTATION = Pattern.compile("@Scenario\\((\\{[^}]*}|\"[^\"]*\")\\)");
    private static final Pattern NUMBER = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(");
    private static final Pattern RANGE = Pattern.compile("([MB])-(\\d+)(?:\\.\\.(\\d+))?");

    /** Scenarios of one contract section. */
    private record Section(String letter, String title, int first, int last) {

        List<String> scenarios() {
            return IntStream.rangeClosed(first, last)
                    .mapToObj(number -> letter + "-" + number)
                    .toList();
        }
    }

    private static final List<Section> SECTIONS = List.of(
            new Section("M", "17.2 Metadata and keys", 1, 6),
            new Section("M", "17.3 Happy grants", 7, 24),
            new Section("M", "17.4 System user", 25, 39),
            new Section("M", "17.5 Malformed HTTP", 40, 47),
            new Section("M", "17.6 Header, key and signature", 48, 61),
            new Section("M", "17.7 Claims and time", 62, 80),
            new Section("M", "17.8 Scope and delegation", 81, 90),
            new Section("M", "17.9 Transport faults", 91, 103),
            new Section("M", "17.10 Altinn exchange", 104, 125),
            new Section("M", "17.11 Altinn discovery and refresh", 126, 129),
            new Section("M", "17.12 Resource server half", 130, 143),
            new Section("M", "17.13 System register and system user API", 144, 151),
            new Section("M", "17.14 Test token generator", 152, 158),
            new Section("B", "9.1 Authentication, scopes, generic HTTP", 1, 26),
            new Section("B", "9.2 Initialize", 27, 68),
            new Section("B", "9.3 Streamed and form upload", 69, 98),
            new Section("B", "9.4 Overview, details, visibility", 99, 107),
            new Section("B", "9.5 List", 108, 136),
            new Section("B", "9.6 Download and confirm", 137, 173),
            new Section("B", "9.7 Expiry and purge", 174, 185),
            new Section("B", "9.8 TUS", 186, 235),
            new Section("B", "9.9 Resource and service owner", 236, 248),
            new Section("B", "9.10 Events", 249, 268),
            new Section("B", "9.11 Token exchange", 269, 273));

    /** Test methods by scenario. */
    private final Map<String, List<String>> tests = new TreeMap<>();
    /** Reasons by scenario. */
    private final Map<String, String> reasons = new LinkedHashMap<>();

    ScenarioCoveragePage() throws IOException {
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .sorted()
                        .toList()) {
                    read(file);
                }
            }
        }
        readReasons();
    }

    private void read(Path file) throws IOException {
        String source = Files.readString(file);
        String testClass = file.getFileName().toString().replace(".java", "");
        Matcher annotation = ANNOTATION.matcher(source);
        while (annotation.find()) {
            Matcher method = METHOD.matcher(source);
            if (!method.find(annotation.end())) {
                throw new IllegalStateException("A @Scenario without a test method in " + file);
            }
            Matcher number = NUMBER.matcher(annotation.group(1));
            while (number.find()) {
                tests.computeIfAbsent(number.group(1), key -> new ArrayList<>()).add(testClass + "." + method.group(1));
            }
        }
    }

    private void readReasons() throws IOException {
        Properties entries = new Properties();
        try (InputStream in = ScenarioCoveragePage.class.getResourceAsStream("/scenarios-not-covered.properties")) {
            entries.load(in);
        }
        entries.forEach((key, reason) -> {
            Matcher range = RANGE.matcher(key.toString());
            if (!range.matches()) {
                throw new IllegalStateException(key + " is neither a scenario nor a range of them");
            }
            int first = Integer.parseInt(range.group(2));
            int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
            IntStream.rangeClosed(first, last)
                    .forEach(number -> reasons.put(range.group(1) + "-" + number, reason.toString()));
        });
    }

    /** Scenarios that no test covers and no reason excuses. */
    List<String> forgotten() {
        return all().filter(scenario -> !tests.containsKey(scenario) && !reasons.containsKey(scenario))
                .toList();
    }

    /** Numbers that tests or reasons name and that the contracts do not have, or that have both a test and an excuse. */
    List<String> wrong() {
        List<String> known = all().toList();
        return Stream.concat(tests.keySet().stream(), reasons.keySet().stream())
                .distinct()
                .filter(scenario ->
                        !known.contains(scenario) || tests.containsKey(scenario) && reasons.containsKey(scenario))
                .toList();
    }

    private static Stream<String> all() {
        return SECTIONS.stream().flatMap(section -> section.scenarios().stream());
    }

    String render() {
        StringBuilder page = new StringBuilder();
        page.append("# Which behaviours of the real services the tests prove\n\n");
        page.append(
                "The contracts number the behaviours of Maskinporten and Altinn Authentication (`M-`) and of the Broker\n");
        page.append("(`B-`). This page is made from the tests that carry these numbers. Do not edit it: run\n");
        page.append("`mvn -pl camel-altinn-broker -am test -Ddocs.update=true`.\n\n");
        page.append("| Section | Scenarios | Tested | Not covered |\n|---|---|---|---|\n");
        int scenarios = 0;
        int tested = 0;
        for (Section section : SECTIONS) {
            int covered = (int)
                    section.scenarios().stream().filter(tests::containsKey).count();
            scenarios += section.scenarios().size();
            tested += covered;
            page.append(String.format(
                    "| %s %s | %d | %d | %d |%n",
                    section.letter(),
                    section.title(),
                    section.scenarios().size(),
                    covered,
                    section.scenarios().size() - covered));
        }
        page.append(String.format("| **all** | %d | %d | %d |%n", scenarios, tested, scenarios - tested));
        notCovered(page);
        covered(page);
        return page.toString().replace("\r\n", "\n");
    }

    private void notCovered(StringBuilder page) {
        page.append("\n## Not covered\n\n| Scenarios | Why |\n|---|---|\n");
        List<String> open = all().filter(reasons::containsKey).toList();
        for (int start = 0; start < open.size(); ) {
            int end = start;
            while (end + 1 < open.size() && follows(open.get(end), open.get(end + 1))) {
                end++;
            }
            String numbers = start == end ? open.get(start) : open.get(start) + " to " + open.get(end);
            page.append("| ")
                    .append(numbers)
                    .append(" | ")
                    .append(reasons.get(open.get(start)))
                    .append(" |\n");
            start = end + 1;
        }
    }

    private boolean follows(String scenario, String next) {
        return next.equals(scenario.substring(0, 2) + (Integer.parseInt(scenario.substring(2)) + 1))
                && reasons.get(scenario).equals(reasons.get(next));
    }

    private void covered(StringBuilder page) {
        page.append("\n## Covered\n\n| Scenario | Tests |\n|---|---|\n");
        all().filter(tests::containsKey).forEach(scenario -> page.append("| ")
                .append(scenario)
                .append(" | ")
                .append(String.join(", ", tests.get(scenario)))
                .append(" |\n"));
    }
}
