package no.altinncamel.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;

/** The settings that a properties file would hold, for the emulator; its throw-away keys are written to a folder. */
final class LocalSettings {

    private LocalSettings() {}

    static Properties of(AltinnEmulator altinn, Path keys) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("camel.component.altinn-broker.platformUrl", altinn.platformUrl());
        settings.setProperty("camel.component.altinn-broker.maskinportenIssuer", altinn.maskinportenIssuer());
        settings.setProperty("resource", altinn.resourceId());
        account(settings, "sender", altinn.sender(), keys);
        account(settings, "recipient", altinn.recipient(), keys);
        return settings;
    }

    private static void account(Properties settings, String role, AltinnAccount account, Path keys) throws IOException {
        Files.createDirectories(keys);
        Path key = keys.resolve(role + ".jwk");
        Files.deleteIfExists(key);
        if (Files.getFileStore(keys).supportsFileAttributeView("posix")) {
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(key, account.privateJwk());
        settings.setProperty(role + ".organization", account.organization());
        settings.setProperty(role + ".clientId", account.clientId());
        settings.setProperty(role + ".key", "file:" + key);
    }
}
