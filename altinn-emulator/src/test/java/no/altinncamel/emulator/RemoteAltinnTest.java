package no.altinncamel.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RemoteAltinnTest {

    private static AltinnEmulator emulator;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        emulator = AltinnEmulator.start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Path write(Path folder, Object settings) throws IOException {
        return Files.writeString(folder.resolve("altinn.properties"), settings.toString());
    }

    private Path settings() throws IOException {
        return write(folder, AltinnSettings.write(emulator, folder));
    }

    private void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void whatTheEmulatorWritesIsReadBack() throws IOException {
        RemoteAltinn remote = RemoteAltinn.of(settings());
        assertThat(remote.platformUrl()).isEqualTo(emulator.platformUrl());
        assertThat(remote.maskinportenIssuer()).isEqualTo(emulator.maskinportenIssuer());
        assertThat(remote.tokenEndpoint()).isEqualTo(emulator.tokenEndpoint());
        assertThat(remote.resourceId()).isEqualTo(emulator.resourceId());
        assertThat(remote.sender()).isEqualTo(emulator.sender());
        assertThat(remote.recipient()).isEqualTo(emulator.recipient());
        remote.close();
        assertThat(RemoteAltinn.of(settings()).sender()).isEqualTo(emulator.sender());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderMayHaveAnyName() throws IOException {
        Path keys = folder.resolve("nøkler ü 漢\\u0041 = #1: 100% a+b");
        AltinnSettings written = AltinnSettings.write(emulator, keys);
        Path file = write(folder, written);
        assertThat(RemoteAltinn.of(file).sender()).isEqualTo(emulator.sender());

        // as those read it who take a properties file for Latin-1
        Properties latin1 = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            latin1.load(in);
        }
        assertThat(latin1).isEqualTo(written.properties());
    }

    @Test
    void aFileWrittenByHandIsUtf8() throws IOException {
        Path keys = folder.resolve("nøkler");
        AltinnSettings.write(emulator, keys);
        Path file = settings();
        replace(file, "sender.jwk", "nøkler/sender.jwk");
        assertThat(RemoteAltinn.of(file).sender()).isEqualTo(emulator.sender());
    }

    @Test
    void theTokenEndpointIsMaskinportensUnlessSaidOtherwise() throws IOException {
        Path file = settings();
        replace(file, "camel.component.altinn-broker.tokenEndpoint", "unused");
        assertThat(RemoteAltinn.of(file).tokenEndpoint()).isEqualTo(emulator.tokenEndpoint());
        replace(file, emulator.maskinportenIssuer() + System.lineSeparator(), emulator.platformUrl() + "\n");
        assertThat(RemoteAltinn.of(file).tokenEndpoint()).isEqualTo(emulator.tokenEndpoint());
        assertThat(RemoteAltinn.of(file).maskinportenIssuer()).isEqualTo(emulator.platformUrl());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path file = settings();
        replace(file, "recipient.clientId", "recipient.client");
        assertThatThrownBy(() -> RemoteAltinn.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The entry recipient.clientId is missing in " + file);
        replace(file, "recipient.client", "recipient.clientId");
        Files.delete(folder.resolve("sender.jwk"));
        assertThatThrownBy(() -> RemoteAltinn.of(file)).hasMessageContaining("sender.key");
    }

    @Test
    void aKeyIsAJwkWithAName() throws IOException {
        Path file = settings();
        Path key = folder.resolve("sender.jwk");
        replace(key, "\"kid\"", "\"name\"");
        assertThatThrownBy(() -> RemoteAltinn.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sender.key", "no kid");
        Files.writeString(key, "-----BEGIN SECRET");
        assertThatThrownBy(() -> RemoteAltinn.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a JWK")
                .hasNoCause();
    }
}
