package no.altinncamel.matrix.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.broker.TransferStatus;

/** The packaged application, started as in production, sends a file and receives it. */
class ApplicationTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path folder;

    @Test
    void aFileGoesOutAndComesIn() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.write(outbox.resolve("data.bin"), content);
        Path received = folder.resolve("inbox").resolve("data.bin");

        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            Process application = start(altinn);
            try {
                await().atMost(LONG).untilAsserted(() -> assertThat(Files.exists(received) || !application.isAlive())
                        .as(log())
                        .isTrue());
                assertThat(received).as(log()).hasBinaryContent(content);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(altinn.broker().transfers())
                                .singleElement()
                                .satisfies(transfer -> assertThat(transfer.status())
                                        .isEqualTo(TransferStatus.ALL_CONFIRMED_DOWNLOADED)));
            } finally {
                application.destroy();
                application.waitFor();
            }
        }
    }

    private Process start(AltinnEmulator altinn) throws IOException {
        AltinnAccount account = altinn.sender();
        Path key = Files.writeString(folder.resolve("key.jwk"), account.privateJwk());
        String component = "camel.component.altinn-broker.";
        Map<String, Object> settings = Map.of(
                "outbox",
                folder.resolve("outbox"),
                "inbox",
                folder.resolve("inbox"),
                "resource",
                altinn.resourceId(),
                "organization",
                account.organization(),
                component + "platformUrl",
                altinn.platformUrl(),
                component + "maskinportenIssuer",
                altinn.maskinportenIssuer(),
                component + "tokenEndpoint",
                altinn.tokenEndpoint(),
                component + "clientId",
                account.clientId(),
                component + "privateKeyResource",
                "file:" + key);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", APPLICATION.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
