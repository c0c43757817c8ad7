package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a file of each size takes of a small JVM: each is moved once, in a JVM of its own that has moved a small one before. */
final class FootprintBenchmark {

    private static final String SIZES = "100MiB,1GiB,10GiB";

    /**
     * One who moves files.
     *
     * @param direction an order for a worker
     */
    private record Mover(Worker.Way way, String direction, String options) {}

    private final Bench bench;
    private final Table table = new Table(
            "file", "heap, most", "heap after GC", "direct memory", "threads", "temporary files", "CPU s/GiB", "MB/s");

    private FootprintBenchmark(Bench bench) {
        this.bench = bench;
    }

    static void run(Bench bench) throws IOException {
        Map<String, Mover> movers = new LinkedHashMap<>();
        movers.put("component up, stream", new Mover(Worker.Way.OURS, "up", "&uploadMode=stream"));
        movers.put("component up, TUS", new Mover(Worker.Way.OURS, "up", "&uploadMode=tus"));
        movers.put("component up, TUS, 4 parts", new Mover(Worker.Way.OURS, "up", "&uploadMode=tus&parallelUploads=4"));
        movers.put("component down", new Mover(Worker.Way.OURS, "down", "&verifyChecksum=false"));
        movers.put("component down, MD5", new Mover(Worker.Way.OURS, "down", "&verifyChecksum=true"));
        movers.put("HttpClient 5 up", new Mover(Worker.Way.HTTP_CLIENT, "up", ""));
        movers.put("HttpClient 5 down", new Mover(Worker.Way.HTTP_CLIENT, "down", ""));
        movers.put("tus-java-client up", new Mover(Worker.Way.TUS_JAVA_CLIENT, "up", ""));
        movers.put("byte array up", new Mover(Worker.Way.BYTE_ARRAY, "up", ""));
        movers.put("byte array down", new Mover(Worker.Way.BYTE_ARRAY, "down", ""));
        FootprintBenchmark benchmark = new FootprintBenchmark(bench);
        for (Map.Entry<String, Mover> each : movers.entrySet()) {
            if (!each.getKey().startsWith(bench.plan.movers())) {
                continue;
            }
            for (long size : bench.plan.sizes(SIZES)) {
                benchmark.measure(each.getKey() + ", " + Plan.text(size), each.getValue(), size);
            }
            bench.altinn.sweep();
        }
        benchmark.table.print(bench.out, "What it takes, with " + Bench.SMALL_HEAP);
    }

    private void measure(String name, Mover mover, long size) throws IOException {
        try (WorkerProcess worker = bench.worker(mover.way(), Bench.SMALL_HEAP)) {
            move(worker, mover, 1);
            worker.does("begin");
            Time time = move(worker, mover, size);
            WorkerProcess.Footprint taken = worker.footprint();
            if (time.failed()) {
                bench.note(name + ": " + time.failure());
            }
            table.row(
                    name,
                    Plan.mib(taken.heap()),
                    Plan.mib(taken.live()),
                    Plan.mib(taken.direct()),
                    taken.threads(),
                    Plan.mib(taken.disk()),
                    time.failed() ? "-" : String.format(Locale.ROOT, "%.2f", taken.cpuSeconds() * Plan.GIB / size),
                    time.failed() ? "failed" : String.format(Locale.ROOT, "%.0f", time.rate(size)));
        }
    }

    private Time move(WorkerProcess worker, Mover mover, long size) throws IOException {
        Path file = bench.file(size);
        String id = bench.initialize(size);
        if (mover.direction().equals("up")) {
            return worker.does("up", id, file, mover.options());
        }
        bench.store(id, file);
        return worker.does("down", id, mover.options());
    }
}
