package no.altinncamel.broker.springboot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import no.altinncamel.broker.WrongOptionsException;

/**
 * Says which property to mend when a wrong or missing option stops the application. It comes before Spring Boot's own, which
 * show the values of properties that do not exist or do not fit: such a value may be a key.
 */
@Order(0)
public final class AltinnBrokerFailureAnalyzer extends AbstractFailureAnalyzer<Exception> {

    private static final String PREFIX = AltinnBrokerComponentProperties.PREFIX;
    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of(PREFIX);
    private static final String NESTED = PREFIX + ".configuration.";
    private static final String ONE_PROPERTY = "property.";
    private static final String ANY_PROPERTY = "property.*";

    private static final Set<String> OPTIONS = Stream.of(AltinnBrokerComponentOptions.class.getDeclaredFields())
            .map(java.lang.reflect.Field::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Environment environment;

    public AltinnBrokerFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

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
                        wrong);
            }
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return analysis(unbound);
            }
            if (cause instanceof BindException wrong
                    && !(wrong.getCause() instanceof UnboundConfigurationPropertiesException)) {
                return analysis(wrong);
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return null;
    }

    private FailureAnalysis analysis(WrongOptionsException wrong) {
        List<WrongOptionsException.Fault> faults = wrong.getFaults();
        String prefix = prefix(wrong.getComponent());
        String description = "The configuration of an endpoint of Altinn Broker (" + wrong.getComponent() + ":"
                + wrong.getResourceId() + ") is wrong:"
                + lines(faults, fault -> fault.option() + ": " + fault.fault());
        String action = "Mend it in the endpoint's URI or "
                + (prefix == null ? "where its component is configured:" : "in the application's properties:")
                + lines(faults, fault -> property(prefix, fault.option()) + ": " + fault.mend());
        return new FailureAnalysis(description, action, wrong);
    }

    /** @return {@code null} if the component is not made of properties */
    private String prefix(String component) {
        if (component.equals(AltinnBrokerComponentProperties.COMPONENT)) {
            return PREFIX;
        }
        Map<String, Object> named = Binder.get(environment)
                .bind(PREFIX + ".named", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        return named.containsKey(component) ? NamedComponents.prefix(component) : null;
    }

    /** @return {@code null} if the property is not ours */
    private static FailureAnalysis analysis(BindException wrong) {
        ConfigurationPropertyName name = wrong.getName();
        if (!name.equals(OURS) && !OURS.isAncestorOf(name)) {
            return null;
        }
        Class<?> type = wrong.getTarget().getType().resolve(Object.class);
        ConfigurationProperty property = wrong.getProperty();
        boolean known = property != null && property.getName().equals(name) && property.getOrigin() != null;
        return new FailureAnalysis(
                "The property " + name + " cannot be used: its value is no " + type.getSimpleName() + "."
                        + (known ? lines(List.of(property.getOrigin()), origin -> "Origin: " + origin) : ""),
                type.isEnum()
                        ? "Mend it: use one of "
                                + Stream.of(type.getEnumConstants())
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))
                                + "."
                        : "Mend it: set it to what can be read as " + type.getName() + ".",
                wrong);
    }

    private static String withOrigin(ConfigurationProperty property) {
        return property.getName() + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")");
    }

    /** As Spring Boot writes it; the option itself if there is no property for it. */
    private static String property(String prefix, String option) {
        if (prefix == null) {
            return option;
        }
        if (option.equals(ANY_PROPERTY)) {
            return prefix + ".properties";
        }
        if (option.startsWith(ONE_PROPERTY)) {
            return prefix + ".properties." + option.substring(ONE_PROPERTY.length());
        }
        return OPTIONS.contains(option) ? OptionBinding.property(prefix, option) : option;
    }

    /** @return {@code null} if they are others' */
    private static FailureAnalysis analysis(UnboundConfigurationPropertiesException unbound) {
        Set<ConfigurationProperty> properties = unbound.getUnboundProperties();
        if (!properties.stream().allMatch(property -> OURS.isAncestorOf(property.getName()))) {
            return null;
        }
        return new FailureAnalysis(
                "These properties of Altinn Broker do not exist:"
                        + lines(properties, AltinnBrokerFailureAnalyzer::withOrigin),
                "Correct their names, or remove them:"
                        + lines(properties, property -> mend(property.getName().toString())),
                unbound);
    }

    private static String mend(String property) {
        return property.startsWith(NESTED)
                ? property + ": write " + PREFIX + "." + property.substring(NESTED.length())
                : property + ": the manual's reference lists the options";
    }

    private static <T> String lines(java.util.Collection<T> things, Function<T, String> line) {
        return things.stream()
                .map(line)
                .map(text -> System.lineSeparator() + "    " + text)
                .collect(Collectors.joining());
    }
}
