package no.altinncamel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The program that moves files in one of the ways, in a JVM of its own. Reads orders, a line each, and says how many seconds each took,
 * or why it failed.
 */
final class Worker {

    /** The ways, and how each is made. */
    enum Way {
        OURS,
        OURS_LIMITED,
        HTTP_CLIENT,
        BYTE_ARRAY,
        TUS_JAVA_CLIENT;

        private Contender contender(Settings settings) {
            return switch (this) {
                case OURS -> new CamelRoutes(settings, true);
                case OURS_LIMITED -> new CamelRoutes(settings, false);
                case HTTP_CLIENT -> new PlainClient(settings);
                case BYTE_ARRAY -> new PlainClient.WithByteArray(settings);
                case TUS_JAVA_CLIENT -> new TusJavaClient(settings);
            };
        }
    }

    private final Contender contender;
    private final Settings settings;
    private final Footprint footprint = new Footprint();

    private Worker(Contender contender, Settings settings) {
        this.contender = contender;
        this.settings = settings;
    }

    /** @param arguments the way, the file with the settings */
    public static void main(String[] arguments) throws Exception {
        ChildProcess.endWithParent();
        Settings settings = Settings.read(Path.of(arguments[1]));
        try (Contender contender = Way.valueOf(arguments[0]).contender(settings)) {
            Worker worker = new Worker(contender, settings);
            worker.footprint.watch();
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(worker.answer(List.of(line.split("\t", -1))));
            }
        }
        // whatever threads the contender has left behind
        System.exit(0);
    }

    private String answer(List<String> order) {
        if (order.get(0).equals("footprint")) {
            return footprint.figures();
        }
        long start = System.nanoTime();
        try {
            run(order);
            return String.format(Locale.ROOT, "%.9f", (System.nanoTime() - start) / 1e9);
        } catch (Exception | OutOfMemoryError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            e.printStackTrace();
            return "failed: " + root.toString().replaceAll("\\s+", " ");
        }
    }

    private void run(List<String> order) throws Exception {
        switch (order.get(0)) {
            case "up" -> contender.upload(order.get(1), Path.of(order.get(2)), order.get(3));
            case "down" -> contender.download(order.get(1), order.get(2));
            case "send" -> routes().send(Path.of(order.get(1)), order.get(2));
            case "sendMany" ->
                routes().sendMany(Integer.parseInt(order.get(1)), Integer.parseInt(order.get(2)), order.get(3));
            case "receiveMany" -> routes().receiveMany(Integer.parseInt(order.get(1)), order.get(2));
            case "stopReceiving" -> routes().stopReceiving();
            case "tokens" -> Tokens.fetch(settings, Integer.parseInt(order.get(1)));
            case "md5" -> Zeros.md5(Long.parseLong(order.get(1)));
            case "begin" -> footprint.begin();
            default -> throw new IOException("Nobody knows what " + order.get(0) + " is");
        }
    }

    private CamelRoutes routes() {
        return (CamelRoutes) contender;
    }
}
