package no.altinncamel.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.h2.tools.Server;

import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;

/**
 * Kills receiving processes with SIGKILL at random moments while files arrive, and counts what became of the files: first one
 * process by itself, then two that share an idempotent repository. Run it with {@code mvn -q -Pkill}; arguments: number of
 * kills, number of files.
 */
public final class KillFigures {

    static final long CLAIM_TIMEOUT_MILLIS = 4000;
    static final RateBudget UNLIMITED = RateBudget.unlimited(Duration.ofMinutes(1));

    private static final int SIZE = 20_000;
    private static final long SEED = 42;

    /** One time that a route took a file. */
    private record Attempt(int process, long started, long done) {}

    private record Life(Process process, Path journal) {}

    private final AltinnEmulator altinn;
    private final Path folder;
    private final int kills;
    private final int files;
    private final Random random = new Random(SEED);
    private final List<Long> killedAt = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();
    private final Map<Process, Integer> numbers = new HashMap<>();
    private int sent;

    private KillFigures(AltinnEmulator altinn, Path folder, int kills, int files) {
        this.altinn = altinn;
        this.folder = folder;
        this.kills = kills;
        this.files = files;
    }

    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
        Path folder = Files.createTempDirectory(Path.of("target"), "kill");
        boolean good = true;
        try {
            good &= run("one process", 1, kills, files, Files.createDirectory(folder.resolve("one")), null);
            Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                    .start();
            try {
                String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./claims;DB_CLOSE_DELAY=-1";
                good &= run(
                        "two processes, one repository",
                        2,
                        kills,
                        files,
                        Files.createDirectory(folder.resolve("two")),
                        url);
            } finally {
                database.stop();
            }
        } finally {
            delete(folder);
        }
        if (!good) {
            System.exit(1);
        }
    }

    private static boolean run(String title, int processes, int kills, int files, Path folder, String database)
            throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            altinn.rateLimits().enabled(false);
            KillFigures figures = new KillFigures(altinn, folder, kills, files);
            long start = System.nanoTime();
            figures.killAndSend(processes, database);
            return figures.print(System.out, title, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        }
    }

    private void killAndSend(int processes, String database) throws Exception {
        Path settings = folder.resolve("altinn.properties");
        Files.writeString(settings, AltinnSettings.write(altinn, folder).toString());
        List<Life> running = new ArrayList<>();
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            camel.start();
            for (int process = 0; process < processes; process++) {
                running.add(start(settings, database));
            }
            for (int kill = 0; kill < kills; kill++) {
                send(camel, (int) ((long) files * (kill + 1) / kills));
                int victim = random.nextInt(processes);
                awaitWork(running.get(victim));
                Thread.sleep(random.nextInt(60));
                kill(running.get(victim));
                running.set(victim, start(settings, database));
            }
            awaitAllConfirmed();
        } finally {
            running.forEach(life -> life.process().destroyForcibly());
        }
    }

    /** Kills at moments when something is going on; a process that is only starting has nothing to lose. */
    private void awaitWork(Life life) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.size(life.journal()) == 0 && System.nanoTime() < deadline && !allConfirmed()) {
            Thread.sleep(5);
        }
    }

    private Life start(Path settings, String database) throws IOException {
        Path journal = Files.createFile(folder.resolve("journal-" + lives.size()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledReceiver.class.getName(),
                settings.toString(),
                journal.toString()));
        if (database != null) {
            command.add(database);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + lives.size()).toFile())
                .start();
        Life life = new Life(process, journal);
        numbers.put(process, lives.size());
        lives.add(life);
        killedAt.add(Long.MAX_VALUE);
        return life;
    }

    private void kill(Life life) throws InterruptedException {
        life.process().destroyForcibly().waitFor();
        killedAt.set(numbers.get(life.process()), System.currentTimeMillis());
    }

    private void send(CamelWithAltinn camel, int upTo) {
        String uri = camel.uri(altinn.sender()) + "&disableVirusScan=true&sender="
                + altinn.sender().organization() + "&recipients="
                + altinn.recipient().organization();
        byte[] content = new byte[SIZE];
        random.nextBytes(content);
        while (sent < upTo) {
            camel.template().requestBodyAndHeader(uri, content, AltinnBrokerConstants.FILE_NAME, "file-" + sent);
            sent++;
        }
    }

    private boolean allConfirmed() {
        return altinn.broker().transfers().stream()
                .allMatch(transfer -> transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED);
    }

    private void awaitAllConfirmed() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!allConfirmed() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }

    private boolean print(PrintStream out, String title, long seconds) throws IOException {
        Map<UUID, List<Attempt>> attempts = attempts();
        Set<UUID> confirmed = new HashSet<>();
        altinn.broker().transfers().stream()
                .filter(transfer -> transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED)
                .map(Transfer::id)
                .forEach(confirmed::add);
        long lost = files
                - altinn.broker().transfers().stream()
                        .map(Transfer::id)
                        .filter(id -> confirmed.contains(id) && isDone(attempts, id))
                        .count();
        long unprocessed =
                confirmed.stream().filter(id -> !isDone(attempts, id)).count();
        long unexplained =
                attempts.values().stream().mapToLong(this::unexplained).sum();
        long again =
                attempts.values().stream().mapToLong(list -> list.size() - 1L).sum();
        long twice = attempts.values().stream()
                .mapToLong(list ->
                        Math.max(0, list.stream().filter(one -> one.done() > 0).count() - 1))
                .sum();
        out.printf("%n%s: %d kills, %d files, %d s%n", title, kills, files, seconds);
        out.printf("  files lost                                                    %6d  (0 expected)%n", lost);
        out.printf("  files confirmed that no route completed                       %6d  (0 expected)%n", unprocessed);
        out.printf("  files routed again though nothing killed the one before       %6d  (0 expected)%n", unexplained);
        out.printf("  files routed again because of a kill                          %6d%n", again - unexplained);
        out.printf("    of these, routed to the end twice: a kill before the record %6d%n", twice);
        return lost == 0 && unprocessed == 0 && unexplained == 0;
    }

    private static boolean isDone(Map<UUID, List<Attempt>> attempts, UUID id) {
        return attempts.getOrDefault(id, List.of()).stream().anyMatch(one -> one.done() > 0);
    }

    /** Each attempt but the last must have been ended by the death of its process, before the next one began. */
    private long unexplained(List<Attempt> attempts) {
        long unexplained = 0;
        for (int i = 0; i + 1 < attempts.size(); i++) {
            if (killedAt.get(attempts.get(i).process()) > attempts.get(i + 1).started()) {
                unexplained++;
            }
        }
        return unexplained;
    }

    private Map<UUID, List<Attempt>> attempts() throws IOException {
        Map<UUID, List<Attempt>> attempts = new HashMap<>();
        for (int process = 0; process < lives.size(); process++) {
            Map<UUID, Long> open = new HashMap<>();
            for (String line : Files.readAllLines(lives.get(process).journal())) {
                String[] words = line.split(" ");
                UUID id = UUID.fromString(words[1]);
                long time = Long.parseLong(words[2]);
                List<Attempt> list = attempts.computeIfAbsent(id, any -> new ArrayList<>());
                if (words[0].equals("START")) {
                    list.add(new Attempt(process, time, 0));
                    open.put(id, time);
                } else {
                    int own = process;
                    long started = open.remove(id);
                    list.replaceAll(one -> one.process() == own && one.started() == started && one.done() == 0
                            ? new Attempt(own, started, time)
                            : one);
                }
            }
        }
        attempts.values().forEach(list -> list.sort(Comparator.comparingLong(Attempt::started)));
        return attempts;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
