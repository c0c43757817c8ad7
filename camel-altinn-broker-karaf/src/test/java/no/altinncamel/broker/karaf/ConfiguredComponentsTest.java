package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

import no.altinncamel.broker.AltinnBrokerComponent;

/** Which components there are for which configurations. The boot test shows the same in a real container. */
class ConfiguredComponentsTest {

    private static final String PID = ConfiguredComponents.PID;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, Configuration> configurations = new LinkedHashMap<>();
    private final Map<String, ComponentResolver> services = new LinkedHashMap<>();
    private final Map<String, Object> configured = new LinkedHashMap<>();
    /** The newest registration by name. */
    private final Map<String, Object> current = new LinkedHashMap<>();

    private final ConfiguredComponents components = new ConfiguredComponents(
            fake(BundleContext.class, (proxy, method, arguments) -> register(arguments)),
            fake(ConfigurationAdmin.class, (proxy, method, arguments) -> list((String) arguments[0])),
            () -> camel);

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object register(Object[] arguments) {
        Dictionary<?, ?> properties = (Dictionary<?, ?>) arguments[2];
        Object name = properties == null ? null : properties.get("component");
        Object registration = new Object();
        if (name != null) {
            services.put((String) name, (ComponentResolver) arguments[1]);
            configured.put((String) name, properties.get("configured"));
            current.put((String) name, registration);
        }
        return fake(ServiceRegistration.class, (proxy, method, changed) -> switch (method.getName()) {
            case "unregister" -> current.remove(name, registration) ? services.remove(name) : null;
            // Blueprint would not see it
            case "setProperties" -> throw new AssertionError("The service has to be registered anew");
            default -> fake(ServiceReference.class, (reference, called, nothing) -> null);
        });
    }

    /** All of them, or the one whose PID the filter names. */
    private Object list(String filter) {
        Collection<Configuration> found = configurations.entrySet().stream()
                .filter(entry -> filter.startsWith("(|") || filter.equals("(service.pid=" + entry.getKey() + ")"))
                .map(Map.Entry::getValue)
                .toList();
        return found.isEmpty() ? null : found.toArray(Configuration[]::new);
    }

