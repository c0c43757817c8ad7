package no.altinncamel.emulator.maskinporten;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import no.altinncamel.emulator.token.TokenIssuer;

/** Issues Maskinporten's access tokens (contract maskinporten 5). */
final class AccessTokens {

    private static final int RANDOM_BYTES = 32;

    private final TokenIssuer issuer;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AccessTokens(TokenIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** @return the members of the answer */
    Map<String, Object> issue(Granted granted) {
        long lifetime = granted.lifetime().toSeconds();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_token",
                granted.client().hasOpaqueTokens()
                        ? Base64.getEncoder().encodeToString(randomBytes())
                        : issuer.sign(claims(granted, lifetime)));
        answer.put("token_type", "Bearer");
        // one less than it is, as the real thing does
        answer.put("expires_in", lifetime - 1);
        answer.put("scope", granted.scope());
        return answer;
    }

    private Map<String, Object> claims(Granted granted, long lifetime) {
        GrantRequest request = granted.request();
        String owner = granted.client().organization();
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("scope", granted.scope());
        claims.put("iss", issuer.issuer());
        claims.put("client_amr", granted.amr());
        claims.put("token_type", "Bearer");
        claims.put("exp", now + lifetime);
        claims.put("iat", now);
        claims.put("client_id", granted.client().id());
        claims.put("jti", Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes()));
        if (request.consumerOrg() == null) {
            claims.put("consumer", organization(owner));
        } else {
            claims.put("consumer", organization(request.consumerOrg()));
            claims.put("supplier", organization(owner));
            claims.put("delegation_source", granted.scopes().get(0).delegationSource());
        }
        if (!request.resource().isEmpty()) {
            claims.put(
                    "aud", request.resource().size() == 1 ? request.resource().get(0) : request.resource());
        }
        if (request.pid() != null) {
            claims.put("pid", request.pid());
        }
        if (granted.systemUser() != null) {
            claims.put("authorization_details", List.of(details(granted.systemUser())));
        }
        return claims;
    }

    private static Map<String, Object> details(SystemUser systemUser) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type", SystemUserDetails.TYPE);
        details.put("systemuser_org", organization(systemUser.owner()));
        details.put("systemuser_id", List.of(systemUser.id()));
        details.put("system_id", systemUser.system().id());
        return details;
    }

    private static Map<String, Object> organization(String number) {
        Map<String, Object> organization = new LinkedHashMap<>();
        organization.put("authority", SystemUserDetails.AUTHORITY);
        organization.put("ID", SystemUserDetails.PREFIX + number);
        return organization;
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
