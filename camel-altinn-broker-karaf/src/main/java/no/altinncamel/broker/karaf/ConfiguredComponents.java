package no.altinncamel.broker.karaf;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components that configurations describe, as services: the PID no.altinncamel.broker configures altinn-broker, its factory
 * configurations one further component each.
 */
final class ConfiguredComponents implements ConfigurationListener {

    static final String PID = "no.altinncamel.broker";
    static final String DEFAULT_NAME = "altinn-broker";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredComponents.class);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern FILE =
            Pattern.compile(".*/(" + Pattern.quote(PID) + "(?:[-~]([^/]+))?\\.(?:cfg|config))");

    private final BundleContext bundle;
    private final ConfigurationAdmin admin;
    private final Supplier<CamelContext> scratch;
    private final Service standard;
    /** By the PID of their configuration. */
    private final Map<String, Service> named = new HashMap<>();
    /** By their names: without configuration, but contexts use them and are to see it when it comes back. */
    private final Map<String, ConfiguredComponent> deleted = new HashMap<>();

    private ServiceRegistration<ConfigurationListener> listening;

    /** A component as a service whose property tells whether it is configured. */
    private final class Service {

        private final String name;
        private final ConfiguredComponent component;
        /** Null before it is registered. */
        private ServiceRegistration<ComponentResolver> registration;

        private boolean configured;

        Service(String name, ConfiguredComponent component) {
            this.name = name;
            this.component = component;
        }

        void configure(String source, ComponentOptions options) {
            component.configure(source, options);
            update();
        }

        void unconfigure() {
            component.unconfigure();
            update();
        }

        void register() {
            configured = component.isConfigured();
            registration = bundle.registerService(
                    ComponentResolver.class,
                    component,
                    new Hashtable<>(Map.of("component", name, "configured", configured)));
        }

        void unregister() {
            registration.unregister();
        }

        /**
         * Registers it anew: a Blueprint reference takes no notice of a service that comes to match its filter, or no longer
         * matches it, by a change of properties.
         */
        private void update() {
            if (registration != null && configured != component.isConfigured()) {
                ServiceRegistration<ComponentResolver> before = registration;
                register();
                before.unregister();
            }
        }
    }

    ConfiguredComponents(BundleContext bundle, ConfigurationAdmin admin, Supplier<CamelContext> scratch) {
        this.bundle = bundle;
        this.admin = admin;
        this.scratch = scratch;
        this.standard = new Service(DEFAULT_NAME, new ConfiguredComponent(DEFAULT_NAME, scratch));
    }

    /** Reads what is configured already before any route can ask for it, and follows changes from then on. */
    synchronized void open() {
        listening = bundle.registerService(ConfigurationListener.class, this, null);
        read("(|(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + PID + ")(service.pid=" + PID + "))");
        standard.register();
    }

    /** What runs goes on, and follows no changes any more. */
    synchronized void close() {
        listening.unregister();
        standard.unregister();
        standard.component.leave();
        named.values().forEach(service -> {
            service.unregister();
            service.component.leave();
        });
        deleted.values().forEach(ConfiguredComponent::leave);
        named.clear();
        deleted.clear();
    }

    @Override
    public synchronized void configurationEvent(ConfigurationEvent event) {
        if (!PID.equals(event.getPid()) && !PID.equals(event.getFactoryPid())) {
            return;
        }
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            delete(event.getPid());
        } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            read("(service.pid=" + event.getPid() + ")");
        }
    }

    private void read(String filter) {
        try {
            Configuration[] configurations = admin.listConfigurations(filter);
            if (configurations != null) {
                for (Configuration configuration : configurations) {
                    read(configuration);
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            LOG.error("The configuration of Altinn Broker cannot be read", e);
        }
    }

    private void read(Configuration configuration) {
        String pid = configuration.getPid();
        Map<String, Object> properties = properties(configuration);
        ComponentOptions options = ComponentOptions.of(properties);
        Matcher file = FILE.matcher(String.valueOf(properties.get("felix.fileinstall.filename")));
        String source = file.matches() ? file.group(1) : pid;
        if (configuration.getFactoryPid() == null) {
            standard.configure(source, options);
        } else if (named.containsKey(pid)) {
            named.get(pid).configure(source, options);
        } else {
            add(pid, source, name(pid, file), options);
        }
    }

    private void add(String pid, String source, String name, ComponentOptions options) {
        if (name == null || !NAME.matcher(name).matches()) {
            LOG.error("{} is not used: it gives its component no name; call the file {}-NAME.cfg", source, PID);
        } else if (DEFAULT_NAME.equals(name)) {
            LOG.error("{} is not used: component {} is configured by {}.cfg", source, name, PID);
        } else if (named.values().stream().anyMatch(other -> other.name.equals(name))) {
            LOG.error("{} is not used: there is another configuration for component {}", source, name);
        } else {
            ConfiguredComponent component =
                    deleted.containsKey(name) ? deleted.remove(name) : new ConfiguredComponent(name, scratch);
            Service service = new Service(name, component);
            service.configure(source, options);
            service.register();
            named.put(pid, service);
        }
    }

    private void delete(String pid) {
        if (PID.equals(pid)) {
            standard.unconfigure();
            return;
        }
        Service removed = named.remove(pid);
        if (removed != null) {
            removed.unregister();
            removed.component.unconfigure();
            deleted.values().removeIf(component -> !component.isUsed());
            if (removed.component.isUsed()) {
                deleted.put(removed.name, removed.component);
            }
        }
    }

    /** With placeholders such as $[env:NAME] resolved. */
    private Map<String, Object> properties(Configuration configuration) {
        Dictionary<String, Object> processed = configuration.getProcessedProperties(listening.getReference());
        Map<String, Object> properties = new HashMap<>();
        if (processed != null) {
            for (Enumeration<String> keys = processed.keys(); keys.hasMoreElements(); ) {
                String key = keys.nextElement();
                properties.put(key, processed.get(key));
            }
        }
        return properties;
    }

    /** From the PID, or from the file if that gave the PID a number. */
    private static String name(String pid, Matcher file) {
        if (pid.startsWith(PID + "~")) {
            return pid.substring(PID.length() + 1);
        }
        return file.matches() ? file.group(2) : null;
    }
}
