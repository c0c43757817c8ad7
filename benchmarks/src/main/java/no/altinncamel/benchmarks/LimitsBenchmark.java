package no.altinncamel.benchmarks;

import java.io.IOException;
import java.util.Locale;

/** Files of a KiB sent under the Broker's limits: how much of what they allow is used, and whether any call is refused. */
final class LimitsBenchmark {

    /** Calls of an operation that the gateway lets pass within any minute. */
    private static final int CEILING = 120;

    private LimitsBenchmark() {}

    static void run(Bench bench) throws IOException {
        int files = bench.plan.limitedFiles();
        // the first ones are a burst that the limits allow once; what can be kept up comes after it
        int burst = Math.min(files - 1, CEILING);
        bench.altinn.sweep();
        bench.altinn.limits(true);
        try (WorkerProcess ours = bench.worker(Worker.Way.OURS_LIMITED, Bench.SMALL_HEAP)) {
            Time first = ours.does("sendMany", burst, 4, "");
            Time rest = ours.does("sendMany", files - burst, 4, "");
            double minutes = rest.seconds() / 60;
            double perMinute = (files - burst) / minutes;
            new Table("files", "burst", "then files a minute", "of the ceiling of " + CEILING, "calls refused")
                    .row(
                            files,
                            first.failed()
                                    ? first.failure()
                                    : String.format(Locale.ROOT, "%d in %.1f s", burst, first.seconds()),
                            rest.failed() ? rest.failure() : String.format(Locale.ROOT, "%.1f", perMinute),
                            String.format(Locale.ROOT, "%.1f %%", 100 * perMinute / CEILING),
                            bench.altinn.refused())
                    .print(bench.out, "Small files sent under the Broker's rate limits");
        } finally {
            bench.altinn.limits(false);
        }
    }
}
