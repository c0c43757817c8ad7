package no.altinncamel.emulator.broker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import no.altinncamel.emulator.http.Json;

/**
 * Who makes a call, read from the claims of a verified token (contract altinn-broker 2.3).
 *
 * @param organization nine digits, or {@code null} if the token does not tell; such a caller has no rights
 * @param systemUser   id of the system user, or {@code null} if the caller is an organisation itself
 * @param vendor       organisation of the {@code consumer} claim, or {@code null}; never used for access
 * @param session      the token's {@code sid}, else {@code client_id}, else {@code sub}, else {@code null}; by which a
 *                     running TUS upload knows its uploader again
 */
record Caller(String organization, String systemUser, String vendor, String session, Set<String> scopes) {

    static Caller of(Map<String, Object> claims) {
        String vendor = consumer(claims);
        String session = session(claims);
        Set<String> scopes = scopes(claims);
        if (claims.containsKey("authorization_details")) {
            JsonNode details = systemUserDetails(claims.get("authorization_details"));
            return details == null
                    ? new Caller(null, null, vendor, session, scopes)
                    : new Caller(
                            OrganizationNumber.bare(
                                    details.at("/systemuser_org/ID").asText()),
                            details.at("/systemuser_id/0").asText(),
                            vendor,
                            session,
                            scopes);
        }
        Object organization = claims.get("urn:altinn:orgNumber");
        return new Caller(
                organization == null ? vendor : OrganizationNumber.bare(organization.toString()),
                null,
                vendor,
                session,
                scopes);
    }

    boolean hasAny(Set<String> wanted) {
        return scopes.stream().anyMatch(wanted::contains);
    }

    private static String session(Map<String, Object> claims) {
        return Stream.of("sid", "client_id", "sub")
                .map(claims::get)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }

    private static Set<String> scopes(Map<String, Object> claims) {
        Object scope = claims.getOrDefault("scope", claims.get("urn:altinn:scope"));
        return scope == null
                ? Set.of()
                : Arrays.stream(scope.toString().split(" ")).collect(Collectors.toSet());
    }

    private static String consumer(Map<String, Object> claims) {
        JsonNode id = tree(claims.get("consumer")).path("ID");
        return id.isTextual() ? OrganizationNumber.bare(id.asText()) : null;
    }

    /** The one details object, bare or first in an array, as JSON or as JSON in a string; {@code null} if unreadable. */
    private static JsonNode systemUserDetails(Object claim) {
        JsonNode tree = tree(claim);
        JsonNode details = tree.isArray() ? tree.path(0) : tree;
        boolean complete = List.of("/type", "/systemuser_id/0", "/systemuser_org/ID", "/system_id").stream()
                .allMatch(member -> details.at(member).isTextual());
        return complete ? details : null;
    }

    private static JsonNode tree(Object claim) {
        try {
            return Json.tree(claim instanceof String text ? text : Json.write(claim));
        } catch (JsonProcessingException e) {
            // the real server takes an unreadable claim for an unknown caller and not for an error
            return MissingNode.getInstance();
        }
    }
}
