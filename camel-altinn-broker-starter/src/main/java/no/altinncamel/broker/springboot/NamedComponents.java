package no.altinncamel.broker.springboot;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

import no.altinncamel.broker.AltinnBrokerComponent;

/**
 * The components with names of their own. Each is made when somebody first asks for it: a bean may do so while it is made,
 * long before routes exist, and the beans that the component refers to are made no earlier than that.
 */
final class NamedComponents implements CamelContextCustomizer, CamelContextConfiguration {

    private final AltinnBrokerComponentProperties properties;
    private final ObjectProvider<SslBundles> bundles;
    private final Set<Component> made = ConcurrentHashMap.newKeySet();

    NamedComponents(AltinnBrokerComponentProperties properties, ObjectProvider<SslBundles> bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    static String prefix(String name) {
        return AltinnBrokerComponentProperties.PREFIX + ".named." + name;
    }

    @Override
    public void configure(CamelContext context) {
        ExtendedCamelContext camel = context.getCamelContextExtension();
        ComponentResolver others = PluginHelper.getComponentResolver(camel);
        camel.addContextPlugin(ComponentResolver.class, (name, asking) -> {
            AltinnBrokerNamedComponent options = properties.getNamed().get(name);
            return options != null && options.isEnabled()
                    ? component(name, options, asking)
                    : others.resolveComponent(name, asking);
        });
    }

    private Component component(String name, AltinnBrokerNamedComponent options, CamelContext context) {
        String prefix = prefix(name);
        if (!options.getCustomizer().isEnabled()) {
            throw new WrongAltinnBrokerPropertyException(
                    prefix + ".customizer.enabled",
                    "a named component is what its properties say and has no customizer",
                    "use " + prefix + ".enabled=false to do without the component, or leave it out");
        }
        AltinnBrokerComponent component = new AltinnBrokerComponent(context);
        OptionBinding binding = new OptionBinding(context, component, prefix);
        binding.bind(options);
        if (options.getSslBundle() != null) {
            binding.bindSslBundle(options.getSslBundle(), bundles);
        }
        made.add(component);
        return component;
    }

    /** What is wrong with one shows at the start even if nothing uses it. */
    @Override
    public void beforeApplicationStart(CamelContext context) {
        properties.getNamed().entrySet().stream()
                .filter(component -> component.getValue().isEnabled())
                .map(Map.Entry::getKey)
                .forEach(name -> check(name, context.getComponent(name)));
    }

    /** Camel looks for a bean first; the properties would be passed over, and the bean may be another Maskinporten client. */
    private void check(String name, Component component) {
        if (!made.contains(component)) {
            throw new WrongAltinnBrokerPropertyException(
                    prefix(name),
                    "there is another component of this name, such as a bean '" + name + "' or '" + name
                            + "-component', which is used instead",
                    "rename one of them");
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // nothing is left to do
    }
}
