package no.altinncamel.emulator;

import java.io.IOException;
import java.io.Reader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import com.fasterxml.jackson.core.JsonProcessingException;

import no.altinncamel.emulator.http.Json;

/** An Altinn environment that runs elsewhere, described by a file of {@link AltinnSettings}; nothing is started or stopped. */
public final class RemoteAltinn implements AltinnService {

    private static final String FILE = "file:";

    private final Path file;
    private final Properties settings = new Properties();

    private RemoteAltinn(Path file) throws IOException {
        this.file = file;
        try (Reader in = Files.newBufferedReader(file)) {
            settings.load(in);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a properties file: " + e.getMessage(), e);
        }
    }

    /**
     * @param  file                     properties as the emulator's jar prints them, in UTF-8
     * @throws IOException              if the file cannot be read
     * @throws IllegalArgumentException if an entry is missing or a key cannot be read
     */
    public static RemoteAltinn of(Path file) throws IOException {
        RemoteAltinn altinn = new RemoteAltinn(file);
        // a missing entry shows before the first test runs
        altinn.platformUrl();
        altinn.tokenEndpoint();
        altinn.resourceId();
        altinn.sender();
        altinn.recipient();
        return altinn;
    }

    @Override
    public String platformUrl() {
        return mandatory(AltinnSettings.PLATFORM_URL);
    }

    @Override
    public String maskinportenIssuer() {
        return mandatory(AltinnSettings.MASKINPORTEN_ISSUER);
    }

    @Override
    public String tokenEndpoint() {
        String issuer = maskinportenIssuer();
        String standard = issuer.endsWith("/") ? issuer + "token" : issuer + "/token";
        String value = settings.getProperty(AltinnSettings.TOKEN_ENDPOINT);
        return value == null || value.isBlank() ? standard : value.strip();
    }

    @Override
    public String resourceId() {
        return mandatory(AltinnSettings.RESOURCE);
    }

    @Override
    public AltinnAccount sender() {
        return account(AltinnSettings.SENDER);
    }

    @Override
    public AltinnAccount recipient() {
        return account(AltinnSettings.RECIPIENT);
    }

    private AltinnAccount account(String role) {
        String jwk = key(role + ".key");
        return new AltinnAccount(
                mandatory(role + ".organization"), mandatory(role + ".clientId"), keyId(role, jwk), jwk);
    }

    private String key(String name) {
        String location = mandatory(name);
        Path key = Path.of(location.startsWith(FILE) ? decoded(location.substring(FILE.length())) : location);
        try {
            return Files.readString(key);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The key that " + name + " in " + file + " names cannot be read: " + key, e);
        }
    }

    /** As Camel reads it. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a percent sign that was not meant to encode anything
            return path;
        }
    }

    private String keyId(String role, String jwk) {
        String key = "The key that " + role + ".key in " + file + " names";
        try {
            String kid = Json.tree(jwk).path("kid").asText();
            if (kid.isBlank()) {
                throw new IllegalArgumentException(key + " has no kid, by which Maskinporten knows it");
            }
            return kid;
        } catch (JsonProcessingException e) {
            // without its cause, which quotes the key
            throw new IllegalArgumentException(key + " is not a JWK");
        }
    }

    private String mandatory(String name) {
        String value = settings.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The entry " + name + " is missing in " + file);
        }
        return value.strip();
    }

    /** Leaves the environment as it is. */
    @Override
    public void close() {}
}
