package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;

import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.emulator.AltinnExtension;

/** What an edit does to the routes of a context. None of them calls Altinn. */
class RoutesInContextTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** For a key. */
    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, ConfiguredComponent> configured = new HashMap<>();
    private final Queue<String> starts = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void components() {
        List.of("north", "south").forEach(name -> {
            configured.put(name, new ConfiguredComponent(name, () -> camel));
            configure(name, "first");
        });
        camel.getCamelContextExtension()
                .addContextPlugin(
                        ComponentResolver.class,
                        (name, context) -> configured.containsKey(name)
                                ? configured.get(name).resolveComponent(name, context)
                                : null);
        camel.addComponent("direct", new DirectComponent());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void configure(String name, String clientId) {
        configured
                .get(name)
                .configure(
                        name + ".cfg",
                        ComponentOptions.of(Map.of(
                                "environment",
                                "TT02",
                                "privateKey",
                                altinn.service().sender().privateJwk(),
                                "clientId",
                                clientId)));
    }

    /** One edit after another in the same context: until this one is through. */
    private void edit(String name, String clientId) {
        configure(name, clientId);
        awaitQuiet();
        assertThat(clientId(name)).isEqualTo(clientId);
    }

    private String clientId(String name) {
        return camel.getComponent(name, AltinnBrokerComponent.class)
                .getConfiguration()
                .getClientId();
    }

    private void awaitQuiet() {
        await().atMost(LONG).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("AltinnBrokerConfiguration")));
    }

    private void route(String id, boolean autoStartup, String to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id)
                        .routeId(id)
                        .autoStartup(autoStartup)
                        .routePolicy(new RoutePolicySupport() {
                            @Override
                            public void onStart(Route started) {
                                starts.add(id);
                            }
                        })
                        .to(to);
            }
        });
    }

    private ServiceStatus status(String id) {
        return camel.getRouteController().getRouteStatus(id);
    }

    /** Each edit of two is right, and so each reaches the routes. */
    @Test
    void componentsOfOneContextAreEditedAtOnce() throws Exception {
        route("a", true, "north:my-resource?operation=list");
        route("b", true, "south:my-resource?operation=list");
        camel.start();

        for (int edit = 0; edit < 20; edit++) {
            String clientId = "client" + edit;
            CyclicBarrier together = new CyclicBarrier(2);
            Thread other = new Thread(() -> {
                meet(together);
                configure("south", clientId);
            });
            other.start();
            meet(together);
            configure("north", clientId);
            other.join();
            awaitQuiet();

            assertThat(clientId("north")).isEqualTo(clientId);
            assertThat(clientId("south")).isEqualTo(clientId);
            assertThat(camel.getRoutes()).hasSize(2).allMatch(route -> status(route.getRouteId())
                    .isStarted());
        }
        assertThat(starts).hasSize(2 + 20 * 2 * 2);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void routesAreWhatTheyWereAfterAnEdit() throws Exception {
        route("running", true, "north:my-resource?operation=list");
        route("stopped", true, "direct:out");
        route("suspended", true, "direct:out");
        route("startedByHand", false, "direct:out");
        route("neverStarted", false, "direct:out");
        camel.start();
        camel.getRouteController().stopRoute("stopped");
        camel.getRouteController().suspendRoute("suspended");
        camel.getRouteController().startRoute("startedByHand");
        starts.clear();

        edit("north", "second");
        edit("north", "third");

        assertThat(status("running")).isEqualTo(ServiceStatus.Started);
        assertThat(status("stopped")).isEqualTo(ServiceStatus.Stopped);
        assertThat(status("suspended")).isEqualTo(ServiceStatus.Suspended);
        assertThat(status("startedByHand")).isEqualTo(ServiceStatus.Started);
        assertThat(status("neverStarted")).isEqualTo(ServiceStatus.Stopped);
        assertThat(starts).doesNotContain("stopped", "neverStarted");
        assertThat(camel.getRoute("stopped").isAutoStartup()).isTrue();
        assertThat(camel.getRouteDefinition("stopped").getAutoStartup()).isEqualTo("true");
        assertThat(camel.getRoute("startedByHand").isAutoStartup()).isFalse();
    }

    @Test
    void anEditOfASuspendedContextCountsWhenItIsResumed() throws Exception {
        route("running", true, "north:my-resource?operation=list");
        camel.start();
        camel.suspend();
        configure("north", "second");
        configure("north", "third");
        awaitQuiet();
        assertThat(clientId("north")).isEqualTo("first");

        camel.resume();

        await().atMost(LONG).until(() -> clientId("north").equals("third"));
        awaitQuiet();
        assertThat(status("running")).isEqualTo(ServiceStatus.Started);
        assertThat(starts).containsExactly("running", "running");
    }

    /** Camel calls no startup listener then. */
    @ParameterizedTest
    @EnumSource(
            names = {"CamelContextSuspending", "CamelContextSuspended", "CamelContextResuming", "CamelContextResumed"})
    void anEditInTheMiddleOfASuspensionOrAResumeCounts(CamelEvent.Type moment) throws Exception {
        route("running", true, "north:my-resource?operation=list");
        camel.start();
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event.getType() == moment) {
                    configure("north", "second");
                }
            }
        });

        camel.suspend();
        camel.resume();

        await().atMost(LONG).until(() -> clientId("north").equals("second"));
        awaitQuiet();
        assertThat(status("running")).isEqualTo(ServiceStatus.Started);
    }

    /** Not even the configuration from before starts: that is no operator's doing. */
    @Test
    void routesThatFailedToStartAreStartedByTheNextEdit() throws Exception {
        boolean[] broken = {false};
        route("stopped", true, "direct:out");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fails")
                        .routeId("fails")
                        .routePolicy(new RoutePolicySupport() {
                            @Override
                            public void onInit(Route route) {
                                if (broken[0]) {
                                    throw new IllegalStateException("broken");
                                }
                            }
                        })
                        .to("north:my-resource?operation=list");
            }
        });
        route("behind", true, "direct:out");
        camel.start();
        camel.getRouteController().stopRoute("stopped");

        broken[0] = true;
        configure("north", "second");
        awaitQuiet();
        assertThat(clientId("north")).isEqualTo("first");
        assertThat(status("fails")).isNotEqualTo(ServiceStatus.Started);

        broken[0] = false;
        edit("north", "third");

        assertThat(status("fails")).isEqualTo(ServiceStatus.Started);
        assertThat(status("behind")).isEqualTo(ServiceStatus.Started);
        assertThat(status("stopped")).isEqualTo(ServiceStatus.Stopped);
    }

    @Test
    void routesFromTemplatesAreNotLost() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("template").from("direct:fromTemplate").to("direct:out");
            }
        });
        TemplatedRouteBuilder.builder(camel, "template").routeId("fromTemplate").add();
        route("running", true, "north:my-resource?operation=list");
        camel.start();

        configure("north", "second");
        awaitQuiet();

        assertThat(clientId("north")).isEqualTo("first");
        assertThat(status("fromTemplate")).isEqualTo(ServiceStatus.Started);
        assertThat(status("running")).isEqualTo(ServiceStatus.Started);
    }
}
