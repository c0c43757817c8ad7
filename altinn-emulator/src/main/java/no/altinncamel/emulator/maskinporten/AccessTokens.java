package no.altinncamel.emulator.maskinporten;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

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

    /**
     * @param  systemUser on whose behalf the token is, or {@code null}
     * @return            the members of the answer
     */
    Map<String, Object> issue(
            MaskinportenClient client, String amr, GrantRequest request, List<Scope> scopes, SystemUser systemUser) {
        long lifetime = lifetime(client, scopes).toSeconds();
        String scope = scopes.stream().map(Scope::name).collect(Collectors.joining(" "));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_token",
                client.hasOpaqueTokens()
                        ? Base64.getEncoder().encodeToString(randomBytes())
                        : issuer.sign(claims(client, amr, request, scopes, scope, lifetime, systemUser)));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", lifetime - 1);
        answer.put("scope", scope);
        return answer;
    }

    private static Duration lifetime(MaskinportenClient client, List<Scope> scopes) {
        return scopes.stream()
                .map(Scope::maximumAge)
                .filter(Objects::nonNull)
                .reduce(client.tokenLifetime(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private Map<String, Object> claims(
            MaskinportenClient client,
            String amr,
            GrantRequest request,
            List<Scope> scopes,
            String scope,
            long lifetime,
            SystemUser systemUser) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("scope", scope);
        claims.put("iss", issuer.issuer());
        claims.put("client_amr", amr);
        claims.put("token_type", "Bearer");
        claims.put("exp", now + lifetime);
        claims.put("iat", now);
        claims.put("client_id", client.id());
        claims.put("jti", Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes()));
        if (request.consumerOrg() == null) {
            claims.put("consumer", organization(client.organization()));
        } else {
            claims.put("consumer", organization(request.consumerOrg()));
            claims.put("supplier", organization(client.organization()));
            claims.put("delegation_source", scopes.get(0).delegationSource());
        }
        if (!request.resource().isEmpty()) {
            claims.put(
                    "aud", request.resource().size() == 1 ? request.resource().get(0) : request.resource());
        }
        if (request.pid() != null) {
            claims.put("pid", request.pid());
        }
        if (systemUser != null) {
            claims.put("authorization_details", List.of(details(systemUser)));
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
