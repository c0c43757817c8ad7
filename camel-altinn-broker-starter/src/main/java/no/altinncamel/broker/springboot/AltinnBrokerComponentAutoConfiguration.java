package no.altinncamel.broker.springboot;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

import no.altinncamel.broker.AltinnBrokerComponent;

/** Configures the component altinn-broker, and further ones with names of their own, from properties. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", AltinnBrokerComponentProperties.PREFIX})
@EnableConfigurationProperties(AltinnBrokerComponentProperties.class)
public class AltinnBrokerComponentAutoConfiguration {

    private static final String NAME = "altinn-broker";

    /** Camel asks it when it makes a component; those made below are named differently and configured already. */
    @Lazy
    @Bean
    public ComponentCustomizer configureAltinnBrokerComponent(
            CamelContext context, AltinnBrokerComponentProperties properties, ObjectProvider<SslBundles> bundles) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component component) {
                AltinnBrokerComponentAutoConfiguration.configure(
                        context, properties, properties.getSslBundle(), bundles, (AltinnBrokerComponent) component, "");
            }

            @Override
            public boolean isEnabled(String name, Component component) {
                return NAME.equals(name) && component instanceof AltinnBrokerComponent;
            }
        };
    }

    /** Adds the named components before any route asks for one. */
    @Bean
    public CamelContextConfiguration namedAltinnBrokerComponents(
            AltinnBrokerComponentProperties properties, ObjectProvider<SslBundles> bundles) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                properties.getNamed().forEach((name, options) -> add(context, name, options, bundles));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing is left to do
            }
        };
    }

    private static void add(
            CamelContext context, String name, AltinnBrokerNamedComponent options, ObjectProvider<SslBundles> bundles) {
        AltinnBrokerComponent component = new AltinnBrokerComponent();
        component.setCamelContext(context);
        configure(context, options, options.getSslBundle(), bundles, component, ".named." + name);
        context.addComponent(name, component);
    }

    private static void configure(
            CamelContext context,
            AltinnBrokerComponentOptions options,
            String sslBundle,
            ObjectProvider<SslBundles> bundles,
            AltinnBrokerComponent component,
            String below) {
        Map<String, Object> values = CamelPropertiesHelper.getNonNullProperties(context, options);
        values.keySet().removeAll(java.util.Set.of("customizer", "enabled", "named", "sslBundle"));
        CamelPropertiesHelper.setCamelProperties(context, component, values, true);
        if (sslBundle != null) {
            String property = AltinnBrokerComponentProperties.PREFIX + below + ".ssl-bundle";
            if (component.getConfiguration().getSslContextParameters() != null) {
                throw new WrongAltinnBrokerPropertyException(
                        property, "it is set together with ssl-context-parameters", "leave out one of them");
            }
            component.getConfiguration().setSslContextParameters(parameters(property, sslBundle, bundles));
        }
    }

    private static SSLContextParameters parameters(
            String property, String sslBundle, ObjectProvider<SslBundles> bundles) {
        try {
            return new SslBundleParameters(bundles.getObject().getBundle(sslBundle));
        } catch (NoSuchSslBundleException e) {
            throw new WrongAltinnBrokerPropertyException(
                    property, "there is no SSL bundle '" + sslBundle + "'", "define it under spring.ssl.bundle");
        }
    }
}
