package no.altinncamel.broker;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;

/**
 * Makes the component of the onboarding program out of properties, as camel-main does: options, beans, references, placeholders.
 * Of the beans only those are made that the component refers to, because the others may be the application's data bases and
 * queues.
 */
final class OnboardingComponent {

    private static final String DEFAULT_NAME = "altinn-broker";
    /** Switches of Camel Main and Spring Boot, which are no options of the component. */
    private static final Pattern SWITCH = Pattern.compile("enabled|customizer\\..*");
    /** Further components of a Spring Boot application. */
    private static final Pattern NAMED = Pattern.compile("named\\.([^.]+)\\..*");

    /** Entries of the property list: as Karaf's file has them, and as Spring Boot has them. */
    private static final Pattern ENTRY = Pattern.compile("(?:property|properties)\\.(.+)");

    private static final Pattern SSL_BUNDLE = Pattern.compile("ssl-?bundle", Pattern.CASE_INSENSITIVE);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    /** {@code #bean:name}, also among constructor parameters, or {@code #name}. */
    private static final Pattern BEAN = Pattern.compile("#bean:([\\w.$-]+)|^#([\\w.$-]+)$");
    /** Any bean may be meant. */
    private static final Pattern BY_TYPE = Pattern.compile("#(type:|autowired).*");

    private final CamelContext context;
    private final OnboardingSettings settings;
    private final Set<String> made = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    OnboardingComponent(CamelContext context, OnboardingSettings settings) {
        this.context = context;
        this.settings = settings;
        Properties values = new Properties();
        values.putAll(settings.properties());
        context.getPropertiesComponent().setInitialProperties(values);
    }

    /**
     * The component's configuration, with the resource.
     *
     * @throws WrongSettingsException naming the property, the fault and what mends it
     */
    AltinnBrokerConfiguration configuration() {
        AltinnBrokerComponent component = component();
        Map<String, Object> entries = new LinkedHashMap<>();
        settings.startingWith(settings.prefix()).forEach((option, value) -> {
            Matcher entry = ENTRY.matcher(option);
            if (entry.matches()) {
                String resolved = resolve(settings.prefix() + option, value);
                if (resolved != null) {
                    entries.put(entry.group(1), resolved);
                }
            } else if (!isOfSpringBoot(option)) {
                bind(component, settings.prefix(), option, value);
            }
        });
        AltinnBrokerConfiguration configuration = component.getConfiguration().copy();
        if (!entries.isEmpty()) {
            configuration.setProperties(entries);
        }
        String resource = resolve(OnboardingSettings.RESOURCE, settings.resource());
        configuration.setResourceId(ConfigurationCheck.bareResourceId(resource));
        if (configuration.getSslContextParameters() == null && component.isUseGlobalSslContextParameters()) {
            configuration.setSslContextParameters(context.getSSLContextParameters());
        }
        return configuration;
    }

    /** What was left out of the check, one sentence each. */
    Set<String> notes() {
        return notes;
    }

    private boolean isOfSpringBoot(String option) {
        Matcher named = NAMED.matcher(option);
        if (named.matches()) {
            notes.add("The component " + named.group(1) + " is not checked: give its name after the file to check it.");
        } else if (SSL_BUNDLE.matcher(option).matches()) {
            notes.add("The property " + settings.prefix() + option + " is not used: the check trusts what Java trusts."
                    + " If Altinn is called through a proxy with a certificate of its own, set sslContextParameters.");
        }
        return named.matches()
                || SSL_BUNDLE.matcher(option).matches()
                || SWITCH.matcher(option).matches();
    }

    private AltinnBrokerComponent component() {
        String name = settings.component();
        make(name);
        Object bean = context.getRegistry().lookupByName(name);
        if (bean != null && !(bean instanceof AltinnBrokerComponent)) {
            throw WrongSettingsException.of(
                    OnboardingSettings.BEANS + name,
                    "it is no component of Altinn Broker",
                    "write #class:" + AltinnBrokerComponent.class.getName());
        }
        if (bean == null && !name.equals(DEFAULT_NAME)) {
            context.addComponent(name, new AltinnBrokerComponent());
        }
        return context.getComponent(name, AltinnBrokerComponent.class);
    }

    private void make(String name) {
        String property = OnboardingSettings.BEANS + name;
        String definition = settings.properties().get(property);
        if (definition == null || !made.add(name)) {
            return;
        }
        String value = resolve(property, definition);
        makeReferences(property, value);
        Object bean = bean(property, value);
        context.getRegistry().bind(name, bean);
        settings.startingWith(property + ".").forEach((option, set) -> bind(bean, property + ".", option, set));
    }

