package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Files up and down in one request: the component beside others who do it, and beside the machine's MD5. */
final class FilesBenchmark {

    private static final String SIZES = "1MiB,100MiB,1GiB,10GiB";
    private static final String STREAM = "&uploadMode=stream";
    private static final String OURS = "component";
    private static final String CURL = "curl";
    private static final String HTTP_CLIENT = "HttpClient 5";
    private static final String BYTE_ARRAY = "byte array";
    private static final String VERIFIED = "verified";
    private static final String MD5 = "MD5";

    private final Bench bench;
    private final WorkerProcess ours;
    private final WorkerProcess plain;
    private final WorkerProcess bytes;
    private final Curl curl;
    private final Table compared =
            new Table("file", OURS, CURL, HTTP_CLIENT, BYTE_ARRAY, "of curl", "of HttpClient 5", "of byte array");
    private final Table verified = new Table("file", "MD5 alone", OURS, "of MD5");

    private FilesBenchmark(Bench bench, WorkerProcess ours, WorkerProcess plain, WorkerProcess bytes) {
        this.bench = bench;
        this.ours = ours;
        this.plain = plain;
        this.bytes = bytes;
        this.curl = Curl.isThere() ? new Curl(bench.altinn.settings()) : null;
    }

    static void run(Bench bench) throws IOException {
        try (WorkerProcess ours = bench.worker(Worker.Way.OURS, Bench.SMALL_HEAP);
                WorkerProcess plain = bench.worker(Worker.Way.HTTP_CLIENT, Bench.SMALL_HEAP);
                WorkerProcess bytes = bench.worker(Worker.Way.BYTE_ARRAY, Bench.largeHeap())) {
            FilesBenchmark benchmark = new FilesBenchmark(bench, ours, plain, bytes);
            for (long size : bench.plan.sizes(SIZES)) {
                benchmark.measure(size);
                bench.altinn.sweep();
            }
            benchmark.compared.print(bench.out, "Files in one request, without verification");
            benchmark.verified.print(bench.out, "Files in one request, with the MD5");
        }
    }

    private void measure(long size) throws IOException {
        Path file = bench.file(size);
        AtomicReference<String> sent = new AtomicReference<>();
        Rounds up = new Rounds(bench.plan.warmUp(size), bench.plan.rounds(size))
                .add(OURS, () -> {
                    sent.set(bench.initialize(size));
                    return ours.does("up", sent.get(), file, STREAM);
                })
                .add(HTTP_CLIENT, () -> plain.does("up", bench.initialize(size), file, ""))
                .add(BYTE_ARRAY, () -> bytes.does("up", bench.initialize(size), file, ""))
                .add(VERIFIED, () -> ours.does("send", file, STREAM + "&computeChecksum=true"))
                .add(MD5, () -> ours.does("md5", size));
        if (curl != null) {
            up.add(CURL, () -> curl.upload(bench.initialize(size), file));
        }
        Map<String, Time> times = up.times();
        row(size, "up", times);
        verifiedRow(size, "MD5 first, then up", times);
        String id = sent.get();
        Rounds down = new Rounds(bench.plan.warmUp(size), bench.plan.rounds(size))
                .add(OURS, () -> ours.does("down", id, "&verifyChecksum=false"))
                .add(HTTP_CLIENT, () -> plain.does("down", id, ""))
                .add(BYTE_ARRAY, () -> bytes.does("down", id, ""))
                .add(VERIFIED, () -> ours.does("down", id, "&verifyChecksum=true"))
                .add(MD5, () -> ours.does("md5", size));
        if (curl != null) {
            down.add(CURL, () -> curl.download(id));
        }
        times = down.times();
        row(size, "down", times);
        verifiedRow(size, "down, MD5 beside it", times);
    }

    private void row(long size, String direction, Map<String, Time> times) {
        Time own = times.get(OURS);
        compared.row(
                Plan.text(size) + " " + direction,
                own.rateText(size),
                rate(times.get(CURL), size),
                rate(times.get(HTTP_CLIENT), size),
                rate(times.get(BYTE_ARRAY), size),
                own.ratioText(times.get(CURL)),
                own.ratioText(times.get(HTTP_CLIENT)),
                own.ratioText(times.get(BYTE_ARRAY)));
        bench.failures(Plan.text(size) + " " + direction, times);
    }

    private static String rate(Time time, long size) {
        return time == null ? "-" : time.rateText(size);
    }

    private void verifiedRow(long size, String direction, Map<String, Time> times) {
        Time md5 = times.get(MD5);
        Time own = times.get(VERIFIED);
        verified.row(Plan.text(size) + " " + direction, md5.rateText(size), own.rateText(size), own.ratioText(md5));
    }
}
