package no.altinncamel.broker.karaf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.SensitiveUtils;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerComponentConfigurer;
import no.altinncamel.broker.WrongOptionsException;

/** What a configuration says: options of the component by their names. Never shows its values, some of which are secrets. */
final class ComponentOptions {

    static final ComponentOptions NONE = new ComponentOptions(Map.of());

    /** Keys with which ConfigAdmin, File Install and Karaf keep their books. */
    private static final List<String> FOREIGN_KEYS = List.of("service.", "felix.", "org.apache.karaf.");

    /** Entries of the property list: as URIs write them, and as other runtimes have them on the component. */
    private static final Pattern PROPERTY = Pattern.compile("(?:property|properties)\\.(.+)");

    /** JSON, PEM, or what is longer than any value that is no key. */
    private static final Pattern PERHAPS_KEY = Pattern.compile("[{\"]|-----|(?s:.{101})");

    private static final String PROPERTY_FAULT = "property.";

    private static final String ANY_ENDPOINT = "altinn-broker:any-resource";

    private static final AltinnBrokerComponentConfigurer CONFIGURER = new AltinnBrokerComponentConfigurer();

    private final Map<String, Object> values;

    private ComponentOptions(Map<String, Object> values) {
        this.values = values;
    }

    /** @param properties as ConfigAdmin has them; an option without a value counts as left out */
    static ComponentOptions of(Map<String, Object> properties) {
        Map<String, Object> values = new TreeMap<>();
        properties.forEach((key, value) -> {
            boolean blank = value instanceof String text && text.isBlank();
            if (!blank && FOREIGN_KEYS.stream().noneMatch(key::startsWith)) {
                values.put(key, value instanceof String text ? text.strip() : value);
            }
        });
        return new ComponentOptions(values);
    }

    /**
     * A component for a context, with these options; it is not started and not added to the context.
     *
     * @throws WrongConfigurationException if an option does not exist, or cannot have the value
     */
    AltinnBrokerComponent newComponent(CamelContext context) throws WrongConfigurationException {
        List<String> faults = new ArrayList<>();
        AltinnBrokerComponent component = newComponent(context, values.keySet(), faults);
        failOn(faults);
        return component;
    }

    /**
     * Finds what is wrong whatever context and endpoint it is used in.
     *
     * @param  scratch                     any context that can convert values
     * @throws WrongConfigurationException naming every fault
     */
    void check(CamelContext scratch) throws WrongConfigurationException {
        Set<String> own = new LinkedHashSet<>(values.keySet());
        own.removeIf(option -> refersToTheContext(values.get(option)));
        List<String> faults = new ArrayList<>();
        AltinnBrokerComponent component = newComponent(scratch, own, faults);
        try {
            component.createEndpoint(ANY_ENDPOINT);
        } catch (WrongOptionsException e) {
            // what is missing here may stand in the endpoint's URI
            e.getFaults().stream()
                    .filter(fault -> own.stream().anyMatch(option -> concerns(fault, option)))
                    .map(WrongOptionsException.Fault::toString)
                    .forEach(faults::add);
        } catch (Exception e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        failOn(faults);
    }

    private static boolean concerns(WrongOptionsException.Fault fault, String option) {
        return fault.option().equalsIgnoreCase(option)
                || fault.option().startsWith(PROPERTY_FAULT)
                        && PROPERTY.matcher(option).matches();
    }

    private static void failOn(List<String> faults) throws WrongConfigurationException {
        if (!faults.isEmpty()) {
            throw new WrongConfigurationException(faults);
        }
    }

    private AltinnBrokerComponent newComponent(CamelContext context, Set<String> options, List<String> faults) {
        AltinnBrokerComponent component = new AltinnBrokerComponent(context);
        ServiceHelper.buildService(component);
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String option : options) {
            Matcher property = PROPERTY.matcher(option);
            if (property.matches()) {
                property(context, option, property.group(1), properties, faults);
                continue;
            }
            Class<?> type = CONFIGURER.getOptionType(option, true);
            if (type == null) {
                faults.add(option + ": there is no such option - the manual's reference lists all");
            } else if (!bind(context, component, option)) {
                String refusal = type.isPrimitive() ? refusal(context, component, option) : null;
                faults.add(
                        refusal != null ? refusal : option + ": " + shown(option, type) + " is not " + expected(type));
            }
        }
        if (!properties.isEmpty()) {
            component.getConfiguration().setProperties(properties);
        }
        return component;
    }

    private void property(
            CamelContext context, String option, String name, Map<String, Object> properties, List<String> faults) {
        try {
            properties.put(name, context.resolvePropertyPlaceholders(String.valueOf(values.get(option))));
        } catch (RuntimeException e) {
            faults.add(option + ": a placeholder in the value cannot be resolved");
        }
    }

    private boolean bind(CamelContext context, AltinnBrokerComponent component, String option) {
        try {
            return PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(CONFIGURER)
                    .withIgnoreCase(true)
                    .withReflection(false)
                    .withProperty(option, values.get(option))
                    .bind();
        } catch (RuntimeException e) {
            // its message may hold the value
            return false;
        }
    }

    /** What the component itself says of a number, of which Camel only tells that there is no bean of that name. */
    private String refusal(CamelContext context, AltinnBrokerComponent component, String option) {
        try {
            CONFIGURER.configure(context, component, option, values.get(option), true);
            return null;
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            return message.startsWith(option + ": ") ? message : null;
        }
    }

    /** What was meant to be an object may be a key, and so may a value in the wrong place. */
    private String shown(String option, Class<?> type) {
        boolean plain =
                type.isPrimitive() || type.isEnum() || type.getPackageName().equals("java.lang");
        String value = String.valueOf(values.get(option));
        return plain
                        && !SensitiveUtils.containsSensitive(option)
                        && !PERHAPS_KEY.matcher(value).find()
                ? "'" + value + "'"
                : "the value";
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number or a time such as 30s";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        return "a " + type.getSimpleName() + ", such as #bean:name if the context has one";
    }

    /** Beans and placeholders are known only where routes run. */
    private static boolean refersToTheContext(Object value) {
        return value instanceof String text && (text.startsWith("#") || text.contains("{{"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComponentOptions options && options.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "ComponentOptions" + values.keySet();
    }
}
