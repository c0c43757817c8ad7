package no.altinncamel.examples.karaf;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.osgi.framework.BundleContext;

/** A context that runs as long as the bundle does; the namespace of camel-blueprint would say the same in XML. */
public final class RunningCamel {

    private final OsgiDefaultCamelContext context;
    private final RoutesBuilder routes;

    public RunningCamel(BundleContext bundle, RoutesBuilder routes) {
        this.context = new OsgiDefaultCamelContext(bundle);
        this.context.getCamelContextExtension().setName("transfers");
        this.routes = routes;
    }

    public void start() throws Exception {
        context.addRoutes(routes);
        context.start();
    }

    public void stop() {
        context.stop();
    }
}
