package no.altinncamel.broker.karaf;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component under one name, as a configuration says. Each context gets one of its own and keeps following the
 * configuration while it runs.
 */
final class ConfiguredComponent implements ComponentResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredComponent.class);

    private final String name;
    private final Supplier<CamelContext> scratch;
    private final List<ComponentInContext> uses = new CopyOnWriteArrayList<>();
    private ComponentOptions options = ComponentOptions.NONE;
    /** What is wrong with a configuration that had nothing good before it. */
    private String fault;

    /** @param scratch a context for checking values where no context uses the component yet */
    ConfiguredComponent(String name, Supplier<CamelContext> scratch) {
        this.name = name;
        this.scratch = scratch;
    }

    /**
     * Takes over what a configuration says, unless it is wrong.
     *
     * @param source where it stands, for the log
     */
    synchronized void configure(String source, ComponentOptions wanted) {
        try {
            wanted.check(scratch.get());
        } catch (WrongConfigurationException e) {
            if (options == ComponentOptions.NONE) {
                fault = source + ": " + e.getMessage();
                LOG.error("Component {} cannot be used before this is mended: {}", name, fault);
            } else {
                LOG.warn("Component {} keeps its configuration from before. {}: {}", name, source, e.getMessage());
            }
            return;
        }
        fault = null;
        if (!wanted.equals(options)) {
            options = wanted;
            LOG.info("Component {} has a new configuration, from {}", name, source);
        }
        uses.forEach(use -> use.take(wanted));
    }

    /** There is no configuration any more. What runs goes on as it is. */
    synchronized void unconfigure() {
        fault = null;
        options = ComponentOptions.NONE;
        if (!uses.isEmpty()) {
            LOG.info("Component {} has no configuration any more; contexts that run keep what they have", name);
        }
    }

    @Override
    public synchronized Component resolveComponent(String scheme, CamelContext context) throws Exception {
        if (fault != null) {
            throw new IllegalStateException("Wrong configuration of component " + name + ". " + fault);
        }
        ComponentInContext use = new ComponentInContext(name, context, options);
        uses.add(use);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                uses.remove(use);
            }

            @Override
            public void onComponentRemove(String removedName, Component removed) {
                if (removed == use.component()) {
                    uses.remove(use);
                }
            }
        });
        return use.component();
    }

    /** Whether a configuration says anything that can be used. */
    synchronized boolean isConfigured() {
        return fault == null && !options.equals(ComponentOptions.NONE);
    }

    /** Whether a context uses it. */
    boolean isUsed() {
        return !uses.isEmpty();
    }

    /** Tells which contexts follow no changes from now on. */
    void leave() {
        if (isUsed()) {
            LOG.warn(
                    "Component {}: changes of the configuration do not reach these contexts any more: {} - restart the"
                            + " bundles with their routes",
                    name,
                    uses.stream().map(use -> use.context().getName()).collect(Collectors.joining(", ")));
        }
    }
}