    private Object bean(String property, String value) {
        String fault;
        try {
            Object bean = PropertyBindingSupport.resolveBean(context, value);
            if (bean != null) {
                return bean;
            }
            fault = "there is no such bean";
        } catch (Exception e) {
            // the message of the cause may quote the value
            fault = isMissingClass(e) ? "its class is not on the class path" : "the bean cannot be made";
        }
        throw WrongSettingsException.of(
                property, fault, "write #class: and the full name of a class whose jar is on the class path");
    }

    private void makeReferences(String property, String value) {
        if (BY_TYPE.matcher(value).matches()) {
            settings.startingWith(OnboardingSettings.BEANS).keySet().stream()
                    .filter(name -> name.indexOf('.') < 0)
                    .forEach(this::make);
        }
        Matcher reference = BEAN.matcher(value);
        while (reference.find()) {
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            make(name);
            if (reference.group(1) != null && context.getRegistry().lookupByName(name) == null) {
                throw WrongSettingsException.of(
                        property,
                        "there is no bean '" + name + "'",
                        "make it in the same file: " + OnboardingSettings.BEANS + name + "=#class:<its class>");
            }
        }
    }

    private void bind(Object target, String prefix, String option, String raw) {
        String property = prefix + option;
        String value = resolve(property, raw);
        if (value == null) {
            // an optional placeholder without a value
            return;
        }
        makeReferences(property, value);
        String name = StringHelper.dashToCamelCase(option);
        boolean bound;
        try {
            bound = PropertyBindingSupport.build()
                    .withConfigurer(configurer(target))
                    .withPlaceholder(false)
                    .withIgnoreCase(true)
                    .withMandatory(false)
                    .bind(context, target, name, value);
        } catch (RuntimeException e) {
            throw isMissingClass(e)
                    ? WrongSettingsException.of(
                            property, "its class is not on the class path", "put the jar with the class there")
                    : WrongSettingsException.of(
                            property, "it has a value that the option cannot take", expected(target, name));
        }
        if (!bound) {
            throw unknown(target, property, option);
        }
    }

    private static WrongSettingsException unknown(Object target, String property, String option) {
        return target instanceof AltinnBrokerComponent
                ? WrongSettingsException.of(
                        property, "the component has no option '" + option + "'", "docs/reference.md lists the options")
                : WrongSettingsException.of(
                        property,
                        "the bean has no property '" + option + "'",
                        "see the setters of " + target.getClass().getName());
    }

    /** Most options belong to the component's configuration, and only its configurer knows that. Camel 4.14 does not ask it. */
    private static PropertyConfigurer configurer(Object target) {
        return target instanceof AltinnBrokerComponent component ? component.getComponentPropertyConfigurer() : null;
    }

    /** What the option takes. */
    private static String expected(Object target, String option) {
        Class<?> type = target instanceof AltinnBrokerComponent component
                        && component.getComponentPropertyConfigurer() instanceof PropertyConfigurerGetter options
                ? options.getOptionType(option.replace("configuration.", ""), true)
                : null;
        if (type == null || type == String.class) {
            return "correct it";
        }
        if (type.isEnum()) {
            return "it takes one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == boolean.class || type == Boolean.class) {
            return "it takes true or false";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type)
                ? "it takes a whole number; times are in milliseconds, or written as 30s"
                : "it takes a bean of the type " + type.getName() + ", as #bean:<name>";
    }

    private static boolean isMissingClass(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                return true;
            }
        }
        return false;
    }

    /** @return {@code null} for an optional placeholder ({@code {{?name}}}) without a value */
    private String resolve(String property, String value) {
        try {
            return context.resolvePropertyPlaceholders(value);
        } catch (RuntimeException e) {
            // the message of the cause quotes the whole value
            throw WrongSettingsException.of(
                    property, unresolved(value, new HashSet<>()), "set it, or correct the name");
        }
    }

    private String unresolved(String value, Set<String> seen) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        while (placeholder.find()) {
            String key = placeholder.group(1);
            if (!isResolvable(placeholder.group())) {
                Map<String, String> known = settings.properties();
                return known.containsKey(key) && seen.add(key) ? unresolved(known.get(key), seen) : words(key);
            }
        }
        return "its placeholders cannot be resolved";
    }

    private boolean isResolvable(String placeholder) {
        try {
            context.resolvePropertyPlaceholders(placeholder);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String words(String key) {
        if (key.startsWith("env:")) {
            return "the environment variable " + key.substring("env:".length()) + " is not set";
        }
        return key.startsWith("sys:")
                ? "the system property " + key.substring("sys:".length()) + " is not set"
                : "the placeholder {{" + key + "}} has no value";
    }
}
