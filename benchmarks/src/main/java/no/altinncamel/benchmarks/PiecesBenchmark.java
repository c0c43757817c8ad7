package no.altinncamel.benchmarks;

import java.util.Collection;
import java.util.Locale;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The pieces that every byte goes through, measured with JMH. */
final class PiecesBenchmark {

    private PiecesBenchmark() {}

    static void run(Bench bench) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(bench.plan.pieceMillis());
        Options options = new OptionsBuilder()
                .include("no\\.altinncamel\\.broker\\.client\\..*Benchmark")
                .forks(bench.plan.forks())
                .warmupIterations(3)
                .warmupTime(time)
                .measurementIterations(5)
                .measurementTime(time)
                .jvmArgsAppend(bench.jvmOptions(Bench.SMALL_HEAP).toArray(String[]::new))
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Table table = new Table("piece, 64 MiB", "ms", "±", "MB/s");
        for (RunResult each : results) {
            Result<?> result = each.getPrimaryResult();
            String name = each.getParams().getBenchmark();
            String piece = each.getParams().getParam("piece");
            table.row(
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)
                            + (piece == null ? "" : ", pieces of " + Plan.text(Long.parseLong(piece))),
                    String.format(Locale.ROOT, "%.1f", result.getScore()),
                    String.format(Locale.ROOT, "%.1f", result.getScoreError()),
                    String.format(Locale.ROOT, "%.0f", 64 * Plan.MIB / result.getScore() / 1000));
        }
        table.print(bench.out, "Pieces");
    }
}
