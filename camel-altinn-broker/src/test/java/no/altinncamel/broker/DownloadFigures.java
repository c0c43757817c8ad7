package no.altinncamel.broker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.receive.TransferContent;
import no.altinncamel.broker.receive.TransferFile;
import no.altinncamel.broker.receive.WorkDirectory;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/**
 * Breaks the download of one large file: kills the process with SIGKILL at random moments, and cuts the connection again and
 * again. Prints what had to be fetched a second time, and whether the file is right. Run it with
 * {@code mvn -q -Pkill -Dkill=DownloadFigures}; arguments: number of kills, MiB of the file.
 */
public final class DownloadFigures {

    private static final long MIB = 1L << 20;
    private static final long SEED = 42;
    /** Slow enough for a process to be killed in the middle. */
    private static final long BYTES_PER_SECOND = 64 * MIB;

    private static final long CUT = 50 * MIB;
    private static final int ROUNDS = 3;
    private static final int BUFFER = 256 * 1024;

    /** Of one part: its first byte, what the map promises, its end. */
    private record Part(long first, long position, long end) {}

    private final AltinnEmulator altinn;
    private final Path folder;
    private final long size;
    private final Random random = new Random(SEED);
    private boolean good = true;

    private DownloadFigures(AltinnEmulator altinn, Path folder, long size) {
        this.altinn = altinn;
        this.folder = folder;
        this.size = size;
    }

    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        long size = (arguments.length > 1 ? Long.parseLong(arguments[1]) : 2048) * MIB;
        Path folder = Files.createTempDirectory(Path.of("target"), "downloads").toAbsolutePath();
        boolean good;
        try (AltinnEmulator altinn = AltinnEmulator.start();
                CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            altinn.rateLimits().enabled(false);
            camel.start();
            DownloadFigures figures = new DownloadFigures(altinn, folder, size);
            figures.cuts(camel);
            figures.kills(camel, 1, kills);
            figures.kills(camel, 4, kills);
            good = figures.good;
        } finally {
            delete(folder);
        }
        if (!good) {
            System.exit(1);
        }
    }

    private String send(CamelWithAltinn camel) throws IOException {
        Path file = folder.resolve("sent");
        if (!Files.exists(file)) {
            byte[] content = new byte[(int) MIB];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long written = 0; written < size; written += content.length) {
                    random.nextBytes(content);
                    out.write(content);
                }
            }
        }
        String uri = camel.uri(altinn.sender()) + "&disableVirusScan=true&uploadMode=stream&sender="
                + altinn.sender().organization() + "&recipients="
                + altinn.recipient().organization();
        return camel.template()
                .request(uri, exchange -> {
                    exchange.getMessage().setBody(file.toFile());
                    exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_NAME, "large");
                })
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private void kills(CamelWithAltinn camel, int parts, int kills) throws Exception {
        Path work = folder.resolve("work-" + parts);
        Path inbox = folder.resolve("inbox-" + parts);
        Path settings = folder.resolve("altinn.properties");
        Files.writeString(settings, AltinnSettings.write(altinn, folder).toString());
        String id = send(camel);
        altinn.faults().next(Operation.DOWNLOAD, 100 * kills, Fault.slowBody(BYTES_PER_SECOND / parts));
        System.out.printf(
                "%n%d MiB, parallelDownloads=%d, killed %d times%n%6s %14s %26s %26s%n",
                size / MIB, parts, kills, "kill", "present", "written, not in the map", "of one part at most");
        long longestLife = TimeUnit.SECONDS.toMillis(2 * size / BYTES_PER_SECOND) / (kills + 1);
        long most = 0;
        for (int kill = 1; kill <= kills; kill++) {
            altinn.recorder().clear();
            Process process = start(settings, work, parts, inbox);
            while (altinn.recorder().count(Operation.DOWNLOAD) == 0) {
                Thread.sleep(5);
            }
            Thread.sleep((long) (random.nextDouble() * longestLife));
            process.destroyForcibly().waitFor();
            List<Long> lost = lost(work.resolve("altinn-broker-downloads").resolve(id));
            long largest = lost.stream().mapToLong(Long::longValue).max().orElse(0);
            most = Math.max(most, largest);
            System.out.printf(
                    Locale.ROOT,
                    "%6d %9d MiB %22.1f MiB %22.1f MiB%n",
                    kill,
                    present(work.resolve("altinn-broker-downloads").resolve(id)) / MIB,
                    lost.stream().mapToLong(Long::longValue).sum() / (double) MIB,
                    largest / (double) MIB);
        }
        Process process = start(settings, work, parts, inbox);
        while (!isConfirmed(id)) {
            Thread.sleep(100);
        }
        process.destroyForcibly().waitFor();
        altinn.faults().clear();
        boolean right = Files.mismatch(folder.resolve("sent"), inbox.resolve("arrived")) < 0;
        System.out.printf(
                Locale.ROOT,
                "the file is %s; fetched again for one part after one kill: %.1f MiB at most (16 allowed)%n",
                right ? "right" : "WRONG",
                most / (double) MIB);
        good &= right && most <= 16 * MIB;
        Files.delete(inbox.resolve("arrived"));
    }

    private boolean isConfirmed(String id) {
        return altinn.broker().transfers().stream()
                .anyMatch(transfer -> transfer.id().toString().equals(id)
                        && transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED);
    }

    private Process start(Path settings, Path work, int parts, Path inbox) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDownload.class.getName(),
                        settings.toString(),
                        work.toString(),
                        String.valueOf(parts),
                        inbox.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private static List<Part> map(Path file) throws IOException {
        Path map = file.resolveSibling(file.getFileName() + ".map");
        if (!Files.exists(map)) {
            return List.of();
        }
        return Files.readAllLines(map).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("part"))
                .map(words -> new Part(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])))
                .toList();
    }

    private static long present(Path file) throws IOException {
        return map(file).stream()
                .mapToLong(part -> part.position() - part.first())
                .sum();
    }

    /** What was written of each part beyond what the map promises, told by the bytes that are there. */
    private List<Long> lost(Path file) throws IOException {
        List<Long> lost = new ArrayList<>();
        try (RandomAccessFile sent = new RandomAccessFile(folder.resolve("sent").toFile(), "r");
                RandomAccessFile come = new RandomAccessFile(
                        file.resolveSibling(file.getFileName() + ".part").toFile(), "r")) {
            for (Part part : map(file)) {
                lost.add(same(sent, come, part));
            }
        } catch (FileNotFoundException e) {
            // finished, or nothing has come yet
            return lost;
        }
        return lost;
    }

    private static long same(RandomAccessFile sent, RandomAccessFile come, Part part) throws IOException {
        byte[] wanted = new byte[BUFFER];
        byte[] found = new byte[BUFFER];
        long position = part.position();
        while (position < part.end()) {
            int length = (int) Math.min(BUFFER, part.end() - position);
            sent.seek(position);
            sent.readFully(wanted, 0, length);
            come.seek(position);
            int read = Math.max(0, come.read(found, 0, length));
            int mismatch = Arrays.mismatch(wanted, 0, length, found, 0, read);
            if (mismatch >= 0) {
                return position + mismatch - part.position();
            }
            position += length;
        }
        return position - part.position();
    }

    /** One way to get the file; the time is taken. */
    private interface Way {
        void get() throws Exception;
    }

    private void cuts(CamelWithAltinn camel) throws Exception {
        String id = send(camel);
        AltinnBrokerEndpoint endpoint = camel.getEndpoint(camel.uri(altinn.recipient()), AltinnBrokerEndpoint.class);
        BrokerClient client = endpoint.client(BrokerScope.READ);
        FileTransfer transfer = client.overview(UUID.fromString(id));
        System.out.printf(
                "%d MiB, the connection cut every %d MiB; best of %d rounds; MD5 of this machine %d MB/s%n",
                size / MIB, CUT / MIB, ROUNDS, Math.round(size / 1e6 / seconds(this::hash)));
        System.out.printf(
                "%-22s %12s %8s %12s %12s %14s%n", "", "without cuts", "cuts", "with", "time more", "bytes more");
        compare("stream", () -> stream(client, transfer));
        compare("parallelDownloads=1", () -> file(client, transfer, 1));
        compare("parallelDownloads=4", () -> file(client, transfer, 4));
        client.confirm(transfer.id());
    }

    private Void hash() throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] buffer = new byte[BUFFER];
        for (long done = 0; done < size; done += buffer.length) {
            md5.update(buffer);
        }
        return null;
    }

    private void compare(String what, Way way) throws Exception {
        List<Double> whole = new ArrayList<>();
        List<Double> cut = new ArrayList<>();
        long cuts = 0;
        long more = 0;
        way.get();
        for (int round = 0; round < ROUNDS; round++) {
            whole.add(seconds(() -> {
                way.get();
                return null;
            }));
            altinn.recorder().clear();
            altinn.faults().next(Operation.DOWNLOAD, (int) (size / CUT), Fault.truncatedBody(CUT));
            cut.add(seconds(() -> {
                way.get();
                return null;
            }));
            altinn.faults().clear();
            cuts = size / CUT;
            more = sent((int) cuts) - size;
        }
        System.out.printf(
                Locale.ROOT,
                "%-22s %7.0f MB/s %8d %7.0f MB/s %10.1f %% %12.2f %%%n",
                what,
                size / 1e6 / Collections.min(whole),
                cuts,
                size / 1e6 / Collections.min(cut),
                100 * (Collections.min(cut) / Collections.min(whole) - 1),
                100.0 * more / size);
    }

    /** Bytes, of which the first calls were cut. */
    private long sent(int cuts) {
        List<RecordedCall> calls = altinn.recorder().calls(Operation.DOWNLOAD);
        long sent = 0;
        for (int i = 0; i < calls.size(); i++) {
            sent += i < cuts ? Math.min(CUT, wanted(calls.get(i))) : wanted(calls.get(i));
        }
        return sent;
    }

    private long wanted(RecordedCall call) {
        String range = call.header("Range");
        if (range == null) {
            return size;
        }
        String[] bounds = range.substring("bytes=".length()).split("-");
        return (bounds.length > 1 ? Long.parseLong(bounds[1]) + 1 : size) - Long.parseLong(bounds[0]);
    }

    private static double seconds(Callable<Void> task) throws Exception {
        long start = System.nanoTime();
        task.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private void stream(BrokerClient client, FileTransfer transfer) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = client.download(transfer.id(), transfer.size(), transfer.checksum())) {
            while (in.read(buffer) >= 0) {
                // only the way is measured; at the end the MD5 is verified
            }
        }
    }

    private void file(BrokerClient client, FileTransfer transfer, int parts) throws IOException {
        try (WorkDirectory work = WorkDirectory.open(folder.resolve("work"), parts, Clock.systemUTC())) {
            TransferFile file = new TransferFile(
                    new TransferContent(
                            client,
                            null,
                            transfer,
                            true,
                            AltinnBrokerException.RECEIVE_FAILURES,
                            TransferListener.NONE),
                    work);
            file.getFile();
            file.discard();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
