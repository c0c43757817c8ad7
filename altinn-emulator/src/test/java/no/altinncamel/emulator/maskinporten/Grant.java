package no.altinncamel.emulator.maskinporten;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.http.Json;

/**
 * A token request under construction. It starts out right, and tests spoil it. Built by hand, because a JOSE library would not
 * make most of the mistakes.
 */
public final class Grant {

    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    static final String FORM = "application/x-www-form-urlencoded";

    private final AltinnEmulator emulator;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private PrivateKey key;
    private String signatureAlgorithm = "SHA256withRSA";

    public Grant(AltinnEmulator emulator, String clientId, String keyId, PrivateKey key, String scope) {
        this.emulator = emulator;
        this.key = key;
        long now = emulator.clock().instant().getEpochSecond();
        header.put("alg", "RS256");
        header.put("kid", keyId);
        claims.put("iss", clientId);
        claims.put("aud", emulator.maskinportenIssuer());
        claims.put("scope", scope);
        claims.put("iat", now);
        claims.put("exp", now + 115);
        claims.put("jti", UUID.randomUUID().toString());
    }

    public Grant claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Grant without(String name) {
        claims.remove(name);
        return this;
    }

    Grant header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    Grant withoutKeyId() {
        header.remove("kid");
        return this;
    }

    Grant algorithm(String jose, String java) {
        header.put("alg", jose);
        this.signatureAlgorithm = java;
        return this;
    }

    Grant signedWith(PrivateKey other) {
        this.key = other;
        return this;
    }

    /** Issued so many seconds from now, and expiring so many seconds from now. */
    Grant times(long issued, long expires) {
        long now = emulator.clock().instant().getEpochSecond();
        return claim("iat", now + issued).claim("exp", now + expires);
    }

    String assertion() {
        String input = encode(Json.write(header)) + '.' + encode(Json.write(claims));
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm);
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public HttpAnswer send() {
        return send(emulator, assertion());
    }

    static HttpAnswer send(AltinnEmulator emulator, String assertion) {
        return HttpAnswer.post(
                emulator.tokenEndpoint(),
                FORM,
                "grant_type=" + URLEncoder.encode(JWT_BEARER, StandardCharsets.UTF_8) + "&assertion="
                        + URLEncoder.encode(assertion, StandardCharsets.UTF_8));
    }
}
