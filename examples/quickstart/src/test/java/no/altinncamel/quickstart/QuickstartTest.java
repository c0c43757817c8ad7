package no.altinncamel.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;

class QuickstartTest {

    @TempDir
    private Path folder;

    @Test
    void wrongArgumentsAndAMissingFileEndWithTwo() throws Exception {
        assertThat(Quickstart.run(new String[] {"--tt03", "x"}, folder)).isEqualTo(2);
        assertThat(Quickstart.run(new String[] {"--tt02"}, folder)).isEqualTo(2);
        assertThat(Quickstart.run(
                        new String[] {"--tt02", folder.resolve("nothing").toString()}, folder))
                .isEqualTo(2);
    }

    @Test
    void theRoutesRunAgainstAnAltinnThatAPropertiesFileDescribes() throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            Path settings = folder.resolve("my.properties");
            Files.writeString(
                    settings,
                    AltinnSettings.write(altinn, folder.resolve("keys")).toString());

            assertThat(Quickstart.run(new String[] {"--tt02", settings.toString()}, folder))
                    .isZero();

            assertThat(altinn.broker().transfers())
                    .hasSize(4)
                    .extracting(Transfer::status)
                    .containsOnly(TransferStatus.ALL_CONFIRMED_DOWNLOADED);
            assertThat(folder.resolve("inbox")).isDirectoryContaining("glob:**-letter.pdf");
        }
    }

    @Test
    void aSenderWithoutAccessEndsWithOne() throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            Path settings = folder.resolve("my.properties");
            Files.writeString(
                    settings,
                    AltinnSettings.write(altinn, folder.resolve("keys")) + "resource=no-such-" + UUID.randomUUID());

            assertThat(Quickstart.run(new String[] {"--tt02", settings.toString()}, folder))
                    .isEqualTo(1);
        }
    }
}
