package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.receive.KnownTransfer.State;

/** The page on operations names what there is: figures, JMX attributes, meters, and log lines word for word. */
class OperationsDocumentTest extends ReceiveFixture {

    private static final Path SOURCES = Path.of("src/main/java/no/altinncamel/broker");
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\| (?:ERROR|WARN) \\| `([^`]+)` \\|");

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "operations.md"));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyFigureIsExplained() throws IOException {
        assertThat(Arrays.stream(State.values()).map(ReceiveFigures::name))
                .allSatisfy(figure -> assertThat(page()).contains("\n| `" + figure + "` | "));
    }

    @Test
    void everyAttributeAndOperationOfJmxIsThere() throws IOException {
        String page = page();
        List<Method> managed = Stream.of(ManagedTransfersConsumer.class, AltinnBrokerComponent.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .toList();
        assertThat(managed.stream().filter(method -> method.isAnnotationPresent(ManagedAttribute.class)))
                .hasSizeGreaterThan(9)
                .allSatisfy(method ->
                        assertThat(page).contains("`" + method.getName().substring("get".length()) + "`"));
        assertThat(managed.stream().filter(method -> method.isAnnotationPresent(ManagedOperation.class)))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(page).contains("`" + method.getName() + "("));
    }

    @Test
    void everyColumnOfTheTableOfRunningTransfersIsExplained() throws IOException {
        String page = page();
        assertThat(RunningTransfersTable.json(new FileTransferProgress(
                                UUID.randomUUID(),
                                FileTransferProgress.Direction.SENDING,
                                FileTransferProgress.State.RUNNING,
                                "file",
                                1,
                                2,
                                3,
                                null,
                                1,
                                0,
                                Duration.ZERO))
                        .keySet())
                .hasSizeGreaterThan(9)
                .allSatisfy(column -> assertThat(page).contains("`" + column + "`"));
    }

    @Test
    void theMetersAreThoseThatThereAre() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        camel.getRegistry().bind("meters", meters);
        receive("", route -> route.process(this::read));

        assertThat(found("\\| `(altinn\\.broker\\.[a-z.]+)` \\| (?:counter|gauge)", page()))
                .isEqualTo(meters.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyLogLineIsWrittenSomewhere() throws IOException {
        String sources = sources();
        List<String> lines = LOG_LINE.matcher(page())
                .results()
                .map(MatchResult::group)
                .map(row -> row.replaceAll(".*`([^`]+)`.*", "$1"))
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(sources.contains(line)).as(line).isTrue());
    }

    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                text.append(CONCATENATION.matcher(Files.readString(file)).replaceAll(""));
            }
        }
        return text.toString();
    }
}
