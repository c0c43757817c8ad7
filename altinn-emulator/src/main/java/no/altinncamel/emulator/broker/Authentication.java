package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import no.altinncamel.emulator.http.BearerToken;
import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.token.TokenIssuer;
import no.altinncamel.emulator.token.TokenRejectedException;

/** Takes Altinn's tokens and Maskinporten's own, without any clock skew (contract altinn-broker 2.2 and 2.5). */
final class Authentication {

    private static final Duration ANY_AGE = Duration.ofDays(36_500);

    private final TokenIssuer altinnTokens;
    private final TokenIssuer maskinportenTokens;
    private final BooleanSupplier maskinportenTrusted;

    /** @param maskinportenTrusted whether Maskinporten's tokens are those of the Broker's own environment */
    Authentication(TokenIssuer altinnTokens, TokenIssuer maskinportenTokens, BooleanSupplier maskinportenTrusted) {
        this.altinnTokens = altinnTokens;
        this.maskinportenTokens = maskinportenTokens;
        this.maskinportenTrusted = maskinportenTrusted;
    }

    /**
     * @param  scopes           of which the token must have one
     * @throws RefusedException 401 without a good token, 403 without a fitting scope; both without a body
     */
    Caller authenticate(HttpCall call, Set<String> scopes) throws RefusedException {
        return authenticate(call, scopes, caller -> false);
    }

    /**
     * @param  scopes           of which the token must have one
     * @param  whenExpired      which callers are taken although their token, otherwise good, has expired
     * @throws RefusedException 401 without a good token, 403 without a fitting scope; both without a body
     */
    Caller authenticate(HttpCall call, Set<String> scopes, Predicate<Caller> whenExpired) throws RefusedException {
        String token = BearerToken.of(call.header("Authorization"));
        if (token == null) {
            throw RefusedException.empty(401, "Bearer", "Bearer");
        }
        Caller caller = Caller.of(claims(token, whenExpired));
        call.record("caller", caller.organization());
        call.record("systemUser", caller.systemUser());
        call.record("vendor", caller.vendor());
        if (!caller.hasAny(scopes)) {
            throw RefusedException.empty(403);
        }
        return caller;
    }

    private List<TokenIssuer> issuers() {
        return maskinportenTrusted.getAsBoolean() ? List.of(altinnTokens, maskinportenTokens) : List.of(altinnTokens);
    }

    private Map<String, Object> claims(String token, Predicate<Caller> whenExpired) throws RefusedException {
        TokenRejectedException reason = null;
        for (TokenIssuer issuer : issuers()) {
            try {
                return issuer.verify(token, Duration.ZERO);
            } catch (TokenRejectedException e) {
                // the issuer whose token it is knows best what is wrong with it
                if (reason == null || e.reason() == TokenRejectedException.Reason.EXPIRED) {
                    reason = e;
                }
            }
            if (reason.reason() == TokenRejectedException.Reason.EXPIRED) {
                Optional<Map<String, Object>> expired = expiredClaims(issuer, token, whenExpired);
                if (expired.isPresent()) {
                    return expired.get();
                }
            }
        }
        String challenge = "Bearer error=\"invalid_token\", error_description=\"" + reason.getMessage() + "\"";
        throw RefusedException.empty(401, challenge, challenge);
    }

    private static Optional<Map<String, Object>> expiredClaims(
            TokenIssuer issuer, String token, Predicate<Caller> whenExpired) {
        try {
            return Optional.of(issuer.verify(token, ANY_AGE)).filter(claims -> whenExpired.test(Caller.of(claims)));
        } catch (TokenRejectedException e) {
            // another issuer's token, or one without an expiration
            return Optional.empty();
        }
    }
}
