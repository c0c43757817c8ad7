package no.altinncamel.broker.karaf;

import java.util.Arrays;
import java.util.Collection;

import org.apache.camel.spi.ComponentResolver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.FindHook;

/**
 * Camel's own bundle offers every component that it finds in a bundle, without configuration, and a context takes whichever
 * resolver it sees first. This leaves it only the configured one to see.
 */
final class ConfiguredFirst implements FindHook {

    private final BundleContext own;
    private final String component;

    ConfiguredFirst(BundleContext own, String component) {
        this.own = own;
        this.component = component;
    }

    @Override
    public void find(
            BundleContext asking,
            String service,
            String filter,
            boolean all,
            Collection<ServiceReference<?>> references) {
        if (ComponentResolver.class.getName().equals(service)
                && references.stream().anyMatch(reference -> isOwn(reference) && isForComponent(reference))) {
            references.removeIf(reference -> !isOwn(reference) && isForComponent(reference));
        }
    }

    private boolean isOwn(ServiceReference<?> reference) {
        return own.getBundle().equals(reference.getBundle());
    }

    private boolean isForComponent(ServiceReference<?> reference) {
        Object names = reference.getProperty("component");
        return component.equals(names)
                || names instanceof String[] several && Arrays.asList(several).contains(component);
    }
}
