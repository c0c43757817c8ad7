package no.altinncamel.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Many files of a KiB, and many tokens, as fast as the emulator answers. */
final class SmallFilesBenchmark {

    private static final List<Integer> THREADS = List.of(1, 4, 16);

    private static final String CONCURRENT = "&concurrentTransfers=";

    private SmallFilesBenchmark() {}

    static void run(Bench bench) throws IOException {
        int files = bench.plan.smallFiles();
        Table table = new Table("what", "threads", "a second");
        try (WorkerProcess ours = bench.worker(Worker.Way.OURS, Bench.SMALL_HEAP)) {
            ours.does("sendMany", files, 4, "");
            receive(ours, files, 4);
            for (int threads : THREADS) {
                Time sent = ours.does("sendMany", files, threads, "");
                table.row("files sent: initialize, upload", threads, perSecond(files, sent));
                Time received = receive(ours, files, threads);
                table.row("files received: overview, download, MD5, confirm", threads, perSecond(files, received));
                bench.altinn.sweep();
            }
            int tokens = Math.max(1, files / 10);
            ours.does("tokens", tokens);
            table.row("tokens: sign, grant, exchange", 1, perSecond(tokens, ours.does("tokens", tokens)));
        }
        table.print(bench.out, "Small files and tokens, without rate limits");
    }

    private static Time receive(WorkerProcess ours, int files, int threads) throws IOException {
        Time received = ours.does("receiveMany", files, CONCURRENT + threads);
        ours.does("stopReceiving");
        return received;
    }

    private static String perSecond(int number, Time time) {
        return time.failed() ? time.failure() : String.format(Locale.ROOT, "%.0f", number / time.seconds());
    }
}
