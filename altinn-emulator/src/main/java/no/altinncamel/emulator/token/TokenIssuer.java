package no.altinncamel.emulator.token;

import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

import no.altinncamel.emulator.http.Json;

/** Signs and verifies the tokens of one issuer; its key can be rotated while the previous one stays published. */
public final class TokenIssuer {

    /** How an issuer names its keys in the headers of its tokens. */
    public enum KeyNames {
        /** Maskinporten: {@code kid} is any name, and there is no {@code typ}. */
        PLAIN,
        /** Altinn: {@code kid} looks like the SHA-1 thumbprint of a certificate, which is also {@code x5t}. */
        THUMBPRINT
    }

    private static final int THUMBPRINT_BYTES = 20;

    private final Supplier<String> issuer;
    private final Clock clock;
    private final KeyNames keyNames;
    private final List<RSAKey> keys = new ArrayList<>();

    /** @param issuer read when needed, because it holds the port, which is known only once the server listens */
    public TokenIssuer(Supplier<String> issuer, Clock clock) {
        this(issuer, clock, KeyNames.PLAIN);
    }

    /** @param issuer read when needed, because it holds the port, which is known only once the server listens */
    public TokenIssuer(Supplier<String> issuer, Clock clock, KeyNames keyNames) {
        this.issuer = issuer;
        this.clock = clock;
        this.keyNames = keyNames;
    }

    public String issuer() {
        return issuer.get();
    }

    /** A new key signs from now on; earlier ones stay in the published set. */
    public synchronized void rotate() {
        keys.add(newKey());
    }

    /** Removes all keys but the newest from the published set; what they signed is refused from now on. */
    public synchronized void dropPreviousKeys() {
        RSAKey newest = current();
        keys.clear();
        keys.add(newest);
    }

    /** The public keys as a JWK set document. */
    public synchronized Map<String, Object> publicKeys() {
        current();
        return new JWKSet(new ArrayList<JWK>(keys)).toPublicJWKSet().toJSONObject();
    }

    /** Signs the claims as they are. */
    public String sign(Map<String, Object> claims) {
        RSAKey key = current();
        JWSObject token = new JWSObject(header(key.getKeyID()), new Payload(claims));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private JWSHeader header(String keyId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("alg", JWSAlgorithm.RS256.getName());
        members.put("kid", keyId);
        if (keyNames == KeyNames.THUMBPRINT) {
            members.put("x5t", thumbprint(keyId).toString());
            members.put("typ", "JWT");
        }
        try {
            return JWSHeader.parse(members);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param  skew                   how far past {@code exp} a token is still taken
     * @return                        the claims of a token of this issuer that is genuine and not expired
     * @throws TokenRejectedException saying which of these it is not
     */
    public Map<String, Object> verify(String token, Duration skew) throws TokenRejectedException {
        Map<String, Object> claims = verifySignature(token);
        if (!issuer().equals(claims.get("iss"))) {
            throw new TokenRejectedException(TokenRejectedException.Reason.FOREIGN, "The issuer is invalid");
        }
        if (!(claims.get("exp") instanceof Number exp)) {
            throw new TokenRejectedException(TokenRejectedException.Reason.EXPIRED, "The token has no expiration");
        }
        Instant end = Instant.ofEpochSecond(exp.longValue());
        if (!clock.instant().isBefore(end.plus(skew))) {
            throw new TokenRejectedException(
                    TokenRejectedException.Reason.EXPIRED, "The token expired at '" + end + "'");
        }
        return claims;
    }

    private Map<String, Object> verifySignature(String token) throws TokenRejectedException {
        try {
            JWSObject parsed = JWSObject.parse(token);
            RSAKey key = key(parsed.getHeader().getKeyID());
            if (key == null || !parsed.verify(new RSASSAVerifier(key))) {
                throw new TokenRejectedException(
                        TokenRejectedException.Reason.FOREIGN, "The signature key was not found");
            }
            return Json.object(parsed.getPayload().toString());
        } catch (ParseException | JOSEException | JsonProcessingException e) {
            throw new TokenRejectedException(TokenRejectedException.Reason.UNREADABLE, "The token is not a JWT");
        }
    }

    private synchronized RSAKey key(String keyId) {
        return keys.stream()
                .filter(key -> key.getKeyID().equals(keyId))
                .findFirst()
                .orElse(null);
    }

    private synchronized RSAKey current() {
        if (keys.isEmpty()) {
            keys.add(newKey());
        }
        return keys.get(keys.size() - 1);
    }

    private RSAKey newKey() {
        return RsaKeys.generate(keyNames == KeyNames.PLAIN ? UUID.randomUUID().toString() : newThumbprint());
    }

    /** The emulator has no certificates, only keys, and names that look like theirs. */
    private static String newThumbprint() {
        byte[] bytes = new byte[THUMBPRINT_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static Base64URL thumbprint(String keyId) {
        return Base64URL.encode(HexFormat.of().parseHex(keyId));
    }
}
