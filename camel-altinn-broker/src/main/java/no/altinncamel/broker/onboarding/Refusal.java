package no.altinncamel.broker.onboarding;

import java.util.Set;

import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Problem;

/**
 * Why there was no token, or why a call failed, and which part of the onboarding it is about.
 *
 * @param found what happened
 * @param hint  what mends it, as the failure itself knows it; or {@code null}
 */
record Refusal(Kind kind, String found, String hint) {

    /** What a refusal is about (contract maskinporten 6.2). */
    enum Kind {
        /** Maskinporten knows client and key, but not with this scope: it looks at scopes only after the signature. */
        SCOPE,
        /** Client, key and scope are good, the customer has not delegated the scope to us. */
        DELEGATION,
        /** Client, key and scope are good, the system user is not: Maskinporten looks at that last. */
        SYSTEM_USER,
        /** Client, key, audience, clock: without that there is no token at all. */
        CLIENT,
        /** Maskinporten has granted a token, Altinn does not take it. */
        EXCHANGE,
        /** Nobody answered, or somebody who asks to be asked again later. */
        UNREACHABLE
    }

    private static final Set<String> SCOPE_CODES = Set.of("MP-200", "MP-201", "MP-250");
    private static final Set<String> SCOPE_ERRORS = Set.of("invalid_scope", "forbidden");
    private static final String DELEGATION_CODE = "MP-251";
    private static final String SYSTEM_USER_CODE = "MP-303";
    private static final String SYSTEM_USER_ERROR = "invalid_altinn_customer_configuration";

    static Refusal of(RuntimeException failure) {
        if (!(failure instanceof AltinnClientException known)) {
            // a token provider of the user's own may throw anything
            String words = Problem.printable(failure.getMessage());
            return new Refusal(
                    Kind.UNREACHABLE, failure.getClass().getSimpleName() + (words == null ? "" : ": " + words), null);
        }
        return new Refusal(
                kind(known),
                known.failure().withHint(null).message(),
                known.failure().hint());
    }

    private static Kind kind(AltinnClientException failure) {
        if (failure instanceof TokenException token && token.stage() == TokenException.Stage.EXCHANGE) {
            // 401 says also that a part of Altinn is down, but that is not what it means at a check
            return failure.retryable() && failure.status() != 401 ? Kind.UNREACHABLE : Kind.EXCHANGE;
        }
        if (failure.retryable() || isNotFromTheService(failure)) {
            return Kind.UNREACHABLE;
        }
        if (DELEGATION_CODE.equals(failure.code())) {
            return Kind.DELEGATION;
        }
        if (isOneOf(SCOPE_CODES, failure.code()) || isOneOf(SCOPE_ERRORS, failure.title())) {
            return Kind.SCOPE;
        }
        return SYSTEM_USER_CODE.equals(failure.code()) || SYSTEM_USER_ERROR.equals(failure.title())
                ? Kind.SYSTEM_USER
                : Kind.CLIENT;
    }

    /** A certificate that is not trusted, a redirect, a proxy's page: whoever spoke there was not Maskinporten. */
    private static boolean isNotFromTheService(AltinnClientException failure) {
        return failure instanceof TokenException token
                && token.category() == TokenException.Category.CONFIGURATION
                && failure.code() == null
                && failure.title() == null;
    }

    private static boolean isOneOf(Set<String> values, String value) {
        return value != null && values.contains(value);
    }

    /** Whether Maskinporten knows us, but does not let us use the scope. */
    boolean isAboutScope() {
        return kind == Kind.SCOPE || kind == Kind.DELEGATION;
    }

    /** Whether this machine's clock is at fault. */
    static boolean isClock(RuntimeException failure) {
        return failure instanceof TokenException token && token.category() == TokenException.Category.CLOCK;
    }
}
