package no.altinncamel.broker.onboarding;

import java.util.Objects;

/**
 * What was found out about one step.
 *
 * @param step  which one
 * @param state how it is
 * @param tried what was done to find out
 * @param found what came of it
 * @param toDo  what mends it; {@code null} if there is nothing to do
 * @param ask   who can help; {@code null} if nobody is needed
 */
public record OnboardingFinding(OnboardingStep step, State state, String tried, String found, String toDo, String ask) {

    /** How a step is. */
    public enum State {
        FINE("fine"),
        MISSING("missing"),
        /** It depends on another step, or something did not answer. */
        COULD_NOT_TELL("could not tell");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public OnboardingFinding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(tried, "tried");
        Objects.requireNonNull(found, "found");
    }

    static OnboardingFinding fine(OnboardingStep step, String tried, String found) {
        return new OnboardingFinding(step, State.FINE, tried, found, null, null);
    }

    /** Advice for a step that is not fine. */
    static OnboardingFinding of(OnboardingStep step, State state, String tried, String found, Advice advice) {
        return new OnboardingFinding(step, state, tried, found, advice.toDo(), advice.ask());
    }

    /** The same, with what the failure itself says about how it is mended, where it says so. */
    static OnboardingFinding of(OnboardingStep step, State state, String tried, Refusal refusal, Advice advice) {
        String toDo = refusal.hint() == null ? advice.toDo() : refusal.hint();
        return new OnboardingFinding(step, state, tried, refusal.found(), toDo, advice.ask());
    }

    public boolean isFine() {
        return state == State.FINE;
    }

    /** A paragraph. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(step).append(": ").append(state);
        line(text, "tried", tried);
        line(text, "found", found);
        line(text, "do   ", toDo);
        line(text, "ask  ", ask);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (value != null) {
            text.append("\n    ").append(name).append("  ").append(value);
        }
    }
}
