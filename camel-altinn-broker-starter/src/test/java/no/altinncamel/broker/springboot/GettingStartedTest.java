package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;

/** The two applications of the first page, as they stand there, in a process of their own. */
class GettingStartedTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern FILE =
            Pattern.compile("<!-- file:(\\w+):(\\S+) -->\\n```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>([\\w-]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final String PORT = ":8800";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"boot", "main"})
    void aFileGoesOutAndComesIn(String way) throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            AltinnSettings.write(altinn, folder.resolve("keys"));
            for (Map.Entry<String, String> file : files(way).entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(
                        target,
                        file.getValue()
                                .replace(PORT, altinn.platformUrl().replaceFirst(".*:", ":"))
                                // so that nobody waits for the next look at the list
                                .replace(
                                        "from(\"altinn-broker:my-resource\")",
                                        "from(\"altinn-broker:my-resource?delay=2000\")"));
            }
            compile();
            Files.writeString(Files.createDirectories(folder.resolve("outbox")).resolve("letter.txt"), "Kjære Altinn");

            Process application = start();
            try {
                await().atMost(LONG).until(() -> !application.isAlive() || received());
            } finally {
                application.destroy();
                if (!application.waitFor(30, TimeUnit.SECONDS)) {
                    application.destroyForcibly();
                }
            }
            assertThat(received()).as(log()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"boot, Spring Boot", "main, camel-main"})
    void theLinesAreCounted(String way, String name) throws IOException {
        Map<String, String> files = files(way);
        assertThat(files.keySet()).hasSize(3);
        String row = page().lines()
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst()
                .orElseThrow();
        assertThat(row)
                .startsWith("| " + name + " | " + lines(files, ".xml") + " lines | " + lines(files, ".properties")
                        + " lines | " + lines(files, ".java") + " lines |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boot", "main"})
    void theVersionsAreThoseOfTheProject(String way) throws IOException {
        String project = Files.readString(ROOT.resolve("pom.xml"));
        List<MatchResult> versions =
                VERSION.matcher(files(way).get("pom.xml")).results().toList();
        assertThat(versions).hasSizeGreaterThan(2).allSatisfy(artifact -> assertThat(artifact.group(2))
                .as(artifact.group(1))
                .isEqualTo(expected(artifact.group(1), project)));
    }

    private static String expected(String artifact, String project) {
        String property = artifact.startsWith("camel-altinn-broker")
                ? "version"
                : artifact.startsWith("camel-") ? "camel.version" : artifact.replaceAll("-.*", "") + ".version";
        return switch (artifact) {
            case "my-transfers" -> "1.0";
            case "spring-boot-starter-parent" -> value("spring-boot.version", project);
            default -> value(property, project);
        };
    }

    private static String value(String element, String project) {
        return project.replaceFirst("(?s).*?<" + element + ">([^<]+)<.*", "$1");
    }

    private static long lines(Map<String, String> files, String suffix) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(suffix))
                .flatMap(file -> file.getValue().lines())
                .filter(line -> !line.isBlank())
                .count();
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/getting-started.md"));
    }

    private static Map<String, String> files(String way) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        FILE.matcher(page())
                .results()
                .filter(file -> file.group(1).equals(way))
                .forEach(file -> files.put(file.group(2), file.group(3)));
        return files;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void compile() {
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        classPath(),
                        "-d",
                        folder.resolve("src/main/resources").toString(),
                        folder.resolve("src/main/java/com/example/MyTransfers.java")
                                .toString());
        assertThat(result).as("the Java of the page compiles").isZero();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder.resolve("src/main/resources") + File.pathSeparator + classPath(),
                        "com.example.MyTransfers")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private boolean received() throws IOException {
        Path inbox = folder.resolve("inbox");
        if (!Files.isDirectory(inbox)) {
            return false;
        }
        try (Stream<Path> files = Files.list(inbox)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("[-0-9a-f]{36}-letter\\.txt")) {
                    return Files.readString(file).equals("Kjære Altinn");
                }
            }
        }
        return false;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
