package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

/** Where benchmarks take place: a plan, an Altinn, a folder for what they need, and where the tables go. */
final class Bench {

    /** What a small container gives. */
    static final String SMALL_HEAP = "-Xmx96m";

    final Plan plan;
    final Altinn altinn;
    final Path folder;
    final PrintStream out;
    private final Map<Long, String> md5s = new HashMap<>();

    Bench(Plan plan, Altinn altinn, Path folder, PrintStream out) {
        this.plan = plan;
        this.altinn = altinn;
        this.folder = folder;
        this.out = out;
    }

    WorkerProcess worker(Worker.Way way, String heap) throws IOException {
        return WorkerProcess.start(way, altinn.settingsFile(), folder, jvmOptions(heap));
    }

    List<String> jvmOptions(String heap) {
        List<String> options = new ArrayList<>(plan.jvmOptions());
        options.add(heap);
        return options;
    }

    /** Half of the machine, but no more than 4 GiB: no array is longer than 2 GiB. */
    static String largeHeap() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long half = system.getTotalMemorySize() / 2 / Plan.MIB;
        return "-Xmx" + Math.min(4096, half) + "m";
    }

    /** A transfer that waits for so many zeros. */
    String initialize(long size) throws IOException {
        return altinn.initialize(md5s.computeIfAbsent(size, Zeros::md5));
    }

    /** Brings a file to the emulator, whose way there is of no interest. */
    void store(String id, Path file) throws IOException {
        altinn.upload(id, file);
    }

    Path file(long size) throws IOException {
        return Zeros.file(folder, size);
    }

    /** Says who failed, and why. */
    void failures(String what, Map<String, Time> times) {
        times.forEach((name, time) -> {
            if (time.failed()) {
                note(what + ", " + name + ": " + time.failure());
            }
        });
    }

    void note(String text) {
        out.println(text);
        out.flush();
    }
}
