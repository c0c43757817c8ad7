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
        if (failure.retryable()) {
            return Optional.empty();
        }
        if (failure instanceof TokenException) {
            return switch (Refusal.of(failure).kind()) {
                case SCOPE -> of(OnboardingStep.SCOPES, Advice.SCOPE);
                case SYSTEM_USER -> of(OnboardingStep.CLIENT, Advice.SYSTEM_USER);
                case CLIENT -> of(OnboardingStep.CLIENT, Refusal.isClock(failure) ? Advice.CLOCK : Advice.CLIENT);
                case EXCHANGE -> of(OnboardingStep.ROUND_TRIP, Advice.EXCHANGE);
                case UNREACHABLE -> Optional.empty();
            };
        }
        if (failure.code() == null && failure.status() == FORBIDDEN) {
            return of(OnboardingStep.SCOPES, Advice.SCOPE);
        }
        return OnboardingStep.isOfTheResource(failure)
                ? of(OnboardingStep.RESOURCE, Advice.RESOURCE)
                : of(OnboardingStep.ROUND_TRIP, Advice.ROUND_TRIP);
    }

    private static Optional<MissingStep> of(OnboardingStep step, Advice advice) {
        return Optional.of(new MissingStep(step, advice.ask()));
    }

    /** One line. */
    @Override
    public String toString() {
        return "step " + step + " - missing; ask " + ask;
    }
}
