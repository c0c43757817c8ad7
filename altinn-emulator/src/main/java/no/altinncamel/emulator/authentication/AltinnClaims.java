package no.altinncamel.emulator.authentication;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import no.altinncamel.emulator.token.TokenRejectedException;

/** The claims of Altinn's tokens, made from those of Maskinporten's (contract maskinporten 9.4). */
final class AltinnClaims {

    static final String DIGDIR = "991825827";

    private static final Duration LIFETIME = Duration.ofMinutes(30);
    private static final Set<String> NOT_COPIED = Set.of("aud", "iss", "client_amr", "sid", "iat", "nbf", "exp");
    private static final String AUTHORITY = "iso6523-actorid-upis";
    private static final String SERVICE_OWNER = "altinn:serviceowner";
    private static final String DETAILS = "authorization_details";
    private static final int LEVEL = 3;

    private final Supplier<String> issuer;
    private final Clock clock;
    private final Map<String, String> serviceOwners = new ConcurrentHashMap<>(Map.of(DIGDIR, "digdir"));
    private volatile boolean detailsAsArray;

    AltinnClaims(Supplier<String> issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    void serviceOwner(String organization, String code) {
        serviceOwners.put(organization, code);
    }

    void detailsAsArray(boolean on) {
        this.detailsAsArray = on;
    }

    /**
     * @param  test                   whether Digdir may appear as the test organisation {@code ttd}
     * @throws TokenRejectedException if {@code consumer} is missing or names its organisation in a way that is not known
     */
    Map<String, Object> exchanged(Map<String, Object> maskinporten, boolean test) throws TokenRejectedException {
        String organization = organization(maskinporten.get("consumer"));
        Map<String, Object> claims = new LinkedHashMap<>();
        maskinporten.forEach((name, value) -> {
            if (!NOT_COPIED.contains(name)) {
                claims.put(name, name.equals(DETAILS) ? details(value) : value);
            }
        });
        // a quirk of the real thing: only the first audience is dropped
        if (maskinporten.get("aud") instanceof List<?> audiences && audiences.size() > 1) {
            List<?> rest = audiences.subList(1, audiences.size());
            claims.put("aud", rest.size() == 1 ? rest.get(0) : rest);
        }
        claims.put("urn:altinn:orgNumber", organization);
        String code = test && DIGDIR.equals(organization) ? "ttd" : serviceOwners.get(organization);
        if (code != null && String.valueOf(claims.get("scope")).contains(SERVICE_OWNER)) {
            claims.put("urn:altinn:org", code);
        }
        claims.put("urn:altinn:authenticatemethod", "maskinporten");
        claims.put("urn:altinn:authlevel", LEVEL);
        claims.put("sid", UUID.randomUUID().toString());
        claims.put("iss", issuer.get());
        return timed(claims);
    }

    /** The same claims for another thirty minutes. */
    Map<String, Object> refreshed(Map<String, Object> claims) {
        return timed(new LinkedHashMap<>(claims));
    }

    private Map<String, Object> timed(Map<String, Object> claims) {
        long now = clock.instant().getEpochSecond();
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + LIFETIME.toSeconds());
        return claims;
    }

    /** The .NET claims pipeline turns an array of one into what is in it. */
    private Object details(Object value) {
        return !detailsAsArray && value instanceof List<?> entries && entries.size() == 1 ? entries.get(0) : value;
    }

    /** What comes after the first colon; what comes before it is not looked at. */
    private static String organization(Object consumer) throws TokenRejectedException {
        if (consumer instanceof Map<?, ?> members
                && AUTHORITY.equals(members.get("authority"))
                && members.get("ID") instanceof String id
                && id.contains(":")) {
            return id.split(":", -1)[1];
        }
        throw new TokenRejectedException(TokenRejectedException.Reason.UNREADABLE, "The consumer is not readable");
    }
}
