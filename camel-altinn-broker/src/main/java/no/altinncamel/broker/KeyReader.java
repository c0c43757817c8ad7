package no.altinncamel.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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

import no.altinncamel.broker.client.auth.KeySource;
import no.altinncamel.broker.client.auth.KeyText;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.auth.SigningKeys;
import no.altinncamel.broker.client.auth.StoredKey;
import no.altinncamel.broker.client.auth.WatchedKeys;

/** Finds the keys that the options speak of, in Camel's resources and key stores; it asks no network. */
final class KeyReader {

    private static final int LONGEST_LOCATION = 1000;
    private static final String FILE = "file:";

    private final CamelContext context;
    private final KeyOptions options;

    KeyReader(CamelContext context, KeyOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Reads the keys, and watches those that are in files.
     *
     * @throws UnusableKeyException naming the options, the faults and what mends them, if no key can be used
     */
    SigningKeys open() {
        List<KeySource> sources = new ArrayList<>();
        sources.add(preferred());
        if (options.fallbackPrivateKeyResource() != null) {
            sources.add(resource(
                    "fallbackPrivateKeyResource", options.fallbackPrivateKeyResource(), options.fallbackKeyId()));
        }
        try {
            return new WatchedKeys(sources, System::nanoTime);
        } catch (IllegalArgumentException e) {
            throw UnusableKeyException.of(e);
        }
    }

    private KeySource preferred() {
        if (options.signingKey() != null) {
            return source("signingKey", null, () -> List.of(options.signingKey()));
        }
        if (options.keyStoreParameters() != null) {
            String location = context.resolvePropertyPlaceholders(
                    options.keyStoreParameters().getResource());
            return source("keyStoreParameters", file(location), () -> List.of(stored()));
        }
        return options.privateKey() != null
                ? source("privateKey", null, () -> parse(options.privateKey(), options.keyId()))
                : resource("privateKeyResource", options.privateKeyResource(), options.keyId());
    }

    private KeySource resource(String option, String location, String keyId) {
        if (isKeyItself(location)) {
            // neither the message nor a cause may quote it
            return new KeySource("The option " + option, null, () -> {
                throw new UnusableKeyException(
                        new WrongOptionsException.Fault(
                                option,
                                "it holds a key and not a place where one is",
                                "use the option privateKey, or write the key to a file"),
                        "The option " + option
                                + " holds a key and not a place where one is: use the option privateKey, or write the key to a file",
                        null);
            });
        }
        return source(option, file(location), () -> parse(text(location), keyId));
    }

    private static KeySource source(String option, Path file, Supplier<List<SigningKey>> reader) {
        return new KeySource("The option " + option, file, () -> {
            try {
                return reader.get();
            } catch (RuntimeException e) {
                throw new UnusableKeyException(
                        new WrongOptionsException.Fault(
                                option,
                                "it does not hold a usable key: " + e.getMessage(),
                                "correct it, or the key that it leads to"),
                        "The option " + option + " does not hold a usable key: " + e.getMessage(),
                        e);
            }
        });
    }

    /** A PEM, a JWK, base64 of one, or a Camel resource that carries its content in its name. */
    private static boolean isKeyItself(String location) {
        return location.contains("-----BEGIN")
                || location.contains("{")
                || location.lines().count() > 1
                || location.startsWith("eyJ")
                || location.startsWith("ewo")
                || location.startsWith("LS0tLS1CRUdJTi")
                || location.startsWith("base64:")
                || location.startsWith("mem:")
                || location.length() > LONGEST_LOCATION;
    }

    private List<SigningKey> parse(String text, String keyId) {
        return KeyText.parse(text, keyId, options.privateKeyPassword());
    }

    private String text(String location) {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "'" + location + "' cannot be read; use file:, classpath: or another Camel resource", e);
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

    /** @return what is to be watched, or {@code null}; Camel looks for a bare path on the class path first, then for a file */
    private Path file(String location) {
        if (location == null || !location.startsWith(FILE) && location.contains(":")) {
            return null;
        }
        Resource resource = ResourceHelper.resolveResource(context, location);
        if (!location.startsWith(FILE) && !resource.exists()) {
            return Path.of(location);
        }
        URI uri = resource.getURI();
        return "file".equals(uri.getScheme()) ? Path.of(uri) : null;
    }
}
