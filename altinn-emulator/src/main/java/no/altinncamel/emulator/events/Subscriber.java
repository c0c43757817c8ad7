package no.altinncamel.emulator.events;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Who makes a call, read from the claims of a verified Altinn token (contract altinn-broker 8.2).
 *
 * @param consumer {@code /org/ttd}, {@code /systemuser/f8c8…} or {@code /organisation/310332216}, the first that applies
 * @param scopes   as they stand in the token
 * @param claims   all of the token's
 */
record Subscriber(String consumer, List<String> scopes, Map<String, Object> claims) {

    static final String SCOPE = "altinn:events.subscribe";

    static Subscriber of(Map<String, Object> claims) {
        Object scope = claims.get("scope");
        List<String> scopes =
                scope == null ? List.of() : Arrays.asList(scope.toString().split(" "));
        return new Subscriber(consumer(claims), scopes, claims);
    }

    /** Letter case makes no difference here, unlike at the Broker (contract maskinporten 10.2). */
    boolean maySubscribe() {
        return scopes.stream().anyMatch(SCOPE::equalsIgnoreCase);
    }

    private static String consumer(Map<String, Object> claims) {
        if (claims.get("urn:altinn:org") instanceof String code) {
            return "/org/" + code;
        }
        String systemUser = systemUser(claims.get("authorization_details"));
        return systemUser != null ? "/systemuser/" + systemUser : organisation(claims.get("urn:altinn:orgNumber"));
    }

    static String organisation(Object number) {
        return "/organisation/" + number;
    }

    /** The details come as a bare object, or as an array of one. */
    private static String systemUser(Object details) {
        Object first = details instanceof List<?> list && !list.isEmpty() ? list.get(0) : details;
        return first instanceof Map<?, ?> members
                        && members.get("systemuser_id") instanceof List<?> ids
                        && !ids.isEmpty()
                ? String.valueOf(ids.get(0))
                : null;
    }
}
