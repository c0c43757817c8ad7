package no.altinncamel.emulator.maskinporten;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one entry of {@code authorization_details} (contract maskinporten 3.4). Its form is checked here; whether its values
 * fit a system user shows later.
 *
 * @param authority   as sent
 * @param owner       as sent: {@code 0192:} and the customer's number if it is right
 * @param externalRef as sent, or {@code null}
 */
record SystemUserDetails(Object authority, Object owner, Object externalRef) {

    static final String TYPE = "urn:altinn:systemuser";
    static final String AUTHORITY = "iso6523-actorid-upis";
    static final String PREFIX = "0192:";

    private static final Set<String> MEMBERS = Set.of("type", "systemuser_org", "externalRef");
    private static final Set<String> ORGANIZATION_MEMBERS = Set.of("authority", "ID");

    /** Consents, the other type in Maskinporten's metadata, are not played. */
    static SystemUserDetails of(Object claim) throws GrantRefusedException {
        if (!(claim instanceof List<?> entries)
                || entries.size() != 1
                || !(entries.get(0) instanceof Map<?, ?> entry)) {
            throw Refusal.MALFORMED.exception();
        }
        if (!TYPE.equals(entry.get("type"))) {
            throw Refusal.UNKNOWN_DETAILS_TYPE.exception();
        }
        Map<?, ?> organization = entry.get("systemuser_org") instanceof Map<?, ?> map ? map : Map.of();
        if (!MEMBERS.containsAll(entry.keySet()) || !ORGANIZATION_MEMBERS.containsAll(organization.keySet())) {
            throw Refusal.UNKNOWN_DETAILS_FIELD.exception();
        }
        return new SystemUserDetails(organization.get("authority"), organization.get("ID"), entry.get("externalRef"));
    }

    /** @throws GrantRefusedException if there is no approved system user like that for the client */
    SystemUser resolve(Registry registry, MaskinportenClient client) throws GrantRefusedException {
        boolean readable = AUTHORITY.equals(authority)
                && owner instanceof String id
                && id.startsWith(PREFIX)
                && (externalRef == null || externalRef instanceof String);
        if (!readable) {
            throw Refusal.NO_SYSTEM_USER.exception();
        }
        return registry.activeSystemUser(client, ((String) owner).substring(PREFIX.length()), (String) externalRef)
                .orElseThrow(Refusal.NO_SYSTEM_USER::exception);
    }
}
