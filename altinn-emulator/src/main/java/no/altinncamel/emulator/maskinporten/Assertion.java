package no.altinncamel.emulator.maskinporten;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;

import no.altinncamel.emulator.http.Json;

/**
 * The JWT that a client signs and posts. It is taken apart here and not by a JOSE library, which would refuse some of the
 * mistakes that Maskinporten has answers of its own for ({@code alg: none}, {@code x5c} as a string).
 */
final class Assertion {

    /** Names of the allowed algorithms in JOSE and in Java (contract maskinporten 3.2). */
    private static final Map<String, String> ALGORITHMS =
            Map.of("RS256", "SHA256withRSA", "RS384", "SHA384withRSA", "RS512", "SHA512withRSA");

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final String signingInput;
    private final byte[] signature;

    private Assertion(Map<String, Object> header, Map<String, Object> claims, String signingInput, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /** @throws GrantRefusedException if the text is not a JWS in compact form with JSON objects in it */
    static Assertion parse(String text) throws GrantRefusedException {
        if (!COMPACT.matcher(text).matches()) {
            throw Refusal.MALFORMED.exception();
        }
        String[] parts = text.split("\\.", -1);
        try {
            return new Assertion(
                    object(parts[0]),
                    object(parts[1]),
                    parts[0] + '.' + parts[1],
                    Base64.getUrlDecoder().decode(parts[2]));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw Refusal.MALFORMED.exception();
        }
    }

    private static Map<String, Object> object(String part) throws JsonProcessingException {
        Map<String, Object> object =
                Json.object(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        if (object == null) {
            throw new IllegalArgumentException("JSON null");
        }
        return object;
    }

    Map<String, Object> header() {
        return header;
    }

    Map<String, Object> claims() {
        return claims;
    }

    void requireAllowedAlgorithm() throws GrantRefusedException {
        if (!(header.get("alg") instanceof String algorithm) || !ALGORITHMS.containsKey(algorithm)) {
            throw Refusal.UNSUPPORTED_ALGORITHM.exception();
        }
    }

    boolean isSignedWith(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHMS.get(header.get("alg")));
            verifier.initVerify(key);
            verifier.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // a signature of another length, or a key that is not RSA: it does not fit, whatever the reason
            return false;
        }
    }

    /** Tells assertions apart without keeping them. */
    String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(signingInput.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
