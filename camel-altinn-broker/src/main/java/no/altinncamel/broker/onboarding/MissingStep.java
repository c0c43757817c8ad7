package no.altinncamel.broker.onboarding;

import java.util.Optional;

import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * The step of the onboarding that is missing, judged by how a single call failed; no call is made to find out.
 *
 * @param step which one
 * @param ask  who can help
 */
public record MissingStep(OnboardingStep step, String ask) {

    private static final int FORBIDDEN = 403;

    /** @return empty if time may cure the failure, so that no step is known to be missing */
    public static Optional<MissingStep> after(AltinnClientException failure) {
        return advice(failure).map(advice -> new MissingStep(step(advice), advice.ask()));
    }

    /** What to do about a failure, for the check and for health alike; empty if time may cure it. */
    static Optional<Advice> advice(AltinnClientException failure) {
        if (failure instanceof TokenException) {
            return tokenAdvice(failure);
        }
        if (failure.retryable()) {
            return Optional.empty();
        }
        if (failure.code() == null && failure.status() == FORBIDDEN) {
            return Optional.of(Advice.SCOPE);
        }
        return Optional.of(OnboardingStep.isOfTheResource(failure) ? Advice.RESOURCE : Advice.ROUND_TRIP);
    }

    /** Altinn's refusal to exchange is named though it is tried again: it comes after two fresh tokens and does not say if it lasts. */
    private static Optional<Advice> tokenAdvice(AltinnClientException failure) {
        return switch (Refusal.of(failure).kind()) {
            case SCOPE -> Optional.of(Advice.SCOPE);
            case DELEGATION -> Optional.of(Advice.DELEGATION);
            case SYSTEM_USER -> Optional.of(Advice.SYSTEM_USER);
            case CLIENT -> Optional.of(Refusal.isClock(failure) ? Advice.CLOCK : Advice.CLIENT);
            case EXCHANGE -> Optional.of(Advice.EXCHANGE);
            case UNREACHABLE -> Optional.empty();
        };
    }

    private static OnboardingStep step(Advice advice) {
        return switch (advice) {
            case SCOPE, DELEGATION -> OnboardingStep.SCOPES;
            case SYSTEM_USER, CLIENT, CLOCK -> OnboardingStep.CLIENT;
            case RESOURCE -> OnboardingStep.RESOURCE;
            default -> OnboardingStep.ROUND_TRIP;
        };
    }

    /** One line. */
    @Override
    public String toString() {
        return "step " + step + " - missing; ask " + ask;
    }
}
