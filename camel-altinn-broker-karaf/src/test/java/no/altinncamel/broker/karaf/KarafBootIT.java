package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.util.StopWatch;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.http.Operation;

/**
 * What an operator does with a real Karaf: installs the feature and a bundle with routes, edits files below etc, stops and starts.
 * The local Altinn is outside, in this process.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it uses Karaf's Unix scripts")
class KarafBootIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path FOLDER = TARGET.resolve("karaf");
    private static final Path TRANSFERS = FOLDER.resolve("transfers");
    private static final Duration LONG = Duration.ofMinutes(2);

    private static AltinnEmulator altinn;
    private static KarafContainer karaf;

    @BeforeAll
    static void layOut() throws Exception {
        altinn = AltinnEmulator.start();
        altinn.rateLimits().enabled(false);
        karaf = new KarafContainer(TARGET.resolve("apache-karaf.tar.gz"), FOLDER, TARGET.resolve("repository"));
    }

    @AfterAll
    static void end() {
        if (karaf != null) {
            karaf.close();
        }
        altinn.close();
    }

    @Test
    void filesTravelWhateverTheOperatorDoes() throws Exception {
        String version = System.getProperty("project.version");
        karaf.start();

        StopWatch install = new StopWatch();
        karaf.shell(
                "feature:repo-add mvn:no.altinncamel/camel-altinn-broker-karaf/" + version + "/xml/features",
                "feature:install aries-blueprint camel-altinn-broker");
        long installed = install.taken();

        assertThat(karaf.home().resolve("etc/no.altinncamel.broker.cfg")).isNotEmptyFile();
        send("1.txt");
        configureTransfers();
        // the operator configures one component after the other, and the routes wait for both
        karaf.deploy(Path.of(System.getProperty("routes.bundle")));
        karaf.awaitLog("is waiting for dependencies");
        karaf.put("etc", "no.altinncamel.broker.cfg", configuration(altinn.sender(), "sender = 310332216"));
        karaf.put("etc", "no.altinncamel.broker-recipient.cfg", configuration(altinn.recipient(), ""));
        awaitReceived("1.txt");
        long first = install.taken();

        // another client of the recipient; the one from before is revoked
        AltinnAccount successor = altinn.addAccount("314244370", "altinn:broker.read");
        StopWatch edit = new StopWatch();
        karaf.put("etc", "no.altinncamel.broker-recipient.cfg", configuration(successor, ""));
        awaitRestarts(1);
        long edited = edit.taken();
        altinn.maskinporten().removeClient(altinn.recipient().clientId());
        send("2.txt");
        awaitReceived("2.txt");
        assertThat(altinn.recorder().calls(Operation.MASKINPORTEN_TOKEN))
                .anyMatch(call -> successor.clientId().equals(call.detail("clientId")));

        karaf.put(
                "etc",
                "no.altinncamel.broker-recipient.cfg",
                configuration(successor, "maxConnections = 0\ncleintId = x"));
        karaf.awaitLog("maxConnections: 0 is too small - use at least 1");
        karaf.awaitLog("cleintId: there is no such option");
        send("3.txt");
        awaitReceived("3.txt");

        karaf.put("etc", "no.altinncamel.broker-recipient.cfg", configuration(successor, "maxConnections = 5"));
        awaitRestarts(2);
        karaf.stop();
        send("4.txt");
        StopWatch restart = new StopWatch();
        karaf.start();
        awaitReceived("4.txt");
        long next = restart.taken();

        if (Boolean.getBoolean("karaf.printLog")) {
            System.out.println(karaf.log());
        }
        assertThat(karaf.log()).doesNotContain(altinn.sender().privateJwk(), successor.privateJwk());
        System.out.printf(
                "Karaf: feature:install %.1f s; feature:install to first file %.1f s; edit to running routes %.1f s;"
                        + " start of the container to next file %.1f s%n",
                installed / 1000.0, first / 1000.0, edited / 1000.0, next / 1000.0);
    }

    private static void awaitRestarts(int count) {
        await("routes run with an edit")
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Pattern.compile(
                                        "Component recipient in context \\S+: the routes run with the new configuration")
                                .matcher(karaf.log())
                                .results()
                                .count()
                        == count);
    }

    private static void configureTransfers() throws IOException {
        karaf.put(
                "etc",
                "no.altinncamel.examples.karaf.cfg",
                "resource = " + altinn.resourceId() + "\nrecipients = "
                        + altinn.recipient().organization() + "\nfolder = " + TRANSFERS + "\n");
    }

    private static String configuration(AltinnAccount account, String more) throws IOException {
        karaf.secret(account.clientId(), account.privateJwk());
        return String.join(
                "\n",
                "platformUrl = " + altinn.platformUrl(),
                "maskinportenIssuer = " + altinn.maskinportenIssuer(),
                "tokenEndpoint = " + altinn.tokenEndpoint(),
                "clientId = " + account.clientId(),
                "privateKey = $[secret:" + account.clientId() + "]",
                more,
                "");
    }

    private static void send(String name) throws IOException {
        Path outbox = Files.createDirectories(TRANSFERS.resolve("outbox"));
        Files.writeString(outbox.resolve(name), "This is " + name);
    }

    /** The id of the transfer stands before the name. */
    private static void awaitReceived(String name) {
        try {
            await(name).atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> received(name));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " did not arrive. " + karaf.endOfLog(), e);
        }
    }

    private static boolean received(String name) throws IOException {
        Path inbox = TRANSFERS.resolve("inbox");
        if (!Files.isDirectory(inbox)) {
            return false;
        }
        try (Stream<Path> files = Files.list(inbox)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith("-" + name)
                    && !file.getFileName().toString().startsWith(".part-"));
        }
    }
}
