package no.altinncamel.broker;

import java.nio.file.Path;

import org.apache.camel.support.jsse.KeyStoreParameters;

import no.altinncamel.broker.client.auth.TestKeyStore;

/** A PKCS#12 file as users configure it. */
final class KeyStoreFile {

    private KeyStoreFile() {}

    static KeyStoreParameters of(Path file, TestKeyStore store) {
        store.save(file);
        KeyStoreParameters parameters = new KeyStoreParameters();
        parameters.setResource("file:" + file);
        parameters.setType("PKCS12");
        parameters.setPassword(TestKeyStore.PASSWORD);
        return parameters;
    }
}
