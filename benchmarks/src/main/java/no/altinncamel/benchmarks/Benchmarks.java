package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures what this project's component can do beside others, and prints tables. See README.md. */
public final class Benchmarks {

    /** One table or some. */
    @FunctionalInterface
    interface Benchmark {
        void run(Bench bench) throws Exception;
    }

    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("files", FilesBenchmark::run);
        ALL.put("tus", TusBenchmark::run);
        ALL.put("line", LineBenchmark::run);
        ALL.put("footprint", FootprintBenchmark::run);
        ALL.put("small", SmallFilesBenchmark::run);
        ALL.put("limits", LimitsBenchmark::run);
        ALL.put("pieces", PiecesBenchmark::run);
    }

    static final List<String> NAMES = List.copyOf(ALL.keySet());

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        run(new Plan(System::getProperty), System.out);
    }

    static void run(Plan plan, PrintStream out) throws Exception {
        List<String> chosen = plan.benchmarks();
        chosen.stream().filter(name -> !ALL.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("There is no benchmark " + name + "; there are " + NAMES);
        });
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "benchmarks");
        try (Altinn altinn = Altinn.start(folder, plan.jvmOptions())) {
            Bench bench = new Bench(plan, altinn, folder, out);
            bench.note("Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                    + System.getProperty("os.name") + "; everything on this machine");
            for (String name : chosen) {
                ALL.get(name).run(bench);
                altinn.sweep();
            }
        } finally {
            delete(folder);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
