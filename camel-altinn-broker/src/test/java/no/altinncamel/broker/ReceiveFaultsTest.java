package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import no.altinncamel.broker.FaultyReception.Outcome;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/**
 * The fault table: each fault that the emulator can play, at each step of receiving, once and three times in a row. Written to
 * {@code target/receive-faults.md}. All rows are played first, side by side, each in an Altinn that no other row uses meanwhile.
 */
class ReceiveFaultsTest {

    private static final int LANES = 8;
    private static final int TIMES = 3;

    /** The calls that receiving a file takes. */
    enum Step {
        TOKEN(Operation.MASKINPORTEN_TOKEN),
        EXCHANGE(Operation.TOKEN_EXCHANGE),
        LIST(Operation.LIST),
        OVERVIEW(Operation.OVERVIEW),
        DOWNLOAD(Operation.DOWNLOAD),
        CONFIRM(Operation.CONFIRM);

        private final Operation operation;

        Step(Operation operation) {
            this.operation = operation;
        }
    }

    enum Kind {
        STATUS_500(() -> Fault.status(500)),
        STATUS_502(() -> Fault.status(502)),
        STATUS_503(() -> Fault.status(503)),
        STATUS_429_RETRY_AFTER_1(() -> Fault.status(429).header("Retry-After", "1")),
        STATUS_401(() -> Fault.status(401)),
        STATUS_403(() -> Fault.status(403)),
        STATUS_404(() -> Fault.status(404)),
        RESET_BEFORE_EFFECT(Fault::resetBeforeEffect),
        RESET_AFTER_EFFECT(Fault::resetAfterEffect),
        TRUNCATED_BODY(() -> Fault.truncatedBody(20)),
        CORRUPT_BODY(Fault::corruptBody),
        SLOW_BODY(() -> Fault.slowBody(2000)),
        DELAY(() -> Fault.delay(FaultyReception.RESPONSE_TIMEOUT.plusMillis(500))),
        HANG(Fault::hang);

        private static final Set<Kind> REFUSALS = EnumSet.of(STATUS_401, STATUS_403, STATUS_404);

        private final Supplier<Fault> fault;

        Kind(Supplier<Fault> fault) {
            this.fault = fault;
        }

        /** The answer to a confirmation has no body. */
        private boolean appliesTo(Step step) {
            return step != Step.CONFIRM || this != CORRUPT_BODY && this != SLOW_BODY;
        }

        /**
         * How often in a row. A refused token is not asked for again for 10 seconds, and one that comes slowly comes, so that
         * there once is enough. Confirmations of several files fail side by side, so that there it takes more to meet each of
         * them again and again; an answer without a body that is cut behind its end has succeeded.
         */
        private List<Integer> times(Step step) {
            boolean token = step == Step.TOKEN || step == Step.EXCHANGE;
            if (token && (REFUSALS.contains(this) || this == SLOW_BODY)) {
                return List.of(1);
            }
            return List.of(1, step == Step.CONFIRM && this != TRUNCATED_BODY ? TIMES * FaultyReception.FILES : TIMES);
        }
    }

    record Row(Kind kind, Step step, int times) {

        @Override
        public String toString() {
            return kind + " × " + times + " at " + step;
        }
    }

    private static final Map<Row, Outcome> OUTCOMES = new ConcurrentHashMap<>();

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Step step : Step.values()) {
            for (Kind kind : Kind.values()) {
                if (kind.appliesTo(step)) {
                    kind.times(step).forEach(times -> rows.add(new Row(kind, step, times)));
                }
            }
        }
        return rows;
    }

    @BeforeAll
    static void playAllRows() throws Exception {
        Queue<Row> rows = new ConcurrentLinkedQueue<>(rows());
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            Callable<Void> lane = () -> {
                try (FaultyReception reception = new FaultyReception()) {
                    for (Row row = rows.poll(); row != null; row = rows.poll()) {
                        OUTCOMES.put(
                                row,
                                reception.receive(
                                        row.step().operation, row.kind().fault.get(), row.times()));
                    }
                }
                return null;
            };
            for (Future<Void> done :
                    lanes.invokeAll(Stream.generate(() -> lane).limit(LANES).toList())) {
                done.get();
            }
        } finally {
            lanes.shutdownNow();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void nothingIsLostAndNothingIsRoutedTwiceForAFaultOutsideTheDownload(Row row) {
        Outcome outcome = OUTCOMES.get(row);

        assertThat(outcome.unused()).as("faults that did not strike").isZero();
        assertThat(outcome.files()).hasSize(FaultyReception.FILES).allSatisfy(file -> {
            assertThat(file.confirmed()).as("confirmed").isNotNull();
            assertThat(file.routed()).as("times routed").isPositive();
            if (row.step() != Step.DOWNLOAD) {
                assertThat(file.routed()).as("times routed").isEqualTo(1);
            }
            // whatever the download went through, the route met the right bytes, to the end, once, and then it was
            // confirmed
            assertThat(file.contents()).containsExactly(file.sent());
            assertThat(file.confirmed()).isAfterOrEqualTo(file.ends().get(0));
        });
    }

    @AfterAll
    static void writeTheTable() throws IOException {
        StringBuilder table = new StringBuilder("# Faults while receiving\n\n")
                .append(FaultyReception.FILES)
                .append(
                        " files are sent, then the fault is armed and a route receives them with a response timeout of ")
                .append(FaultyReception.RESPONSE_TIMEOUT.toMillis())
                .append(
                        " ms.\nA cell tells how many of them were confirmed in the end, and how often the one that was routed")
                .append(
                        " most often was routed,\nwhen the fault struck once / three times in a row (for most confirmations nine times,\nthree for each file).\n\n| fault |");
        for (Step step : Step.values()) {
            table.append(' ').append(step.name().toLowerCase(Locale.ROOT)).append(" |");
        }
        table.append("\n|---|").append("---|".repeat(Step.values().length)).append('\n');
        for (Kind kind : Kind.values()) {
            table.append("| ")
                    .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(" |");
            for (Step step : Step.values()) {
                table.append(' ').append(cell(kind, step)).append(" |");
            }
            table.append('\n');
        }
        Files.writeString(Path.of("target", "receive-faults.md"), table);
        System.out.println(table);
    }

    private static String cell(Kind kind, Step step) {
        if (!kind.appliesTo(step)) {
            return "–";
        }
        return kind.times(step).stream()
                .map(times -> OUTCOMES.get(new Row(kind, step, times)))
                .map(outcome -> outcome == null
                        ? "not played"
                        : outcome.confirmed() + " confirmed, routed " + outcome.mostRouted() + "×")
                .collect(Collectors.joining(" / "));
    }
}
