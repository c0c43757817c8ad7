package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Files up by TUS: the component in one stream and in parts, beside the clients that the protocol's makers have written. */
final class TusBenchmark {

    private static final String SIZES = "1MiB,100MiB,1GiB";
    private static final String TUS = "&uploadMode=tus&parallelUploads=";
    private static final int PARTS = 4;
    private static final String OURS = "component";
    private static final String PARALLEL = "component, " + PARTS + " parts";
    private static final String JAVA = "tus-java-client";
    private static final String JS = "tus-js-client";

    private TusBenchmark() {}

    static void run(Bench bench) throws IOException {
        TusJsClient node = TusJsClient.install(bench);
        Table table = new Table("file", OURS, PARALLEL, JAVA, JS, "of tus-java-client", "of tus-js-client");
        try (WorkerProcess ours = bench.worker(Worker.Way.OURS, Bench.SMALL_HEAP);
                WorkerProcess java = bench.worker(Worker.Way.TUS_JAVA_CLIENT, Bench.SMALL_HEAP)) {
            for (long size : bench.plan.sizes(SIZES)) {
                Path file = bench.file(size);
                Rounds rounds = new Rounds(bench.plan.warmUp(size), bench.plan.rounds(size))
                        .add(OURS, () -> ours.does("up", bench.initialize(size), file, TUS + 1))
                        .add(JAVA, () -> java.does("up", bench.initialize(size), file, ""))
                        .add(PARALLEL, () -> ours.does("up", bench.initialize(size), file, TUS + PARTS));
                if (node != null) {
                    rounds.add(JS, () -> node.upload(bench.initialize(size), file, 1));
                }
                Map<String, Time> times = rounds.times();
                Time own = times.get(OURS);
                table.row(
                        Plan.text(size),
                        own.rateText(size),
                        times.get(PARALLEL).rateText(size),
                        times.get(JAVA).rateText(size),
                        node == null ? "-" : times.get(JS).rateText(size),
                        own.ratioText(times.get(JAVA)),
                        own.ratioText(times.get(JS)));
                bench.failures(Plan.text(size), times);
                bench.altinn.sweep();
            }
        }
        table.print(bench.out, "Files up by TUS");
        if (node == null) {
            bench.note("tus-js-client was left out: Node.js or npm is not there, or npm=false.");
        }
    }
}
