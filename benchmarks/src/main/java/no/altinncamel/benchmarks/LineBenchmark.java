package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** A long line of which each connection gets only so much: one stream against parts that travel at once. */
final class LineBenchmark {

    private static final List<Integer> PARTS = List.of(2, 4, 8);
    private static final String ONE = "one stream";

    private LineBenchmark() {}

    static void run(Bench bench) throws IOException {
        long size = bench.plan.lineSize();
        Path file = bench.file(size);
        Table table = new Table("way", "seconds", "Mbit/s", "× one stream");
        try (SlowLine line = SlowLine.to(
                        bench.altinn.settings().platformUrl(), bench.plan.lineDelayMillis(), bench.plan.lineRate());
                WorkerProcess ours = WorkerProcess.start(
                        Worker.Way.OURS, settings(bench, line), bench.folder, bench.jvmOptions(Bench.SMALL_HEAP))) {
            // makes the connections and compiles the code
            ours.does("up", bench.initialize(Plan.MIB), bench.file(Plan.MIB), "&uploadMode=stream");
            up(bench, ours, bench.file(Plan.MIB), Plan.MIB, 1);
            Rounds up = new Rounds(0, bench.plan.lineRounds())
                    .add(ONE, () -> ours.does("up", bench.initialize(size), file, "&uploadMode=stream"))
                    .add("TUS, one part", () -> up(bench, ours, file, size, 1));
            for (int parts : PARTS) {
                up.add("TUS, " + parts + " parts", () -> up(bench, ours, file, size, parts));
            }
            rows(bench, table, "up", up.times(), size);
            bench.altinn.sweep();
            down(bench, ours, bench.file(Plan.MIB), Plan.MIB, 1);
            Rounds down = new Rounds(0, bench.plan.lineRounds()).add(ONE, () -> down(bench, ours, file, size, 1));
            for (int parts : PARTS) {
                down.add(parts + " parts", () -> down(bench, ours, file, size, parts));
            }
            rows(bench, table, "down", down.times(), size);
        }
        table.print(
                bench.out,
                String.format(
                        Locale.ROOT,
                        "%s over a line of %d ms there and back, %d Mbit/s for each connection",
                        Plan.text(size),
                        2 * bench.plan.lineDelayMillis(),
                        bench.plan.lineRate()));
    }

    private static Time up(Bench bench, WorkerProcess ours, Path file, long size, int parts) throws IOException {
        return ours.does("up", bench.initialize(size), file, "&uploadMode=tus&parallelUploads=" + parts);
    }

    /** From the start of a consumer until it has confirmed the file, which it has in a folder by then. */
    private static Time down(Bench bench, WorkerProcess ours, Path file, long size, int parts) throws IOException {
        bench.store(bench.initialize(size), file);
        Path folder = Files.createTempDirectory(fastFolder(bench), "received");
        try {
            return ours.does("receiveMany", 1, "&parallelDownloads=" + parts + "&localWorkDirectory=" + folder);
        } finally {
            ours.does("stopReceiving");
            Benchmarks.delete(folder);
        }
    }

    /** In memory, where that can be had: this is about the line, not about how long the disk takes to have it all. */
    private static Path fastFolder(Bench bench) {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : bench.folder.toAbsolutePath();
    }

    /** Those of the emulator, with the near end of the line for the Broker's address. Tokens come the short way. */
    private static Path settings(Bench bench, SlowLine line) throws IOException {
        Properties properties = new Properties();
        try (var lines = Files.newBufferedReader(bench.altinn.settingsFile())) {
            properties.load(lines);
        }
        properties.setProperty("camel.component.altinn-broker.platformUrl", line.url());
        Path file = bench.folder.resolve("line.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private static void rows(Bench bench, Table table, String direction, Map<String, Time> times, long size) {
        times.forEach((way, time) -> table.row(
                direction + ", " + way,
                String.format(Locale.ROOT, "%.2f", time.seconds()),
                String.format(Locale.ROOT, "%.0f", 8 * time.rate(size)),
                time.ratioText(times.get(ONE))));
        bench.failures(direction, times);
    }
}
