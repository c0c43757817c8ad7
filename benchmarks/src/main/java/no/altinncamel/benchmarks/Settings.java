package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where the emulator is, and who may do what there. */
final class Settings {

    static final String SENDER = "sender";
    static final String RECIPIENT = "recipient";

    private static final String COMPONENT = "camel.component.altinn-broker.";

    private final Properties properties;

    Settings(Properties properties) {
        this.properties = properties;
    }

    static Settings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader lines = Files.newBufferedReader(file)) {
            properties.load(lines);
        }
        return new Settings(properties);
    }

    /** An option of the component. */
    String component(String option) {
        return properties.getProperty(COMPONENT + option);
    }

    String platformUrl() {
        return component("platformUrl");
    }

    String resource() {
        return properties.getProperty("resource");
    }

    String organization(String role) {
        return properties.getProperty(role + ".organization");
    }

    String clientId(String role) {
        return properties.getProperty(role + ".clientId");
    }

    /** Where Camel finds the private key. */
    String key(String role) {
        return properties.getProperty(role + ".key");
    }

    /** A token as Altinn issues it. */
    String token(String role) {
        return properties.getProperty("token." + role);
    }

    String collectionUrl() {
        return platformUrl() + "/broker/api/v1/filetransfer";
    }

    String transferUrl(String id) {
        return collectionUrl() + "/" + id;
    }

    String tusUrl(String id) {
        return collectionUrl() + "/upload/tus/" + id;
    }
}
