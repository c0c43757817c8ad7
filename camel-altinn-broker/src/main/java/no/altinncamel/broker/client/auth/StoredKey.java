package no.altinncamel.broker.client.auth;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Takes a key out of a key store (maskinporten 4.2, 4.3). */
public final class StoredKey {

    private final KeyStore store;
    private final String alias;

    /**
     * @param  store                    loaded
     * @param  alias                    the entry with the key; {@code null} if the store has one key only
     * @throws IllegalArgumentException naming the fault, the aliases that there are and what mends it
     */
    public StoredKey(KeyStore store, String alias) {
        this.store = store;
        List<String> keys = keyAliases(store);
        if (alias == null && keys.size() != 1) {
            throw new IllegalArgumentException(
                    keys.isEmpty()
                            ? "The key store holds no private key: use the one that has key and certificate, not a trust store"
                            : "The key store holds several keys: set the alias (keyAlias) to one of " + keys
                                    + "; of an enterprise certificate's keys the one for authentication or signing");
        }
        // key stores compare aliases as they please, often without regard to case
        if (alias != null && !isKey(store, alias)) {
            throw new IllegalArgumentException(
                    "The key store holds no private key under the alias '" + alias + "': use one of " + keys);
        }
        this.alias = alias == null ? keys.get(0) : alias;
    }

    /**
     * The key as one that is registered with Maskinporten; its certificate does not matter.
     *
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public SigningKey registered(char[] password, String keyId) {
        return SigningKey.of(key(password), keyId);
    }

    /**
     * The key with its enterprise certificate.
     *
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public SigningKey withCertificate(char[] password, CertificateChain sent, Clock clock) {
        return SigningKey.ofCertificate(key(password), chain(), sent, clock);
    }

    private PrivateKey key(char[] password) {
        try {
            return (PrivateKey) store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw new IllegalArgumentException(
                    "The key under the alias '" + alias
                            + "' does not open with the password: set the key's own password (keyPassword) if it differs from the store's");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The key under the alias '" + alias + "' cannot be read (" + e.getMessage() + "): export it again",
                    e);
        }
    }

    private List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates()) {
            if (!(certificate instanceof X509Certificate x509)) {
                throw new IllegalArgumentException("The key store holds a certificate of type " + certificate.getType()
                        + ", but Maskinporten takes X.509 only: import the enterprise certificate");
            }
            chain.add(x509);
        }
        return chain;
    }

    private List<Certificate> certificates() {
        try {
            Certificate[] certificates = store.getCertificateChain(alias);
            return certificates == null ? List.of() : Arrays.asList(certificates);
        } catch (KeyStoreException e) {
            throw unloaded(e);
        }
    }

    private static List<String> keyAliases(KeyStore store) {
        try {
            return Collections.list(store.aliases()).stream()
                    .filter(alias -> isKey(store, alias))
                    .sorted()
                    .toList();
        } catch (KeyStoreException e) {
            throw unloaded(e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class);
        } catch (KeyStoreException e) {
            throw unloaded(e);
        }
    }

    private static IllegalArgumentException unloaded(KeyStoreException e) {
        return new IllegalArgumentException("The key store was not loaded: call its method load first", e);
    }

    /** Only the alias. */
    @Override
    public String toString() {
        return "StoredKey[" + alias + "]";
    }
}
