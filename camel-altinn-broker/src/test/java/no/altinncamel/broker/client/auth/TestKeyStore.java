package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Makes key stores. */
public final class TestKeyStore {

    public static final String PASSWORD = "store-secret";

    private final KeyStore store;

    public TestKeyStore(String type) {
        try {
            store = KeyStore.getInstance(type);
            store.load(null, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the store's password. */
    public TestKeyStore key(String alias, PrivateKey key, X509Certificate... chain) {
        return key(alias, key, PASSWORD, chain);
    }

    public TestKeyStore key(String alias, PrivateKey key, String password, X509Certificate... chain) {
        try {
            store.setKeyEntry(alias, key, password.toCharArray(), chain);
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestKeyStore trusted(String alias, X509Certificate certificate) {
        try {
            store.setCertificateEntry(alias, certificate);
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public KeyStore store() {
        return store;
    }

    public void save(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
