package no.altinncamel.broker.onboarding;

import java.util.List;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.onboarding.OnboardingFinding.State;

/**
 * Walks the steps of the onboarding as the client's identity. It takes four or five grants, a list call, an overview call and
 * a look at the event subscriptions, and leaves nothing behind.
 */
public final class OnboardingCheck {

    private OnboardingCheck() {}

    /** @param client with tokens of its own, so that the answers are those of now */
    public static OnboardingReport run(BrokerClient client, OnboardingSubject subject) {
        TokenSteps tokens = new TokenSteps(client, subject).ask();
        ApiSteps api = new ApiSteps(client, subject, tokens.usable()).ask();
        return new OnboardingReport(
                subject.title(),
                List.of(tokens.scopes(), tokens.client(), api.resource(), api.roundTrip(), api.events()));
    }

    /** The report for somebody whose key or trust store cannot be read, so that nothing can be asked. */
    public static OnboardingReport withoutKey(String title, String reason) {
        return new OnboardingReport(
                title,
                List.of(
                        untold(OnboardingStep.SCOPES),
                        OnboardingFinding.of(
                                OnboardingStep.CLIENT,
                                State.MISSING,
                                "reading the key and the TLS settings",
                                reason,
                                Advice.KEY),
                        untold(OnboardingStep.RESOURCE),
                        untold(OnboardingStep.ROUND_TRIP),
                        untold(OnboardingStep.EVENTS)));
    }

    private static OnboardingFinding untold(OnboardingStep step) {
        return OnboardingFinding.of(
                step, State.COULD_NOT_TELL, "nothing", "without a key nothing can be asked", Advice.CLIENT_FIRST);
    }
}
