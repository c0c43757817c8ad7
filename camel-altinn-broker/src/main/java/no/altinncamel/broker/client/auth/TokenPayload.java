package no.altinncamel.broker.client.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import no.altinncamel.broker.client.http.Problem;

/** What can be read from a token without verifying it. A token that is not a JWT is opaque and says nothing. */
final class TokenPayload {

    /** The year 5138: later than any token, early enough for any arithmetic. */
    private static final double LATEST = 1e11;

    private static final String ORGANIZATION_NUMBER = "\\d{9}";

    private final JsonNode claims;

    private TokenPayload(JsonNode claims) {
        this.claims = claims;
    }

    static TokenPayload of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return new TokenPayload(null);
        }
        try {
            return new TokenPayload(
                    Problem.object(Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException e) {
            return new TokenPayload(null);
        }
    }

    /** @return end of validity, or {@code null} */
    Instant expiresAt() {
        return seconds("exp");
    }

    /** @return {@code exp - iat}, which needs no local clock, or {@code null} */
    Duration lifetime() {
        Instant issued = seconds("iat");
        Instant expires = seconds("exp");
        return issued == null || expires == null ? null : Duration.between(issued, expires);
    }

    private Instant seconds(String claim) {
        if (claims == null || !claims.path(claim).isNumber()) {
            return null;
        }
        double value = claims.get(claim).doubleValue();
        return Math.abs(value) > LATEST ? null : Instant.ofEpochSecond((long) value);
    }

    /** @return empty if it does not say */
    Set<String> scopes() {
        String scope = claims == null ? null : Problem.text(claims, "scope");
        return scope == null ? Set.of() : Set.copyOf(Arrays.asList(scope.strip().split("\\s+")));
    }

    /**
     * The caller by the Broker's own rule (altinn-broker 2.3): a system user's organisation, else {@code urn:altinn:orgNumber},
     * else {@code consumer}. Where {@code authorization_details} is there but incomplete, nobody.
     */
    String organization() {
        if (claims == null) {
            return null;
        }
        if (claims.hasNonNull("authorization_details")) {
            return systemUserOrganization(claims.get("authorization_details"));
        }
        if (claims.hasNonNull("urn:altinn:orgNumber")) {
            return number(claims.get("urn:altinn:orgNumber").asText());
        }
        return number(claims.path("consumer").path("ID").asText());
    }

    /** Altinn's exchange turns the array of one into a bare object (maskinporten 9.4). */
    private static String systemUserOrganization(JsonNode details) {
        JsonNode first = details.isArray() ? details.path(0) : details;
        boolean complete =
                first.hasNonNull("type") && first.hasNonNull("systemuser_id") && first.hasNonNull("system_id");
        return complete ? number(first.path("systemuser_org").path("ID").asText()) : null;
    }

    private static String number(String identifier) {
        String digits = identifier.substring(identifier.lastIndexOf(':') + 1);
        return digits.matches(ORGANIZATION_NUMBER) ? digits : null;
    }
}
