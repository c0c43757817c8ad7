package no.altinncamel.broker.client.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * The signed grant of maskinporten 3.2 – 3.4. It serves one attempt only: Maskinporten refuses a second use, and after a lost
 * answer nobody knows whether there was a first.
 */
final class Assertion {

    /** Tolerates a clock of ours that is this much further ahead than Maskinporten's own 10 seconds. */
    static final Duration BACKDATE = Duration.ofSeconds(5);
    /** Long, because a short one fails on a clock that is behind; five seconds below the documented limit of 120. */
    static final Duration LIFETIME = Duration.ofSeconds(115);

    private static final String AUTHORITY = "iso6523-actorid-upis";

    private final String compact;
    private final String id;

    private Assertion(String compact, String id) {
        this.compact = compact;
        this.id = id;
    }

    /**
     * @param  now           one reading of the clock, corrected if it is known to be wrong; all times derive from it
     * @throws JOSEException if the key cannot sign
     */
    static Assertion sign(Identity identity, SigningKey key, Instant now) throws JOSEException {
        String id = UUID.randomUUID().toString();
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS).minus(BACKDATE);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(identity.clientId())
                .audience(identity.issuer())
                .claim("scope", String.join(" ", identity.scopes()))
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plus(LIFETIME)))
                .jwtID(id);
        if (!identity.resources().isEmpty()) {
            claims.claim("resource", List.copyOf(identity.resources()));
        }
        if (identity.consumerOrg() != null) {
            claims.claim("consumer_org", identity.consumerOrg());
        }
        if (identity.systemUserOrg() != null) {
            claims.claim("authorization_details", List.of(systemUser(identity)));
        }
        SignedJWT jwt = new SignedJWT(key.header(), claims.build());
        jwt.sign(key.signer());
        return new Assertion(jwt.serialize(), id);
    }

    private static Map<String, Object> systemUser(Identity identity) {
        Map<String, Object> organization = new LinkedHashMap<>();
        organization.put("authority", AUTHORITY);
        organization.put("ID", "0192:" + identity.systemUserOrg());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "urn:altinn:systemuser");
        entry.put("systemuser_org", organization);
        if (identity.externalRef() != null) {
            entry.put("externalRef", identity.externalRef());
        }
        return entry;
    }

    /** The secret itself. */
    String compact() {
        return compact;
    }

    /** {@code jti}: what a log line may say of it. */
    String id() {
        return id;
    }

    /** Only the {@code jti}. */
    @Override
    public String toString() {
        return "Assertion[jti=" + id + "]";
    }
}
