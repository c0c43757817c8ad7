package no.altinncamel.broker.springboot;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerComponentConfigurer;

/** Gives a component the options that its properties say. What it says of a wrong one never holds what may be a key. */
final class OptionBinding {

    private static final AltinnBrokerComponentConfigurer CONFIGURER = new AltinnBrokerComponentConfigurer();

    /** What is no option of the component. */
    private static final Set<String> SWITCHES = Set.of("customizer", "enabled", "named", "sslBundle");

    private static final Pattern REFERENCE = Pattern.compile("#bean:([\\w.$-]+)");

    /** References to what Camel makes, or finds by its class. */
    private static final Pattern MADE = Pattern.compile("#(class|type):");

    private final CamelContext context;
    private final AltinnBrokerComponent component;
    private final String prefix;

    /** @param prefix of the component's properties, without the last dot */
    OptionBinding(CamelContext context, AltinnBrokerComponent component, String prefix) {
        this.context = context;
        this.component = component;
        this.prefix = prefix;
    }

    /** As Spring Boot writes it. */
    static String property(String prefix, String option) {
        return prefix + "." + option.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** @throws WrongAltinnBrokerPropertyException if an option does not take its value */
    void bind(AltinnBrokerComponentOptions options) {
        Map<String, Object> values = new TreeMap<>(CamelPropertiesHelper.getNonNullProperties(context, options));
        values.keySet().removeAll(SWITCHES);
        values.forEach(this::bind);
    }

    private void bind(String option, Object value) {
        try {
            CamelPropertiesHelper.setCamelProperties(context, component, new HashMap<>(Map.of(option, value)), true);
        } catch (RuntimeException e) {
            // neither its message nor it itself as a cause: they hold the value
            throw wrong(option, String.valueOf(value));
        }
    }

    private WrongAltinnBrokerPropertyException wrong(String option, String raw) {
        String property = property(prefix, option);
        Class<?> type = CONFIGURER.getOptionType(option, true);
        String value;
        try {
            value = context.resolvePropertyPlaceholders(raw);
        } catch (RuntimeException e) {
            return new WrongAltinnBrokerPropertyException(
                    property,
                    "a placeholder in its value cannot be resolved",
                    "set the property that the placeholder names, or correct the name");
        }
        Matcher reference = REFERENCE.matcher(value);
        if (reference.matches()) {
            String name = reference.group(1);
            // fails if the bean itself cannot be made, and says why
            Object bean = context.getRegistry().lookupByName(name);
            return new WrongAltinnBrokerPropertyException(
                    property,
                    bean == null
                            ? "there is no bean '" + name + "'"
                            : "the bean '" + name + "' is no " + type.getSimpleName(),
                    "define a bean of the type " + type.getName() + " with this name, or correct the name");
        }
        if (MADE.matcher(value).lookingAt()) {
            return new WrongAltinnBrokerPropertyException(
                    property,
                    unmade(value, type),
                    "correct the class, or write #bean:name, with the name of a bean of the type " + type.getName());
        }
        if (type.isPrimitive()) {
            return new WrongAltinnBrokerPropertyException(property, refusal(option, value), "correct it");
        }
        return new WrongAltinnBrokerPropertyException(
                property,
                "its value is no " + type.getSimpleName(),
                type == String.class
                        ? "correct it; what begins with # is taken for a reference to a bean"
                        : "write #bean:name, with the name of a bean of the type " + type.getName());
    }

    /** Camel, having failed, looks for a bean of that name and only tells that there is none. */
    private String unmade(String value, Class<?> type) {
        try {
            PropertyBindingSupport.resolveBean(context, value);
            return "the bean is no " + type.getSimpleName();
        } catch (Exception | LinkageError e) {
            // the message of the cause may hold the value, its class does not
            Class<?> cause = NestedExceptionUtils.getMostSpecificCause(e).getClass();
            return "the bean cannot be " + (value.startsWith("#class:") ? "made" : "found") + " (" + cause.getName()
                    + ")";
        }
    }

    /** What the component itself says of a number; Camel looks for a bean of that name instead. */
    private String refusal(String option, String value) {
        try {
            CONFIGURER.configure(context, component, option, value, false);
        } catch (RuntimeException e) {
            return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
        }
        return "it does not take '" + value + "'";
    }

    /** @throws WrongAltinnBrokerPropertyException if there is no such bundle, or TLS is described in another way, too */
    void bindSslBundle(String name, ObjectProvider<SslBundles> bundles) {
        String property = property(prefix, "sslBundle");
        if (component.getConfiguration().getSslContextParameters() != null) {
            throw new WrongAltinnBrokerPropertyException(
                    property, "it is set together with ssl-context-parameters", "leave out one of them");
        }
        try {
            component
                    .getConfiguration()
                    .setSslContextParameters(
                            new SslBundleParameters(bundles.getObject().getBundle(name)));
        } catch (NoSuchSslBundleException e) {
            throw new WrongAltinnBrokerPropertyException(
                    property, "there is no SSL bundle '" + name + "'", "define it under spring.ssl.bundle");
        }
    }
}
