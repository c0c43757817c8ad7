package no.altinncamel.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The properties in which an {@link AltinnService} is written down, so that routes read from a file what they need to reach
 * it: the component's own options and {@linkplain #write for each of the two organisations} its number, client id and key
 * file, or {@linkplain #forAccount with one account} on the component itself.
 */
public final class AltinnSettings {

    private static final String COMPONENT = "camel.component.altinn-broker.";
    static final String PLATFORM_URL = COMPONENT + "platformUrl";
    static final String MASKINPORTEN_ISSUER = COMPONENT + "maskinportenIssuer";
    static final String TOKEN_ENDPOINT = COMPONENT + "tokenEndpoint";
    static final String ORGANIZATION = COMPONENT + "organization";
    static final String CLIENT_ID = COMPONENT + "clientId";
    static final String PRIVATE_KEY_RESOURCE = COMPONENT + "privateKeyResource";
    static final String RESOURCE = "resource";
    static final String SENDER = "sender";
    static final String RECIPIENT = "recipient";
    private static final String OWNER_ONLY = "rw-------";

    private final Map<String, String> entries = new LinkedHashMap<>();

    private AltinnSettings() {}

    /**
     * Writes the accounts' keys into a folder, readable by their owner only, and describes the service.
     *
     * @param keys folder for {@code sender.jwk} and {@code recipient.jwk}; made if it is not there, earlier keys replaced
     */
    public static AltinnSettings write(AltinnService service, Path keys) throws IOException {
        AltinnSettings settings = new AltinnSettings();
        settings.addresses(service);
        settings.entries.put(RESOURCE, service.resourceId());
        settings.account(SENDER, service.sender(), keys);
        settings.account(RECIPIENT, service.recipient(), keys);
        return settings;
    }

    /**
     * What an application that is one account sets on the component: the addresses, and who it is. An application that is
     * configured for a real environment runs against this service when these properties win over its own.
     *
     * @param keys folder for <i>client id</i>{@code .jwk}, readable by its owner only; made if it is not there
     */
    public static AltinnSettings forAccount(AltinnService service, AltinnAccount account, Path keys)
            throws IOException {
        AltinnSettings settings = new AltinnSettings();
        settings.addresses(service);
        settings.entries.put(ORGANIZATION, account.organization());
        settings.entries.put(CLIENT_ID, account.clientId());
        settings.entries.put(PRIVATE_KEY_RESOURCE, key(keys.resolve(account.clientId() + ".jwk"), account));
        return settings;
    }

    private void addresses(AltinnService service) {
        entries.put(PLATFORM_URL, service.platformUrl());
        entries.put(MASKINPORTEN_ISSUER, service.maskinportenIssuer());
        entries.put(TOKEN_ENDPOINT, service.tokenEndpoint());
    }

    private void account(String role, AltinnAccount account, Path keys) throws IOException {
        entries.put(role + ".organization", account.organization());
        entries.put(role + ".clientId", account.clientId());
        entries.put(role + ".key", key(keys.resolve(role + ".jwk"), account));
    }

    private static String key(Path file, AltinnAccount account) throws IOException {
        Path key = file.toAbsolutePath();
        Files.createDirectories(key.getParent());
        writePrivately(key, account.privateJwk());
        return "file:" + portable(key);
    }

    /**
     * Camel decodes what stands after {@code file:} as in a query. Windows takes both slashes; elsewhere a backslash is a
     * character of a name.
     */
    private static String portable(Path file) {
        return file.toString()
                .replace(file.getFileSystem().getSeparator(), "/")
                .replace("%", "%25")
                .replace("+", "%2B");
    }

    /** Nobody else may read the file, not even for the moment between its creation and its content. */
    private static void writePrivately(Path file, String content) throws IOException {
        Path folder = file.getParent();
        FileAttribute<?>[] attributes = Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
        Path fresh = Files.createTempFile(folder, "key", ".jwk", attributes);
        try {
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The same as properties, for a Camel context or Camel Main. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.putAll(entries);
        return properties;
    }

    /** Lines ready to paste into a properties file, whichever of the usual encodings it is read with. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        entries.forEach((name, value) ->
                lines.append(name).append('=').append(escaped(value)).append(System.lineSeparator()));
        return lines.toString();
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c > ' ' && c <= '~' || c == ' ' && escaped.length() > 0) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04X", (int) c));
            }
        }
        return escaped.toString();
    }
}
