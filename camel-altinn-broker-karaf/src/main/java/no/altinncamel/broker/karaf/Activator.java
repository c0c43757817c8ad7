package no.altinncamel.broker.karaf;

import org.apache.camel.CamelContext;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Offers the configured components as long as there is a ConfigurationAdmin. */
public final class Activator implements BundleActivator {

    private ServiceTracker<ConfigurationAdmin, ConfiguredComponents> admins;
    private CamelContext scratch;

    @Override
    public void start(BundleContext bundle) {
        bundle.registerService(FindHook.class, new ConfiguredFirst(bundle, ConfiguredComponents.DEFAULT_NAME), null);
        admins = new ServiceTracker<>(bundle, ConfigurationAdmin.class, null) {
            @Override
            public ConfiguredComponents addingService(ServiceReference<ConfigurationAdmin> reference) {
                ConfiguredComponents components =
                        new ConfiguredComponents(bundle, bundle.getService(reference), () -> scratch(bundle));
                components.open();
                return components;
            }

            @Override
            public void removedService(
                    ServiceReference<ConfigurationAdmin> reference, ConfiguredComponents components) {
                components.close();
                bundle.ungetService(reference);
            }
        };
        admins.open();
    }

    /** Its services are gone with the bundle; contexts keep the components that they have. */
    @Override
    public void stop(BundleContext bundle) {
        admins.close();
        synchronized (this) {
            if (scratch != null) {
                scratch.stop();
            }
        }
    }

    private synchronized CamelContext scratch(BundleContext bundle) {
        if (scratch == null) {
            OsgiDefaultCamelContext context = new OsgiDefaultCamelContext(bundle);
            context.getCamelContextExtension().setName("altinn-broker-configuration");
            scratch = context;
        }
        return scratch;
    }
}
