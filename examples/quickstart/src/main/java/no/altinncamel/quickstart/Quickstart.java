package no.altinncamel.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;

/**
 * Sends the files of the outbox folder through Altinn Broker, receives them into the inbox folder, and tells what happened.
 * <p>
 * Without arguments everything runs against a local Altinn in this process. With {@code --tt02 my.properties} the same routes
 * run against Altinn's test environment, with the settings that this example's README lists.
 */
public final class Quickstart {

    private static final String USAGE =
            "Usage: mvn -q -Pquickstart -pl examples/quickstart -am [-Dquickstart.args=\"--tt02 FILE.properties\"]";
    private static final long MIB = 1L << 20;
    private static final Duration LOCAL_LIMIT = Duration.ofMinutes(3);
    /** The malware scan of the test environment can take minutes. */
    private static final Duration TT02_LIMIT = Duration.ofMinutes(20);

    private Quickstart() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments, Path.of("target", "quickstart").toAbsolutePath()));
    }

    static int run(String[] arguments, Path folder) throws Exception {
        if (arguments.length == 0) {
            try (AltinnEmulator altinn = AltinnEmulator.start()) {
                Report.say(
                        "A local Altinn is listening on %s: Maskinporten, token exchange and Broker.",
                        altinn.platformUrl());
                return travel(
                        AltinnSettings.write(altinn, folder.resolve("keys")).properties(),
                        folder,
                        LOCAL_LIMIT,
                        200 * MIB);
            }
        }
        if (arguments.length == 2 && arguments[0].equals("--tt02")) {
            Path file = Path.of(arguments[1]);
            if (!Files.isReadable(file)) {
                System.err.println("Cannot read the file " + file + ". " + USAGE);
                return 2;
            }
            Report.say("The routes run against Altinn's test environment TT02.");
            return travel(tt02(file), folder, TT02_LIMIT, 20 * MIB);
        }
        System.err.println("Unknown arguments: " + String.join(" ", arguments) + ". " + USAGE);
        return 2;
    }

    private static Properties tt02(Path file) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("camel.component.altinn-broker.environment", "TT02");
        try (InputStream in = Files.newInputStream(file)) {
            settings.load(in);
        }
        return settings;
    }

    private static int travel(Properties settings, Path folder, Duration limit, long largeFileBytes) throws Exception {
        Journey journey = new Journey(folder.resolve("inbox"), SampleFiles.lay(folder, largeFileBytes));
        Main camel = new Main();
        camel.setOverrideProperties(settings);
        camel.configure().withShutdownTimeout(10);
        camel.configure().addRoutesBuilder(new Routes(folder, journey));
        camel.start();
        try {
            boolean arrived = journey.await(limit);
            return new Report(camel.getCamelContext(), journey).print(arrived) ? 0 : 1;
        } finally {
            camel.stop();
        }
    }
}
