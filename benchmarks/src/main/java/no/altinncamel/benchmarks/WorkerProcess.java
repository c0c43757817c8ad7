package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} as those see it who measure. */
final class WorkerProcess implements AutoCloseable {

    /**
     * What a JVM has taken at most.
     *
     * @param heap bytes
     * @param live bytes of heap that were still in use after a collection
     * @param direct bytes outside the heap
     * @param disk bytes in the folder for temporary files
     * @param cpuSeconds of all its threads, compiler and collector included
     */
    record Footprint(long heap, long live, long direct, long disk, int threads, double cpuSeconds) {}

    private final ChildProcess process;

    private WorkerProcess(ChildProcess process) {
        this.process = process;
    }

    static WorkerProcess start(Worker.Way way, Path settings, Path folder, List<String> jvmOptions) throws IOException {
        Path own = Files.createTempDirectory(folder, way.name());
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Djava.io.tmpdir=" + Files.createDirectory(own.resolve("tmp")));
        if (way == Worker.Way.TUS_JAVA_CLIENT) {
            // without it, it can be taught no PATCH
            options.add("--add-opens=java.base/java.net=ALL-UNNAMED");
        }
        return new WorkerProcess(
                ChildProcess.start(Worker.class, own.resolve("log"), options, way.name(), settings.toString()));
    }

    /** Seconds, or why there are none. */
    Time does(Object... order) throws IOException {
        StringBuilder line = new StringBuilder();
        for (Object word : order) {
            line.append(line.isEmpty() ? "" : "\t").append(word);
        }
        return Time.parse(process.ask(line.toString()));
    }

    Footprint footprint() throws IOException {
        String[] figures = process.ask("footprint").split(" ");
        return new Footprint(
                Long.parseLong(figures[0]),
                Long.parseLong(figures[1]),
                Long.parseLong(figures[2]),
                Long.parseLong(figures[3]),
                Integer.parseInt(figures[4]),
                Double.parseDouble(figures[5]));
    }

    @Override
    public void close() {
        process.close();
    }
}
