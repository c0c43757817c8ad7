package no.altinncamel.broker;

import java.util.stream.Stream;

import org.apache.camel.support.jsse.KeyStoreParameters;

import no.altinncamel.broker.client.auth.CertificateChain;
import no.altinncamel.broker.client.auth.SigningKey;

/** The options that say which key signs; endpoints that agree in them share keys and tokens. */
record KeyOptions(
        String privateKey,
        String privateKeyResource,
        String privateKeyPassword,
        String keyId,
        String fallbackPrivateKeyResource,
        String fallbackKeyId,
        KeyStoreParameters keyStoreParameters,
        String keyAlias,
        String keyPassword,
        CertificateChain certificateChain,
        SigningKey signingKey) {

    /** Takes what is wrong with an option, and how to mend it. */
    @FunctionalInterface
    interface Faults {
        void add(String option, String what, String mend);
    }

    static KeyOptions of(AltinnBrokerConfiguration configuration) {
        return new KeyOptions(
                filled(configuration.getPrivateKey()),
                filled(configuration.getPrivateKeyResource()),
                filled(configuration.getPrivateKeyPassword()),
                filled(configuration.getKeyId()),
                filled(configuration.getFallbackPrivateKeyResource()),
                filled(configuration.getFallbackKeyId()),
                configuration.getKeyStoreParameters(),
                filled(configuration.getKeyAlias()),
                filled(configuration.getKeyPassword()),
                configuration.getCertificateChain(),
                configuration.getSigningKey());
    }

    /** Finds combinations that make no sense; the keys themselves are not looked at. */
    void check(Faults faults) {
        long keys = Stream.of(privateKey, privateKeyResource, keyStoreParameters, signingKey)
                .filter(key -> key != null)
                .count();
        if (keys != 1) {
            faults.add(
                    "privateKey",
                    keys == 0 ? "there is no key" : "there is more than one key",
                    "set one of privateKeyResource, privateKey, keyStoreParameters and signingKey to the key registered on"
                            + " the Maskinporten client");
        }
        if (keyStoreParameters == null) {
            without(faults, "keyAlias", keyAlias, "keyStoreParameters");
            without(faults, "keyPassword", keyPassword, "keyStoreParameters");
        }
        if (fallbackPrivateKeyResource == null) {
            without(faults, "fallbackKeyId", fallbackKeyId, "fallbackPrivateKeyResource");
        }
        if (privateKey == null && privateKeyResource == null && fallbackPrivateKeyResource == null) {
            without(faults, "privateKeyPassword", privateKeyPassword, "privateKey or privateKeyResource");
        }
        if (fallbackPrivateKeyResource != null && isCertificate()) {
            faults.add(
                    "fallbackPrivateKeyResource",
                    "a client with an enterprise certificate has no registered keys",
                    "set keyId if the key in keyStoreParameters is a registered one, or leave the fallback out");
        }
    }

    private static void without(Faults faults, String option, String value, String needed) {
        if (value != null) {
            faults.add(option, "there is nothing that it could belong to", "set it together with " + needed);
        }
    }

    /** Whether an enterprise certificate takes the place of a registered key. */
    boolean isCertificate() {
        return keyStoreParameters != null && keyId == null;
    }

    private static String filled(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** No key and no password. */
    @Override
    public String toString() {
        return "KeyOptions[keyId=" + keyId + "]";
    }
}
