package no.altinncamel.broker.client.auth;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;

import no.altinncamel.broker.client.http.Problem;

/**
 * Reads a JWK or a JWK set, as JSON or as base64 of it (maskinporten 4.3). The parsers' own exceptions may quote their input, so
 * they are not passed on.
 */
final class JwkText {

    private JwkText() {}

    /**
     * @param  text                     a JWK or a JWK set
     * @param  keyId                    of a set the key to take, else all private RSA keys are taken in their order; a single JWK
     *                                  gets this as its {@code kid}; may be {@code null}
     * @return                          at least one key, the preferred one first
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    static List<SigningKey> parseAll(String text, String keyId) {
        String json = json(text);
        return isSet(json) ? ofSet(set(json), keyId) : List.of(of(key(json), keyId));
    }

    /** As {@link #parseAll}, for a single JWK only. */
    static SigningKey parse(String text, String keyId) {
        String json = json(text);
        if (isSet(json)) {
            throw new IllegalArgumentException("The text is a set of JWKs: give one JWK");
        }
        return of(key(json), keyId);
    }

    private static boolean isSet(String json) {
        var object = Problem.object(json.getBytes(StandardCharsets.UTF_8));
        return object != null && object.has("keys");
    }

    private static SigningKey of(JWK jwk, String keyId) {
        if (!(jwk instanceof RSAKey rsa)) {
            throw new IllegalArgumentException("The JWK is of type " + jwk.getKeyType()
                    + ", but Maskinporten takes RSA keys only: make an RSA key of at least 2048 bits and register it");
        }
        if (!rsa.isPrivate()) {
            throw new IllegalArgumentException(
                    "The JWK holds only the public key: give the one with the private members,"
                            + " which you kept when you registered this one with Maskinporten");
        }
        try {
            return SigningKey.of(rsa.toPrivateKey(), keyId != null ? keyId : rsa.getKeyID());
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    "The JWK's private members do not make a usable RSA key: export it again");
        }
    }

    private static List<SigningKey> ofSet(JWKSet set, String keyId) {
        if (keyId != null) {
            JWK chosen = set.getKeyByKeyId(keyId.strip());
            if (chosen == null) {
                throw new IllegalArgumentException("The JWK set has no key with the key id (kid) '" + keyId.strip()
                        + "': use one of " + keyIds(set) + ", or leave the key id out to use all");
            }
            return List.of(of(chosen, null));
        }
        List<SigningKey> usable = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (JWK jwk : set.getKeys()) {
            if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
                reasons.add(jwk.getKeyID() + ": it is for encryption");
                continue;
            }
            try {
                usable.add(of(jwk, null));
            } catch (IllegalArgumentException e) {
                reasons.add(jwk.getKeyID() + ": " + e.getMessage());
            }
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException(
                    "The JWK set has no usable key: put a private RSA key with a key id (kid) into it " + reasons);
        }
        return List.copyOf(usable);
    }

    private static List<String> keyIds(JWKSet set) {
        return set.getKeys().stream().map(JWK::getKeyID).toList();
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

    private static JWK key(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The JWK cannot be read: it must be one JSON object with kty, n, e, d, p, q, dp, dq" + " and qi");
        }
    }

    private static JWKSet set(String json) {
        try {
            return JWKSet.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The JWK set cannot be read: its member keys must be an array of JWKs, each with kty and its members");
        }
    }
}
