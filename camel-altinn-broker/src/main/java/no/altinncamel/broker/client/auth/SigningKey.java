package no.altinncamel.broker.client.auth;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.text.ParseException;
import java.util.Base64;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;

/**
 * The private RSA key that is registered with Maskinporten, at least 2048 bits, and the {@code kid} it is registered under
 * (maskinporten 4.1, 4.3). It signs and never shows itself.
 */
public final class SigningKey {

    private static final int SHORTEST = 2048;

    private final String keyId;
    private final JWSSigner signer;

    private SigningKey(String keyId, JWSSigner signer) {
        this.keyId = keyId;
        this.signer = signer;
    }

    /**
     * @param  jwk                      the JSON of a private RSA key, or the base64 of it
     * @param  keyId                    overrides the key's own {@code kid}; {@code null} keeps that
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey fromJwk(String jwk, String keyId) {
        JWK parsed = parse(json(jwk));
        if (!(parsed instanceof com.nimbusds.jose.jwk.RSAKey rsa)) {
            throw new IllegalArgumentException(
                    "The JWK is of type " + parsed.getKeyType() + ", but Maskinporten takes RSA keys"
                            + " only: make an RSA key of at least " + SHORTEST + " bits and register it");
        }
        if (!rsa.isPrivate()) {
            throw new IllegalArgumentException(
                    "The JWK holds only the public key: give the one with the private members, which"
                            + " you kept when you registered this one with Maskinporten");
        }
        String id = keyId != null ? keyId : rsa.getKeyID();
        try {
            return of(rsa.toPrivateKey(), id);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    "The JWK's private members do not make a usable RSA key: export it again");
        }
    }

    /**
     * @param  pem                      text with one private key, PKCS#8 or PKCS#1, not encrypted; certificates beside it are
     *                                  ignored
     * @param  keyId                    the {@code kid} under which Maskinporten knows the key
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey fromPem(String pem, String keyId) {
        return of(PemPrivateKey.parse(pem), keyId);
    }

    /**
     * @param  key                      an RSA key; one of a hardware module need not show its members
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey of(PrivateKey key, String keyId) {
        if (keyId == null || keyId.isBlank()) {
            throw new IllegalArgumentException(
                    "The key has no key id (kid): set it to the one under which Maskinporten registered" + " the key");
        }
        if (key == null || !"RSA".equals(key.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "The key is " + (key == null ? "missing" : "an " + key.getAlgorithm() + " key")
                            + ", but Maskinporten takes RSA keys only: make an RSA key of at least " + SHORTEST
                            + " bits and register it");
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST) {
            throw new IllegalArgumentException(
                    "The RSA key has " + rsa.getModulus().bitLength() + " bits, but Maskinporten wants" + " at least "
                            + SHORTEST + ": make a longer key and register it");
        }
        return new SigningKey(keyId.strip(), new RSASSASigner(key));
    }

    public String keyId() {
        return keyId;
    }

    JWSSigner signer() {
        return signer;
    }

    /** Only the key id. */
    @Override
    public String toString() {
        return "SigningKey[keyId=" + keyId + "]";
    }

    private static String json(String jwk) {
        if (jwk == null || jwk.isBlank()) {
            throw new IllegalArgumentException(
                    "The JWK is empty: give the JSON of a private RSA key, or the base64 of it");
        }
        String text = jwk.strip();
        if (text.startsWith("{")) {
            return text;
        }
        try {
            String compact = text.replaceAll("\\s+", "").replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(compact), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The JWK is neither JSON nor base64 of JSON: give one of them");
        }
    }

    /** The parser's own exception may quote its input, so it is not passed on. */
    private static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The JWK cannot be read: it must be one JSON object with kty, n, e, d, p, q, dp, dq" + " and qi");
        }
    }
}