    private void put(String pid, String... keysAndValues) {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        String factoryPid = pid.equals(PID) ? null : PID;
        configurations.put(pid, fake(Configuration.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getPid" -> pid;
            case "getFactoryPid" -> factoryPid;
            default -> properties;
        }));
    }

    private void event(int type, String pid) {
        ServiceReference<ConfigurationAdmin> admin = admin();
        components.configurationEvent(new ConfigurationEvent(admin, type, pid.equals(PID) ? null : PID, pid));
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<ConfigurationAdmin> admin() {
        return fake(ServiceReference.class, (proxy, method, arguments) -> null);
    }

    private String clientId(String name) throws Exception {
        AltinnBrokerComponent component =
                (AltinnBrokerComponent) services.get(name).resolveComponent(name, camel);
        return component.getConfiguration().getClientId();
    }

    @Test
    void whatIsConfiguredAlreadyIsThereAtOnce() throws Exception {
        put(PID, "clientId", "a");
        put(PID + "~north", "clientId", "b");
        put(PID + ".4711", "clientId", "c", "felix.fileinstall.filename", "file:/opt/etc/" + PID + "-south.cfg");

        components.open();

        assertThat(clientId("altinn-broker")).isEqualTo("a");
        assertThat(clientId("north")).isEqualTo("b");
        assertThat(clientId("south")).isEqualTo("c");
    }

    @Test
    void withoutConfigurationTheComponentIsThereAnyway() throws Exception {
        components.open();

        assertThat(services).containsOnlyKeys("altinn-broker");
        assertThat(clientId("altinn-broker")).isNull();
    }

    @Test
    void configurationsComeChangeAndGo() throws Exception {
        components.open();

        put(PID + "~north", "clientId", "a");
        event(ConfigurationEvent.CM_UPDATED, PID + "~north");
        assertThat(clientId("north")).isEqualTo("a");

        put(PID + "~north", "clientId", "b");
        event(ConfigurationEvent.CM_UPDATED, PID + "~north");
        assertThat(clientId("north")).isEqualTo("b");

        event(ConfigurationEvent.CM_DELETED, PID + "~north");
        assertThat(services).containsOnlyKeys("altinn-broker");

        put(PID, "clientId", "c");
        event(ConfigurationEvent.CM_UPDATED, PID);
        event(ConfigurationEvent.CM_DELETED, PID);
        assertThat(clientId("altinn-broker")).isNull();
    }

    @Test
    void otherConfigurationsAreNobodysBusiness() {
        components.open();

        put("no.altinncamel.examples", "clientId", "a");
        components.configurationEvent(
                new ConfigurationEvent(admin(), ConfigurationEvent.CM_UPDATED, null, "no.altinncamel.examples"));

        assertThat(services).containsOnlyKeys("altinn-broker");
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        put(PID + "~north", "clientId", "a");
        put(PID + ".4711", "clientId", "b", "felix.fileinstall.filename", "file:/opt/etc/" + PID + "-north.cfg");
        put(PID + "~altinn-broker", "clientId", "c");
        put(PID + ".4712", "clientId", "d");
        put(PID + "~no name", "clientId", "e");

        components.open();

        assertThat(services).containsOnlyKeys("north", "altinn-broker");
        assertThat(clientId("north")).isEqualTo("a");
        assertThat(clientId("altinn-broker")).isNull();
    }

    @Test
    void theFileIsNamedInWhatIsWrong() {
        put(PID + "~north", "clientIdd", "a", "felix.fileinstall.filename", "file:/opt/etc/" + PID + "-north.cfg");

        components.open();

        assertThatThrownBy(() -> clientId("north"))
                .hasMessage(
                        "Wrong configuration of component north. no.altinncamel.broker-north.cfg: clientIdd: there is no such"
                                + " option - the manual's reference lists all");
    }

    @Test
    void nothingIsLeftWhenItIsClosed() {
        put(PID + "~north", "clientId", "a");
        components.open();

        components.close();

        assertThat(services).isEmpty();
    }

    /** What bundles can wait for. */
    @Test
    void servicesTellWhetherTheyAreConfigured() {
        put(PID);
        put(PID + "~north", "clientId", "a");
        put(PID + "~south", "clientIdd", "a");
        components.open();
        assertThat(configured)
                .containsEntry("altinn-broker", false)
                .containsEntry("north", true)
                .containsEntry("south", false);

        put(PID, "clientId", "a");
        event(ConfigurationEvent.CM_UPDATED, PID);
        put(PID + "~south", "clientId", "a");
        event(ConfigurationEvent.CM_UPDATED, PID + "~south");
        assertThat(configured).containsEntry("altinn-broker", true).containsEntry("south", true);

        event(ConfigurationEvent.CM_DELETED, PID);
        assertThat(configured).containsEntry("altinn-broker", false);
    }

    @Test
    void aConfigurationThatComesBackReachesContextsThatRun() throws Exception {
        put(PID + "~north", "clientId", "a");
        components.open();
        AltinnBrokerComponent inUse =
                (AltinnBrokerComponent) services.get("north").resolveComponent("north", camel);
        camel.start();

        event(ConfigurationEvent.CM_DELETED, PID + "~north");
        assertThat(services).doesNotContainKey("north");
        put(PID + ".4711", "clientId", "b", "felix.fileinstall.filename", "file:/opt/etc/" + PID + "-north.cfg");
        event(ConfigurationEvent.CM_UPDATED, PID + ".4711");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> "b".equals(inUse.getConfiguration().getClientId()));
        assertThat(clientId("north")).isEqualTo("b");
    }
}
