package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.token.TokenIssuer;
import no.altinncamel.emulator.token.TokenRejectedException;

/** Takes Altinn's tokens and Maskinporten's own, without any clock skew (contract altinn-broker 2.2 and 2.5). */
final class Authentication {

    private static final String SCHEME = "bearer ";

    private final List<TokenIssuer> issuers;

    Authentication(TokenIssuer altinnTokens, TokenIssuer maskinportenTokens) {
        this.issuers = List.of(altinnTokens, maskinportenTokens);
    }

    /**
     * @param  scopes           of which the token must have one
     * @throws RefusedException 401 without a good token, 403 without a fitting scope; both without a body
     */
    Caller authenticate(HttpCall call, Set<String> scopes) throws RefusedException {
        String authorization = call.header("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw RefusedException.empty(401, "Bearer", "Bearer");
        }
        Caller caller =
                Caller.of(claims(authorization.substring(SCHEME.length()).trim()));
        call.record("caller", caller.organization());
        call.record("systemUser", caller.systemUser());
        call.record("vendor", caller.vendor());
        if (!caller.hasAny(scopes)) {
            throw RefusedException.empty(403);
        }
        return caller;
    }

    private Map<String, Object> claims(String token) throws RefusedException {
        TokenRejectedException reason = null;
        for (TokenIssuer issuer : issuers) {
            try {
                return issuer.verify(token, Duration.ZERO);
            } catch (TokenRejectedException e) {
                // the issuer whose token it is knows best what is wrong with it
                if (reason == null || e.reason() == TokenRejectedException.Reason.EXPIRED) {
                    reason = e;
                }
            }
        }
        String challenge = "Bearer error=\"invalid_token\", error_description=\"" + reason.getMessage() + "\"";
        throw RefusedException.empty(401, challenge, challenge);
    }
}
