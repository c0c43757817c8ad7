package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What an operator sees of a consumer: health, JMX, dev console, meters. */
class ReceiveFiguresTest extends ReceiveFixture {

    private HealthCheck.Result health() {
        return consumer().getHealthCheck().call();
    }

    private void giveOneUpAndLeaveOneUnconfirmed() throws Exception {
        send("bad");
        String unconfirmed = send("good");
        altinn.emulator().faults().next(Operation.CONFIRM, 1000, Fault.status(503));
        receive(
                "&maxAttempts=1&maxCallAttempts=1",
                route -> route.process(exchange -> {
                    read(exchange);
                    if (received.contains("bad") && received.size() == 1) {
                        throw new IllegalStateException("the schema is wrong");
                    }
                }));
        await().atMost(LONG)
                .until(() -> consumer().getGivenUp() == 1 && consumer().getDeliveredNotConfirmed() == 1);
        assertThat(unconfirmed).isNotNull();
    }

    @Test
    void healthTellsPhaseCountsAndTheLastPoll() throws Exception {
        giveOneUpAndLeaveOneUnconfirmed();

        await().atMost(LONG).untilAsserted(() -> assertThat(health().getState()).isEqualTo(HealthCheck.State.UP));
        assertThat(health().getDetails())
                .containsEntry("givenUp", 1)
                .containsEntry("deliveredNotConfirmed", 1)
                .containsEntry("failed", 0)
                .containsKeys("phase", "phaseSeconds", "lastCompletedPollSeconds", "due");
        altinn.emulator().faults().clear();
    }

    @Test
    void aPollThatHangsTurnsHealthDown() throws Exception {
        receive("&healthPollTimeout=500", route -> route.process(this::read));
        await().atMost(LONG).until(() -> health().getState() == HealthCheck.State.UP);
        altinn.emulator().faults().next(Operation.LIST, Fault.hang());

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health().getMessage().orElseThrow()).contains("has been asking the Broker for");
        });
        altinn.emulator().faults().clear();
        await().atMost(Duration.ofSeconds(60)).until(() -> health().getState() == HealthCheck.State.UP);
    }

    @Test
    void aRouteThatTakesLongIsNoHangingPoll() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch routing = new CountDownLatch(1);
        send("hello");
        receive(
                "&healthPollTimeout=1",
                route -> route.process(exchange -> {
                    routing.countDown();
                    assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                }));
        assertThat(routing.await(30, TimeUnit.SECONDS)).isTrue();

        await().during(Duration.ofMillis(300)).atMost(LONG).untilAsserted(() -> {
            assertThat(health().getMessage().orElse("")).doesNotContain("asking", "No poll");
            assertThat(health().getDetails()).containsEntry("phase", "routing").containsEntry("inProgress", 1);
        });
        go.countDown();
    }

    @Test
    void jmxShowsWhatIsGoingOnAndLetsAFileBeTriedAgain() throws Exception {
        giveOneUpAndLeaveOneUnconfirmed();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(
                        new ObjectName("org.apache.camel:context=" + camel.getManagementName()
                                + ",type=consumers,name=AltinnBrokerConsumer*"),
                        null)
                .iterator()
                .next();

        assertThat(server.getAttribute(name, "GivenUp")).isEqualTo(1);
        assertThat(server.getAttribute(name, "DeliveredNotConfirmed")).isEqualTo(1);
        assertThat(server.getAttribute(name, "InProgress")).isEqualTo(0);
        assertThat((Long) server.getAttribute(name, "OldestUnconfirmedSeconds")).isNotNegative();
        assertThat((Long) server.getAttribute(name, "LastCompletedPollSeconds")).isNotNegative();
        String[] transfers = (String[]) server.getAttribute(name, "Transfers");
        assertThat(transfers).hasSize(2).anyMatch(line -> line.contains("the schema is wrong"));
        assertThat((String[]) server.getAttribute(name, "RateBudget")).anyMatch(line -> line.contains("list"));
        String id = transfers[0].contains("givenUp")
                ? transfers[0].split(" ")[0]
                : transfers[1].split(" ")[0];
        altinn.emulator().faults().clear();
        assertThat(server.invoke(name, "retry", new Object[] {id}, new String[] {String.class.getName()}))
                .isEqualTo(true);
        awaitConfirmed(id);
    }

    @Test
    void theDevConsoleShowsTheSame() throws Exception {
        giveOneUpAndLeaveOneUnconfirmed();
        DevConsole console = camel.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("altinn-broker");

        assertThat(console.call(DevConsole.MediaType.TEXT).toString())
                .contains("givenUp", "deliveredNotConfirmed", "the schema is wrong", resource);
        assertThat(((Map<?, ?>) console.call(DevConsole.MediaType.JSON)).toString())
                .contains("routeId=receive")
                .doesNotContain("PRIVATE");
        altinn.emulator().faults().clear();
    }

    @Test
    void metersAreKeptWhenThereIsARegistryAndGoWithTheRoute() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        camel.getRegistry().bind("meters", meters);
        String id = send("hello");
        receive(
                "",
                route -> route.process(exchange -> {
                    read(exchange);
                    if (received.size() == 1) {
                        throw new IllegalStateException("once");
                    }
                }));
        awaitConfirmed(id);

        await().atMost(LONG).untilAsserted(() -> assertThat(meters.get("altinn.broker.received.files")
                        .tag("resource", resource)
                        .counter()
                        .count())
                .isEqualTo(1));
        assertThat(meters.get("altinn.broker.received")
                        .tag("route", "receive")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(meters.get("altinn.broker.failed.attempts").counter().count())
                .isEqualTo(1);
        await().atMost(LONG).untilAsserted(() -> assertThat(meters.get("altinn.broker.transfers")
                        .tag("state", "inProgress")
                        .gauge()
                        .value())
                .isZero());
        assertThat(meters.get("altinn.broker.last.poll").gauge().value()).isNotNegative();
        assertThat(meters.get("altinn.broker.rate.budget.used")
                        .tag("operation", "list")
                        .gauge()
                        .value())
                .isNotNegative();
        camel.getRouteController().stopRoute("receive");
        assertThat(meters.getMeters()).isEmpty();
    }
}
