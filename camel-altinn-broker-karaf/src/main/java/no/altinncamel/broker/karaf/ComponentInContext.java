package no.altinncamel.broker.karaf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.StartupListener;
import org.apache.camel.util.StopWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerComponentConfigurer;

/** The component as one context uses it, and how new options reach the routes that run there. */
final class ComponentInContext {

    private static final Logger LOG = LoggerFactory.getLogger(ComponentInContext.class);

    /** The component's own options; all others are in its configuration. A test holds them against the component. */
    private static final List<String> COMPONENT_OPTIONS = List.of(
            "autowiredEnabled",
            "bridgeErrorHandler",
            "healthCheckConsumerEnabled",
            "healthCheckProducerEnabled",
            "lazyStartProducer",
            "maxBytesPerSecond",
            "useGlobalSslContextParameters");

    private static final AltinnBrokerComponentConfigurer CONFIGURER = new AltinnBrokerComponentConfigurer();

    private final String name;
    private final CamelContext context;
    private final AltinnBrokerComponent component;
    private final RoutesInContext routes;
    private ComponentOptions options;
    /** What the configuration says by now, until it is tried; of several changes at once only the last one counts. */
    private final AtomicReference<ComponentOptions> wanted = new AtomicReference<>();

    /** @throws WrongConfigurationException if the options do not fit this context */
    ComponentInContext(String name, CamelContext context, ComponentOptions options) throws WrongConfigurationException {
        this.name = name;
        this.context = context;
        this.component = options.newComponent(context);
        this.routes = RoutesInContext.of(context);
        this.options = options;
    }

    CamelContext context() {
        return context;
    }

    AltinnBrokerComponent component() {
        return component;
    }

    /**
     * Takes over other options as soon as the context runs, also again after it was suspended, in a thread of the context:
     * its routes stop gracefully, which may take as long as the files that are under way.
     */
    void take(ComponentOptions newOptions) {
        wanted.set(newOptions);
        try {
            context.addStartupListener(new StartupListener() {
                @Override
                public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
                    // too early while it starts, and afterwards a matter of the thread below
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted) {
                    takeInOwnThread();
                }
            });
        } catch (Exception e) {
            LOG.error("{}: the new configuration could not be handed over", this, e);
        }
        // a resume calls no startup listener, and its status is that of a start
        takeInOwnThread();
    }

    private void takeAfterResume() {
        LOG.info("{}: the new configuration is taken over when the context is resumed", this);
        AfterResume.run(context, this::takeInOwnThread);
    }

    private void takeInOwnThread() {
        context.getExecutorServiceManager()
                .newThread("AltinnBrokerConfiguration", this::takeNow)
                .start();
    }

    private void takeNow() {
        awaitStatus();
        // one component's restart must not meet the other's check: it takes away the endpoints
        synchronized (routes) {
            if (!context.isStarted()) {
                if (context.isSuspended() && wanted.get() != null) {
                    takeAfterResume();
                }
                return;
            }
            ComponentOptions next = wanted.getAndSet(null);
            if (next == null || next.equals(options)) {
                return;
            }
            try {
                AltinnBrokerComponent replacement = next.newComponent(context);
                checkEndpoints(replacement);
                checkRoutes();
                restart(next, replacement);
            } catch (WrongConfigurationException e) {
                LOG.warn("{}: the new configuration is not used, the one from before stays: {}", this, e.getMessage());
            }
        }
    }

    /** A context tells that it is resumed a moment before it is. */
    private void awaitStatus() {
        try {
            while (context.getStatus().isStarting() || context.getStatus().isSuspending()) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkRoutes() throws WrongConfigurationException {
        List<String> fromTemplates = routes.fromTemplates();
        if (!fromTemplates.isEmpty()) {
            throw new WrongConfigurationException(List.of("routes from templates would be lost: "
                    + String.join(", ", fromTemplates) + " - restart the bundle with the routes"));
        }
    }

    /** Options of a URI and of the component may be right each by themselves, and wrong together. */
    private void checkEndpoints(AltinnBrokerComponent replacement) throws WrongConfigurationException {
        List<String> faults = new ArrayList<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint.getComponent() == component) {
                try {
                    replacement.createEndpoint(endpoint.getEndpointUri());
                } catch (Exception e) {
                    faults.add(e.getMessage());
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new WrongConfigurationException(faults);
        }
    }

    private void restart(ComponentOptions next, AltinnBrokerComponent replacement) {
        StopWatch watch = new StopWatch();
        AltinnBrokerComponent before = new AltinnBrokerComponent(context);
        copy(component, before);
        copy(replacement, component);
        try {
            routes.restart();
            options = next;
            LOG.info("{}: the routes run with the new configuration (after {} ms)", this, watch.taken());
        } catch (Exception e) {
            LOG.error(
                    "{}: the routes do not start with the new configuration, the one from before is taken back",
                    this,
                    e);
            copy(before, component);
            restartAsBefore();
        }
    }

    private void restartAsBefore() {
        try {
            routes.restart();
        } catch (Exception e) {
            LOG.error("{}: the routes do not start with the configuration from before either", this, e);
        }
    }

    private void copy(AltinnBrokerComponent from, AltinnBrokerComponent to) {
        to.setConfiguration(from.getConfiguration());
        COMPONENT_OPTIONS.forEach(option ->
                CONFIGURER.configure(context, to, option, CONFIGURER.getOptionValue(from, option, false), false));
    }

    @Override
    public String toString() {
        return "Component " + name + " in context " + context.getName();
    }
}
