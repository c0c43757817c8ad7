package no.altinncamel.matrix.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the application without and with the starter in turn, and prints the medians and the sizes of the two jars. */
public final class StartupCost {

    private static final int STARTS = 10;
    /** Since the process began, by the application's own words. */
    private static final Pattern READY = Pattern.compile("process running for ([0-9.]+)\\)");

    /** What the processors had to do, which a busy machine changes less. */
    private static final Pattern PROCESSOR_TIME = Pattern.compile("processor time ([0-9]+) ms");

    private StartupCost() {}

    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        Path plain = Path.of(args[0]);
        Path broker = Path.of(args[1]);
        Path key = Files.createTempFile("startup", ".pem");
        try {
            Files.writeString(key, pem());
            Map<String, List<String>> applications = new LinkedHashMap<>();
            applications.put("Spring Boot and Camel", List.of(plain.toString()));
            applications.put("with the starter", with(broker, key));
            List<String> routes = new ArrayList<>(with(broker, key));
            routes.add("--startup.routes=true");
            applications.put("with the starter and two routes", routes);
            measure(applications);
        } finally {
            Files.delete(key);
        }
        long before = Files.size(plain);
        long after = Files.size(broker);
        System.out.printf(
                Locale.ROOT,
                "%njar: %d kB, with the starter %d kB: %d kB more%n",
                before / 1000,
                after / 1000,
                (after - before) / 1000);
    }

    private static List<String> with(Path jar, Path key) {
        String component = "--camel.component.altinn-broker.";
        return List.of(
                jar.toString(),
                component + "environment=TT02",
                component + "client-id=00000000-0000-0000-0000-000000000000",
                component + "key-id=startup",
                component + "private-key-resource=file:" + key);
    }

    private static void measure(Map<String, List<String>> applications) throws IOException, InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        applications.keySet().forEach(name -> starts.put(name, new ArrayList<>()));
        // the first start of each only fills the disk's cache
        for (int turn = 0; turn <= STARTS; turn++) {
            for (Map.Entry<String, List<String>> application : applications.entrySet()) {
                Start start = start(application.getValue());
                if (turn > 0) {
                    starts.get(application.getKey()).add(start);
                }
            }
        }
        System.out.printf("%-32s %12s %16s   ms, medians of %d starts%n", "", "ready after", "processor time", STARTS);
        starts.forEach((name, all) -> System.out.printf(
                "%-32s %12d %16d%n", name, median(all, Start::ready), median(all, Start::processorTime)));
    }

    private static long median(List<Start> starts, ToLongFunction<Start> millis) {
        long[] sorted = starts.stream().mapToLong(millis).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Start start(List<String> jarAndArguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.addAll(jarAndArguments);
        command.add("--spring.main.banner-mode=off");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return new Start(
                Math.round(Double.parseDouble(find(READY, log)) * 1000), Long.parseLong(find(PROCESSOR_TIME, log)));
    }

    private static String find(Pattern pattern, String log) {
        Matcher found = pattern.matcher(log);
        if (!found.find()) {
            throw new IllegalStateException("The application did not start:\n" + log);
        }
        return found.group(1);
    }

    private static String pem() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private record Start(long ready, long processorTime) {}
}
