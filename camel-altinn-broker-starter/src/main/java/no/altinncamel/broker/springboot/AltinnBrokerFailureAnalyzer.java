package no.altinncamel.broker.springboot;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

import no.altinncamel.broker.WrongOptionsException;

/** Says which property to mend when a wrong or missing option stops the application. */
public final class AltinnBrokerFailureAnalyzer extends AbstractFailureAnalyzer<Exception> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Exception failure) {
        Throwable cause = rootFailure;
        while (cause != null) {
            if (cause instanceof WrongOptionsException wrong) {
                return analysis(wrong);
            }
            if (cause instanceof WrongAltinnBrokerPropertyException wrong) {
                return new FailureAnalysis(
                        "The property " + wrong.getProperty() + " cannot be used: " + wrong.getFault() + ".",
                        "Mend it: " + wrong.getMend() + ".",
                        failure);
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return null;
    }

    private static FailureAnalysis analysis(WrongOptionsException wrong) {
        List<WrongOptionsException.Fault> faults = wrong.getFaults();
        String description = "The configuration of an endpoint of Altinn Broker (resource " + wrong.getResourceId()
                + ") is wrong:" + lines(faults, fault -> fault.option() + ": " + fault.fault());
        String action = "Mend it in the endpoint's URI or in the application's properties:"
                + lines(faults, fault -> property(fault.option()) + ": " + fault.mend());
        return new FailureAnalysis(description, action, NestedExceptionUtils.getMostSpecificCause(wrong));
    }

    private static String lines(
            List<WrongOptionsException.Fault> faults,
            java.util.function.Function<WrongOptionsException.Fault, String> line) {
        return faults.stream()
                .map(line)
                .map(text -> System.lineSeparator() + "    " + text)
                .collect(Collectors.joining());
    }

    /** As Spring Boot writes it. */
    private static String property(String option) {
        return AltinnBrokerComponentProperties.PREFIX + "."
                + option.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
