package no.altinncamel.broker.springboot;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import no.altinncamel.broker.AltinnBrokerComponent;

/** Configures the component altinn-broker, and further ones with names of their own, from properties. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", AltinnBrokerComponentProperties.PREFIX})
@EnableConfigurationProperties(AltinnBrokerComponentProperties.class)
public class AltinnBrokerComponentAutoConfiguration {

    /** Camel asks it when it makes a component; those with names of their own are configured already. */
    @Lazy
    @Bean
    public ComponentCustomizer configureAltinnBrokerComponent(
            CamelContext context,
            AltinnBrokerComponentProperties properties,
            ObjectProvider<SslBundles> bundles,
            Environment environment) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component component) {
                OptionBinding binding = new OptionBinding(
                        context, (AltinnBrokerComponent) component, AltinnBrokerComponentProperties.PREFIX);
                binding.bind(properties);
                if (properties.getSslBundle() != null) {
                    binding.bindSslBundle(properties.getSslBundle(), bundles);
                }
            }

            @Override
            public boolean isEnabled(String name, Component component) {
                return AltinnBrokerComponentProperties.COMPONENT.equals(name)
                        && component instanceof AltinnBrokerComponent
                        && HierarchicalPropertiesEvaluator.evaluate(
                                environment,
                                "camel.component.customizer",
                                AltinnBrokerComponentProperties.PREFIX + ".customizer");
            }
        };
    }

    /** The components with names of their own: when Camel is made, and when the application starts. */
    @Bean
    static NamedComponents namedAltinnBrokerComponents(
            AltinnBrokerComponentProperties properties, ObjectProvider<SslBundles> bundles) {
        return new NamedComponents(properties, bundles);
    }
}
