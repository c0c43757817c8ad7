package no.altinncamel.broker.client.auth;

import java.util.List;

/** Reads registered keys from text, in whatever form it has (maskinporten 4.3). */
public final class KeyText {

    private KeyText() {}

    /**
     * @param  text                     a JWK or a JWK set (JSON, or base64 of it), or a PEM with one private key
     * @param  keyId                    the {@code kid} for a PEM or JWK, or which key of a set to take; {@code null} for a JWK's
     *                                  own {@code kid}, or for all private RSA keys of a set
     * @param  password                 decrypts an encrypted PKCS#8 PEM; may be {@code null}
     * @return                          at least one key, the preferred one first
     * @throws IllegalArgumentException naming the fault and what mends it, without quoting the text
     */
    public static List<SigningKey> parse(String text, String keyId, String password) {
        return text != null && text.contains("-----BEGIN")
                ? List.of(SigningKey.fromPem(text, keyId, password))
                : JwkText.parseAll(text, keyId);
    }
}
