package no.altinncamel.broker.onboarding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an onboarding check has found out. It holds no secrets.
 *
 * @param subject  what was checked, and as whom
 * @param findings one for each step, in order
 */
public record OnboardingReport(String subject, List<OnboardingFinding> findings) {

    public OnboardingReport {
        findings = List.copyOf(findings);
    }

    public OnboardingFinding finding(OnboardingStep step) {
        return findings.get(step.ordinal());
    }

    /** Whether files can travel: all steps are fine, of which the events do not count. */
    public boolean isReady() {
        return findings.stream()
                .filter(finding -> finding.step() != OnboardingStep.EVENTS)
                .allMatch(OnboardingFinding::isFine);
    }

    /** The first step that is known to be missing. */
    public Optional<OnboardingStep> firstMissing() {
        return findings.stream()
                .filter(finding -> finding.state() == OnboardingFinding.State.MISSING)
                .map(OnboardingFinding::step)
                .findFirst();
    }

    /** The report as text for a person. */
    @Override
    public String toString() {
        return "Onboarding check of " + subject + "\n\n"
                + findings.stream().map(OnboardingFinding::toString).collect(Collectors.joining("\n")) + "\n\n"
                + verdict() + "\n";
    }

    private String verdict() {
        if (isReady()) {
            return "READY";
        }
        return "NOT READY: "
                + findings.stream()
                        .filter(finding -> finding.step() != OnboardingStep.EVENTS && !finding.isFine())
                        .map(finding -> finding.step() + " - " + finding.state())
                        .collect(Collectors.joining(", "));
    }
}
