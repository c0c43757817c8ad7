package no.altinncamel.broker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;

/**
 * Prints how fast files go up and come down through the component, beside {@code curl} doing the same against the same emulator.
 * The two take turns; what is printed is the median of the rounds after a warm-up. Run it with {@code mvn -q -Pspeed}.
 * <p>
 * Upload is the operation {@code upload} of a file to an initialized transfer, one call. Download is the operation
 * {@code download}, an overview and a download, with the body read to its end and thrown away, once with the MD5 verified and
 * once without; curl makes the same two calls over one connection.
 */
public final class TransferSpeed {

    private static final int BUFFER = 256 * 1024;
    private static final long MIB = 1L << 20;
    /** A JVM needs some hundred calls until its code is compiled; emulator and component are in the same one. */
    private static final int SMALL_WARM_UP = 300;

    private static final int SMALL_ROUNDS = 101;
    private static final int LARGE_WARM_UP = 1;
    private static final int LARGE_ROUNDS = 5;

    private final AltinnEmulator altinn;
    private final CamelWithAltinn camel;
    private final ProducerTemplate template;
    private final Path folder;

    private TransferSpeed(AltinnEmulator altinn, CamelWithAltinn camel, Path folder) {
        this.altinn = altinn;
        this.camel = camel;
        this.template = camel.template();
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "speed");
        try (AltinnEmulator altinn = AltinnEmulator.start();
                CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            altinn.rateLimits().enabled(false);
            camel.start();
            TransferSpeed speed = new TransferSpeed(altinn, camel, folder);
            System.out.printf("%-8s %-24s %12s %12s %8s%n", "size", "what", "component", "curl", "ratio");
            speed.measure(MIB, SMALL_WARM_UP, SMALL_ROUNDS);
            speed.measure(2048 * MIB, LARGE_WARM_UP, LARGE_ROUNDS);
        } finally {
            delete(folder);
        }
    }

    private void measure(long bytes, int warmUp, int rounds) throws Exception {
        Path file = write(folder.resolve(bytes + ".bin"), bytes);
        List<Double> up = new ArrayList<>();
        List<Double> curlUp = new ArrayList<>();
        List<Double> down = new ArrayList<>();
        List<Double> verifiedDown = new ArrayList<>();
        List<Double> curlDown = new ArrayList<>();
        for (int round = 0; round < warmUp + rounds; round++) {
            String id = initialize();
            up.add(seconds(() -> upload(id, file)));
            String other = initialize();
            curlUp.add(curl(
                    altinn.sender(),
                    "-X",
                    "POST",
                    "-H",
                    "Content-Type: application/octet-stream",
                    "-T",
                    file.toString(),
                    transferUrl(other) + "/upload"));
            down.add(seconds(() -> download(id, false)));
            curlDown.add(curl(
                    altinn.recipient(),
                    "-o",
                    "/dev/null",
                    transferUrl(other),
                    "-o",
                    "/dev/null",
                    transferUrl(other) + "/download"));
            verifiedDown.add(seconds(() -> download(id, true)));
            // lets the emulator throw the stored files away; back in the present, the tokens are good again
            altinn.clock().advance(Duration.ofDays(60));
            altinn.clock().reset();
        }
        List.of(up, curlUp, down, verifiedDown, curlDown)
                .forEach(times -> times.subList(0, warmUp).clear());
        print(bytes, "upload", up, curlUp);
        print(bytes, "download", down, curlDown);
        print(bytes, "download, MD5 verified", verifiedDown, curlDown);
    }

    private static void print(long bytes, String what, List<Double> ours, List<Double> curls) {
        double component = bytes / median(ours) / 1e6;
        double curl = bytes / median(curls) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%-8s %-24s %7.0f MB/s %7.0f MB/s %8.2f%n",
                bytes / MIB + " MiB",
                what,
                component,
                curl,
                component / curl);
    }

    private static double median(List<Double> seconds) {
        List<Double> measured = new ArrayList<>(seconds);
        measured.sort(Comparator.naturalOrder());
        return measured.get(measured.size() / 2);
    }

    private String initialize() {
        String uri =
                camel.uri(altinn.sender()) + "&operation=initialize&disableVirusScan=true&fileName=speed.bin&sender="
                        + altinn.sender().organization() + "&recipients="
                        + altinn.recipient().organization();
        Exchange exchange =
                template.request(uri, initialized -> initialized.getMessage().setBody(""));
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private void upload(String id, Path file) {
        template.sendBodyAndHeader(
                camel.uri(altinn.sender()) + "&operation=upload",
                new File(file.toString()),
                AltinnBrokerConstants.FILE_TRANSFER_ID,
                id);
    }

    private void download(String id, boolean verify) throws Exception {
        Endpoint endpoint =
                camel.getEndpoint(camel.uri(altinn.recipient()) + "&operation=download&verifyChecksum=" + verify);
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, id);
        Producer producer = endpoint.createProducer();
        producer.process(exchange);
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            while (body.read(buffer) >= 0) {
                // thrown away, as curl does with /dev/null
            }
        }
    }

    /** A token as Altinn issues it, for curl. */
    private String token(AltinnAccount account) {
        Instant now = altinn.clock().instant();
        return altinn.altinnTokens()
                .sign(Map.of(
                        "iss", altinn.altinnTokens().issuer(),
                        "scope", "altinn:broker.write altinn:broker.read",
                        "client_id", account.clientId(),
                        "urn:altinn:orgNumber", account.organization(),
                        "exp", now.plusSeconds(600).getEpochSecond()));
    }

    private double curl(AltinnAccount account, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "-f", "-w", "%{time_total}\n", "-H", "Authorization: Bearer " + token(account)));
        command.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException("curl failed: " + output);
        }
        // one line for each call; the upload's answer stands before its time
        return output.lines()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf('}') + 1)))
                .sum();
    }

    private String transferUrl(String id) {
        return altinn.platformUrl() + "/broker/api/v1/filetransfer/" + id;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Path write(Path file, long bytes) throws IOException {
        byte[] block = new byte[(int) MIB];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        }
        return file;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
