package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.spi.ComponentResolver;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Which of several resolvers a context sees. */
class ConfiguredFirstTest {

    private final Bundle own = fake(Bundle.class, (proxy, method, arguments) -> null);
    private final Bundle camel = fake(Bundle.class, (proxy, method, arguments) -> null);
    private final BundleContext context = fake(BundleContext.class, (proxy, method, arguments) -> own);
    private final ConfiguredFirst hook = new ConfiguredFirst(context, "altinn-broker");

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> type.getSimpleName();
                    default -> handler.invoke(proxy, method, arguments);
                });
    }

    private static ServiceReference<?> resolver(Bundle bundle, Object component) {
        return fake(
                ServiceReference.class,
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? bundle : component);
    }

    private List<ServiceReference<?>> found(Class<?> service, ServiceReference<?>... references) {
        List<ServiceReference<?>> found = new ArrayList<>(List.of(references));
        hook.find(context, service.getName(), "(component=altinn-broker)", false, found);
        return found;
    }

    @Test
    void theConfiguredOneIsTheOnlyOne() {
        ServiceReference<?> configured = resolver(own, "altinn-broker");
        ServiceReference<?> discovered = resolver(camel, new String[] {"altinn-broker"});

        assertThat(found(ComponentResolver.class, discovered, configured)).containsExactly(configured);
    }

    @Test
    void otherComponentsAndOtherServicesStay() {
        ServiceReference<?> configured = resolver(own, "altinn-broker");
        ServiceReference<?> file = resolver(camel, new String[] {"file"});
        ServiceReference<?> discovered = resolver(camel, new String[] {"altinn-broker"});

        assertThat(found(ComponentResolver.class, file, configured)).containsExactly(file, configured);
        assertThat(found(Runnable.class, discovered, configured)).containsExactly(discovered, configured);
    }

    @Test
    void withoutAConfiguredOneTheDiscoveredOneStays() {
        ServiceReference<?> discovered = resolver(camel, new String[] {"altinn-broker"});

        assertThat(found(ComponentResolver.class, discovered)).containsExactly(discovered);
    }
}
