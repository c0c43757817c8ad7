package no.altinncamel.broker;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnService;
import no.altinncamel.emulator.AltinnSettings;

/**
 * Sends a file and receives it again, in a JVM of its own that a test starts with options of its choice. Stream caching is as
 * Camel has it by default. Prints one line: the number of bytes received, their MD5, and the largest heap that this JVM may have.
 */
public final class JourneyProcess {

    private static final int BUFFER = 64 * 1024;

    private JourneyProcess() {}

    /**
     * Runs the journey in a new JVM.
     *
     * @return                          everything that it printed
     * @throws IllegalStateException    with that, if it failed
     */
    static String run(AltinnService altinn, Path folder, Path file, String... jvmOptions) throws Exception {
        Path settings = folder.resolve("altinn.properties");
        Files.writeString(settings, AltinnSettings.write(altinn, folder).toString());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                JourneyProcess.class.getName(),
                settings.toString(),
                file.toString()));
        Process journey = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(journey.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (journey.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    /** @param arguments a properties file with the emulator's settings, and the file to send */
    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(in);
        }
        CountDownLatch received = new CountDownLatch(1);
        String[] result = new String[1];
        Main camel = new Main();
        camel.setOverrideProperties(settings);
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .to("altinn-broker:{{resource}}?clientId={{sender.clientId}}"
                                + "&privateKeyResource={{sender.key}}&sender={{sender.organization}}"
                                + "&recipients={{recipient.organization}}&waitForPublication=true");
                from("altinn-broker:{{resource}}?clientId={{recipient.clientId}}&privateKeyResource={{recipient.key}}"
                                + "&initialDelay=0&delay=3000")
                        .setHeader("step", constant("so that Camel's stream caching sees the body"))
                        .process(exchange -> result[0] = read(exchange))
                        .process(exchange -> received.countDown());
            }
        });
        camel.start();
        try {
            camel.getCamelTemplate()
                    .sendBodyAndHeader("direct:send", new File(arguments[1]), Exchange.FILE_NAME, "large.bin");
            if (!received.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The file was not received");
            }
        } finally {
            camel.stop();
        }
        System.out.println(
                "RECEIVED " + result[0] + " heap " + (Runtime.getRuntime().maxMemory() >> 20));
    }

    private static String read(Exchange exchange) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        }
        return bytes + " " + HexFormat.of().formatHex(digest.digest());
    }
}
