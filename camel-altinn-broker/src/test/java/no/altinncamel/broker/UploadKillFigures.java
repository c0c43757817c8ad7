package no.altinncamel.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/**
 * Kills sending processes with SIGKILL at random points of one large upload, and cuts the connection of another one again and
 * again; counts what was sent again. Run it with {@code mvn -q -Pkill -Dkill=UploadKillFigures}; arguments: number of kills, MiB.
 */
public final class UploadKillFigures {

    private static final long MIB = 1024 * 1024;
    private static final int CUT_EVERY_MIB = 50;
    private static final long SEED = 42;

    private final Random random = new Random(SEED);
    private final Path folder;
    private final Path file;
    private final long length;
    private boolean good = true;

    private UploadKillFigures(Path folder, long length) throws IOException {
        this.folder = folder;
        this.length = length;
        this.file = folder.resolve("large");
        byte[] block = new byte[(int) MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < length; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        long mebibytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 2048;
        Path folder = Files.createTempDirectory(Path.of("target"), "kill-upload");
        try {
            UploadKillFigures figures = new UploadKillFigures(folder, mebibytes * MIB);
            System.out.printf("%nUpload by TUS of a file of %d MiB%n", mebibytes);
            System.out.println(
                    "                              requests   sent again    mean of a kill or cut          file   seconds");
            for (int parts : new int[] {1, 4}) {
                figures.run(kills, parts);
            }
            figures.cut(1, 0);
            figures.cut(1, CUT_EVERY_MIB);
            figures.cut(4, CUT_EVERY_MIB);
            if (!figures.good) {
                System.exit(1);
            }
        } finally {
            KillFigures.delete(folder);
        }
    }

    private void run(int kills, int parts) throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            altinn.rateLimits().enabled(false);
            Path store = folder.resolve("store-" + parts);
            Path settings = Files.writeString(
                    folder.resolve("altinn.properties"),
                    AltinnSettings.write(altinn, folder).toString());
            long start = System.nanoTime();
            Process process = start(settings, store, parts);
            int killed = 0;
            while (killed < kills) {
                // somewhere in the next piece of what is left
                long until = length * (killed + 1) / (kills + 1) + random.nextLong(length / (kills + 1));
                while (accepted(altinn) < until && process.isAlive()) {
                    TimeUnit.MILLISECONDS.sleep(2);
                }
                if (!process.isAlive()) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
                process.destroyForcibly().waitFor();
                killed++;
                process = start(settings, store, parts);
            }
            boolean succeeded = process.waitFor() == 0;
            print(
                    altinn,
                    killed + " kills, " + parts + (parts == 1 ? " stream" : " parts"),
                    killed,
                    parts,
                    succeeded,
                    start);
        }
    }

    private Process start(Path settings, Path store, int parts) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSender.class.getName(),
                settings.toString(),
                file.toString(),
                store.toString(),
                Integer.toString(parts)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
    }

    /** @param everyMib after how many MiB the connection is cut, in the middle of a chunk; 0 for never */
    private void cut(int parts, int everyMib) throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start();
                CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            altinn.rateLimits().enabled(false);
            camel.start();
            long chunk = 8 * MIB;
            int cuts = everyMib == 0 ? 0 : (int) (length / (everyMib * MIB));
            for (int i = 0; i < cuts; i++) {
                for (long sent = chunk; sent + chunk <= everyMib * MIB; sent += chunk) {
                    altinn.faults().pass(Operation.TUS_PATCH);
                }
                altinn.faults().next(Operation.TUS_PATCH, Fault.resetWhileReading(everyMib * MIB % chunk));
            }
            long start = System.nanoTime();
            Throwable failure = camel.template()
                    .request(
                            camel.uri(altinn.sender()) + "&sender="
                                    + altinn.sender().organization() + "&recipients="
                                    + altinn.recipient().organization()
                                    + "&fileName=large&uploadMode=tus&disableVirusScan=true&waitForPublication=true"
                                    + "&tusChunkSize=" + chunk + "&parallelUploads=" + parts,
                            exchange -> exchange.getMessage().setBody(file.toFile()))
                    .getException();
            print(
                    altinn,
                    cuts + " cuts, " + parts + (parts == 1 ? " stream" : " parts"),
                    cuts,
                    parts,
                    failure == null,
                    start);
        }
    }

    /** Bytes in chunks that the server has taken. */
    private static long accepted(AltinnEmulator altinn) {
        return altinn.recorder().calls(Operation.TUS_PATCH).stream()
                .filter(call -> call.status() == 204)
                .mapToLong(UploadKillFigures::size)
                .sum();
    }

    private static long size(RecordedCall chunk) {
        return Long.parseLong(chunk.header("Content-Length"));
    }

    private void print(
            AltinnEmulator altinn, String title, int interruptions, int parts, boolean succeeded, long start) {
        List<RecordedCall> chunks = altinn.recorder().calls(Operation.TUS_PATCH);
        long again = chunks.stream().mapToLong(UploadKillFigures::size).sum() - length;
        long chunk = chunks.stream().mapToLong(UploadKillFigures::size).max().orElse(0);
        // the Broker compares the MD5 before it publishes
        List<Transfer> published = altinn.broker().transfers().stream()
                .filter(transfer -> transfer.published().isPresent())
                .toList();
        boolean right = succeeded && altinn.broker().transfers().size() == 1 && published.size() == 1;
        boolean little = again <= interruptions * parts * chunk;
        System.out.printf(
                "%-28s %9d %8.1f MiB %13.1f of %d x %d MiB   %-5s %7d%n",
                title,
                chunks.size(),
                (double) again / MIB,
                interruptions == 0 ? 0 : (double) again / interruptions / MIB,
                parts,
                chunk / MIB,
                right ? "right" : "WRONG",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        good &= right && little;
    }
}
