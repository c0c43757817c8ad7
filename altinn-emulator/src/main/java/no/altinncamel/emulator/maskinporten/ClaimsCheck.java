package no.altinncamel.emulator.maskinporten;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The claims of an assertion whose signature is right: audience, times, syntax (contract maskinporten 3.3). */
final class ClaimsCheck {

    private static final int SKEW = 10;
    private static final Set<String> DOCUMENTED = Set.of(
            "iss",
            "aud",
            "scope",
            "iat",
            "exp",
            "jti",
            "resource",
            "consumer_org",
            "iss_onbehalfof",
            "pid",
            "authorization_details");
    private static final Set<String> TOLERATED = Set.of("sub", "nbf");
    private static final Pattern ORGANIZATION = Pattern.compile("[0-9]{9}");
    private static final Pattern PERSON = Pattern.compile("[0-9]{11}");

    private final Supplier<String> issuer;
    private final Clock clock;
    private volatile Profile profile = Profile.OBSERVED;
    private volatile boolean tokenEndpointAsAudience = true;

    ClaimsCheck(Supplier<String> issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    void profile(Profile wanted) {
        this.profile = wanted;
    }

    void tokenEndpointAsAudience(boolean on) {
        this.tokenEndpointAsAudience = on;
    }

    GrantRequest check(Map<String, Object> claims) throws GrantRefusedException {
        audience(claims.get("aud"));
        times(seconds(claims, "iat"), seconds(claims, "exp"));
        return syntax(claims);
    }

    /** An array of one is as good as a string; two values are refused even if one of them is right. */
    private void audience(Object audience) throws GrantRefusedException {
        Object single = audience instanceof List<?> several && several.size() == 1 ? several.get(0) : audience;
        boolean isEndpoint =
                profile == Profile.OBSERVED && tokenEndpointAsAudience && (issuer.get() + "token").equals(single);
        if (!issuer.get().equals(single) && !isEndpoint) {
            throw Refusal.WRONG_AUDIENCE.exception();
        }
    }

    /** The future is looked at first: milliseconds in place of seconds are answered as such, not as a long lifetime. */
    private void times(long issuedAt, long expiresAt) throws GrantRefusedException {
        long now = clock.instant().getEpochSecond();
        if (now + SKEW < issuedAt) {
            throw Refusal.ISSUED_IN_FUTURE.exception();
        }
        if (now - SKEW > expiresAt) {
            throw (profile == Profile.OBSERVED ? Refusal.EXPIRED_OBSERVED : Refusal.EXPIRED_DOCUMENTED).exception();
        }
        if (expiresAt - issuedAt > profile.longestAssertion()) {
            throw Refusal.TOO_LONG_LIFETIME.exception();
        }
    }

    private static long seconds(Map<String, Object> claims, String name) throws GrantRefusedException {
        Object value = claims.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw Refusal.MALFORMED.exception();
    }

    private GrantRequest syntax(Map<String, Object> claims) throws GrantRefusedException {
        for (String name : claims.keySet()) {
            boolean tolerated = profile == Profile.OBSERVED && TOLERATED.contains(name);
            if (!DOCUMENTED.contains(name) && !tolerated) {
                throw Refusal.MALFORMED.exception();
            }
        }
        text(claims, "jti");
        String consumerOrg = text(claims, "consumer_org", ORGANIZATION);
        // no client of the emulator has sub-clients, so that each of them is unknown
        boolean onBehalfOf = claims.get("iss_onbehalfof") != null;
        boolean twoParties = consumerOrg != null && claims.get("authorization_details") != null;
        if (onBehalfOf || twoParties) {
            throw Refusal.MALFORMED.exception();
        }
        return new GrantRequest(
                scopes(text(claims, "scope")),
                resource(claims.get("resource")),
                consumerOrg,
                text(claims, "pid", PERSON),
                claims.get("authorization_details"));
    }

    private static String text(Map<String, Object> claims, String name) throws GrantRefusedException {
        Object value = claims.get(name);
        if (value != null && !(value instanceof String)) {
            throw Refusal.MALFORMED.exception();
        }
        return (String) value;
    }

    private static String text(Map<String, Object> claims, String name, Pattern form) throws GrantRefusedException {
        String value = text(claims, name);
        if (value != null && !form.matcher(value).matches()) {
            throw Refusal.MALFORMED.exception();
        }
        return value;
    }

    private static List<String> scopes(String scope) {
        return scope == null
                ? List.of()
                : Arrays.stream(scope.split(" "))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
    }

    /** The documentation wants an array; live clients get through with a string. */
    private static List<String> resource(Object resource) throws GrantRefusedException {
        if (resource == null) {
            return List.of();
        }
        List<?> values = resource instanceof List<?> several ? several : List.of(resource);
        if (!values.stream().allMatch(String.class::isInstance)) {
            throw Refusal.MALFORMED.exception();
        }
        return values.stream().map(String.class::cast).toList();
    }
}
