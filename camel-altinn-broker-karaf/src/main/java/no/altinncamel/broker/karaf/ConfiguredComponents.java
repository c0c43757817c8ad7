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
    private final ConfiguredComponent standard;
    /** By the PID of their configuration. */
    private final Map<String, Named> named = new HashMap<>();
    /** By their names: without configuration, but contexts use them and are to see it when it comes back. */
    private final Map<String, ConfiguredComponent> deleted = new HashMap<>();

    private ServiceRegistration<ConfigurationListener> listening;
    private ServiceRegistration<ComponentResolver> standardRegistration;

    private record Named(
            String name, ConfiguredComponent component, ServiceRegistration<ComponentResolver> registration) {}

    ConfiguredComponents(BundleContext bundle, ConfigurationAdmin admin, Supplier<CamelContext> scratch) {
        this.bundle = bundle;
        this.admin = admin;
        this.scratch = scratch;
        this.standard = new ConfiguredComponent(DEFAULT_NAME, scratch);
    }

    /** Reads what is configured already before any route can ask for it, and follows changes from then on. */
    synchronized void open() {
        listening = bundle.registerService(ConfigurationListener.class, this, null);
        read("(|(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + PID + ")(service.pid=" + PID + "))");
        standardRegistration = register(DEFAULT_NAME, standard);
    }

    /** What runs goes on, and follows no changes any more. */
    synchronized void close() {
        listening.unregister();
        standardRegistration.unregister();
        standard.leave();
        named.values().forEach(component -> {
            component.registration().unregister();
            component.component().leave();
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
            update(DEFAULT_NAME, standard, standardRegistration);
        } else if (named.containsKey(pid)) {
            Named known = named.get(pid);
            known.component().configure(source, options);
            update(known.name(), known.component(), known.registration());
        } else {
            add(pid, source, name(pid, file), options);
        }
    }

    private void add(String pid, String source, String name, ComponentOptions options) {
        if (name == null || !NAME.matcher(name).matches()) {
            LOG.error("{} is not used: it gives its component no name; call the file {}-NAME.cfg", source, PID);
        } else if (DEFAULT_NAME.equals(name)) {
            LOG.error("{} is not used: component {} is configured by {}.cfg", source, name, PID);
        } else if (named.values().stream().anyMatch(other -> other.name().equals(name))) {
            LOG.error("{} is not used: there is another configuration for component {}", source, name);
        } else {
            ConfiguredComponent component =
                    deleted.containsKey(name) ? deleted.remove(name) : new ConfiguredComponent(name, scratch);
            component.configure(source, options);
            named.put(pid, new Named(name, component, register(name, component)));
        }
    }

    private void delete(String pid) {
        if (PID.equals(pid)) {
            standard.unconfigure();
            update(DEFAULT_NAME, standard, standardRegistration);
            return;
        }
        Named removed = named.remove(pid);
        if (removed != null) {
            removed.registration().unregister();
            removed.component().unconfigure();
            deleted.values().removeIf(component -> !component.isUsed());
            if (removed.component().isUsed()) {
                deleted.put(removed.name(), removed.component());
            }
        }
    }

    private ServiceRegistration<ComponentResolver> register(String name, ConfiguredComponent component) {
        return bundle.registerService(ComponentResolver.class, component, properties(name, component));
    }

    /** @param registration null as long as what is there at the start is read */
    private static void update(
            String name, ConfiguredComponent component, ServiceRegistration<ComponentResolver> registration) {
        if (registration != null) {
            registration.setProperties(properties(name, component));
        }
    }

    private static Dictionary<String, Object> properties(String name, ConfiguredComponent component) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("component", name);
        properties.put("configured", component.isConfigured());
        return properties;
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
