package no.altinncamel.emulator.token;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import no.altinncamel.emulator.http.Json;

/** Signs and verifies the tokens of one issuer; its key can be rotated while the previous one stays published. */
public final class TokenIssuer {

    private final Supplier<String> issuer;
    private final Clock clock;
    private final List<RSAKey> keys = new ArrayList<>();

    /** @param issuer read when needed, because it holds the port, which is known only once the server listens */
    public TokenIssuer(Supplier<String> issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
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
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        JWSObject token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
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
        Instant end = Instant.ofEpochSecond(exp.longValue()).plus(skew);
        if (!clock.instant().isBefore(end)) {
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
        } catch (ParseException | JOSEException | com.fasterxml.jackson.core.JsonProcessingException e) {
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

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
