package no.altinncamel.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.KeyStoreParameters;

import no.altinncamel.broker.client.auth.KeyText;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.auth.SigningKeys;
import no.altinncamel.broker.client.auth.StoredKey;
import no.altinncamel.broker.client.auth.WatchedKeys;

/** Finds the keys that the options speak of, in Camel's resources and key stores; it asks no network. */
final class KeyReader {

    private final CamelContext context;
    private final KeyOptions options;

    KeyReader(CamelContext context, KeyOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Reads the keys, and watches those that are in files.
     *
     * @throws IllegalArgumentException naming the option, the fault and what mends it
     */
    SigningKeys open() {
        List<Path> files = files();
        return files.isEmpty() ? SigningKeys.of(read()) : new WatchedKeys(files, this::read, System::nanoTime);
    }

    private List<SigningKey> read() {
        List<SigningKey> keys = new ArrayList<>();
        if (options.signingKey() != null) {
            keys.add(options.signingKey());
        } else if (options.keyStoreParameters() != null) {
            keys.add(usable("keyStoreParameters", this::stored));
        } else if (options.privateKey() != null) {
            keys.addAll(usable("privateKey", () -> parse(options.privateKey(), options.keyId())));
        } else {
            String text = text("privateKeyResource", options.privateKeyResource());
            keys.addAll(usable("privateKeyResource", () -> parse(text, options.keyId())));
        }
        if (options.fallbackPrivateKeyResource() != null) {
            String text = text("fallbackPrivateKeyResource", options.fallbackPrivateKeyResource());
            keys.addAll(usable("fallbackPrivateKeyResource", () -> parse(text, options.fallbackKeyId())));
        }
        return keys;
    }

    private List<SigningKey> parse(String text, String keyId) {
        return KeyText.parse(text, keyId, options.privateKeyPassword());
    }

    private static <T> T usable(String option, Supplier<T> key) {
        try {
            return key.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The option " + option + " does not hold a usable key: " + e.getMessage(), e);
        }
    }

    private String text(String option, String resource) {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The option " + option + " points to '" + resource
                            + "', which cannot be read; use file:, classpath: or another Camel resource",
                    e);
        }
    }

    private SigningKey stored() {
        StoredKey key = new StoredKey(keyStore(), options.keyAlias());
        String text = options.keyPassword() != null
                ? options.keyPassword()
                : context.resolvePropertyPlaceholders(
                        options.keyStoreParameters().getPassword());
        char[] password = text == null ? null : text.toCharArray();
        return options.isCertificate()
                ? key.withCertificate(password, options.certificateChain(), Clock.systemUTC())
                : key.registered(password, options.keyId());
    }

    private KeyStore keyStore() {
        KeyStoreParameters parameters = options.keyStoreParameters();
        if (parameters.getCamelContext() == null) {
            parameters.setCamelContext(context);
        }
        try {
            return parameters.createKeyStore();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the key store does not open with the password: correct the password of the"
                                    + " KeyStoreParameters"
                            : "the key store '" + parameters.getResource() + "' cannot be read (" + e.getMessage()
                                    + "): check resource and type of the KeyStoreParameters",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key store cannot be opened (" + e.getMessage()
                            + "): check type and provider of the KeyStoreParameters",
                    e);
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        KeyStoreParameters store = options.keyStoreParameters();
        addFile(files, options.privateKeyResource());
        addFile(files, store == null ? null : context.resolvePropertyPlaceholders(store.getResource()));
        addFile(files, options.fallbackPrivateKeyResource());
        return files;
    }

    private void addFile(List<Path> files, String location) {
        if (location != null && location.startsWith("file:")) {
            Resource resource = ResourceHelper.resolveResource(context, location);
            files.add(Path.of(resource.getURI()));
        }
    }
}
