package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;

/** What Camel's health checks say of the component when Altinn is there, refuses, or is gone. */
class HealthTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;

    @BeforeEach
    void start() {
        camel = new CamelWithAltinn(altinn.service());
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry(camel);
        for (HealthCheckRepository repository :
                new HealthCheckRepository[] {new ConsumersHealthCheckRepository(), new ProducersHealthCheckRepository()
                }) {
            repository.setEnabled(true);
            registry.register(repository);
        }
        camel.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        altinn.emulator().rateLimits().enabled(false);
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void route(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to(uri);
                from(uri + "&initialDelay=0&delay=200").to("mock:in");
            }
        });
        camel.start();
    }

    private HealthCheck.Result result(String kind) {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel, "full");
        return results.stream()
                .filter(result -> result.getCheck().getId().startsWith(kind))
                .filter(result -> String.valueOf(result.getDetails().get(HealthCheck.ENDPOINT_URI))
                        .startsWith("altinn-broker"))
                .findFirst()
                .orElse(null);
    }

    private void awaitState(String kind, HealthCheck.State state) {
        await().atMost(LONG).until(() -> result(kind) != null && result(kind).getState() == state);
    }

    @Test
    void bothAreUpWhenAltinnAnswers() throws Exception {
        route(camel.uri(altinn.service().recipient()));
        awaitState("consumer", HealthCheck.State.UP);
        awaitState("producer", HealthCheck.State.UP);
    }

    @Test
    void theProducersAnswerServesForAWhile() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to(camel.uri(altinn.service().recipient()));
            }
        });
        camel.start();
        for (int i = 0; i < 50; i++) {
            result("producer");
        }
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void aProbeDoesNotWaitForATurnUnderTheRateLimits() throws Exception {
        camel.getCamelContextExtension()
                .getContextPlugin(RateBudget.class)
                .refused(altinn.service().recipient().clientId(), "list", Duration.ofMinutes(10));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to(camel.uri(altinn.service().recipient()));
            }
        });
        camel.start();
        assertThat(result("producer").getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result("producer").getMessage()).contains("Not asked yet");
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isZero();
    }

    @Test
    void aCustomerWhoHasNotApprovedIsNoFaultOfTheApplication() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .to(camel.uri(altinn.service().sender()) + "&systemUserOrganization="
                                + altinn.service().recipient().organization());
            }
        });
        camel.start();
        HealthCheck.Result result = result("producer");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getMessage().orElseThrow()).contains("MP-303");
    }

    @Test
    void anUnknownResourceTurnsConsumerAndProducerDownWithTheReason() throws Exception {
        route(camel.uri("no-such-resource", altinn.service().recipient()));
        awaitState("consumer", HealthCheck.State.DOWN);
        awaitState("producer", HealthCheck.State.DOWN);
        assertThat(result("producer").getMessage().orElseThrow()).contains("BRO-00006");
        assertThat(result("producer").getDetails())
                .containsEntry(HealthCheck.HTTP_RESPONSE_CODE, 401)
                .containsEntry("code", "BRO-00006")
                .hasEntrySatisfying("onboarding", step -> assertThat(step.toString())
                        .startsWith("step 3 access to the resource - missing; ask the service owner"));
        assertThat(result("consumer").getDetails()).containsEntry(HealthCheck.HTTP_RESPONSE_CODE, 401);
    }

    private void sending(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to(uri);
            }
        });
        camel.start();
    }

    @Test
    void aCustomerInTheOptionsWithoutAccessTurnsTheProducerDown() throws Exception {
        Supplier supplier = Supplier.of(altinn.emulator(), "310000011");
        supplier.delegated("310000012");
        sending(camel.uri("no-such-resource", supplier.account()) + "&consumerOrganization=310000012");
        HealthCheck.Result result = result("producer");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getDetails()).containsEntry("code", "BRO-00006");
    }

    @Test
    void aSupplierWhoHasNoAccessOfItsOwnIsNotDown() throws Exception {
        Supplier supplier = Supplier.of(altinn.emulator(), "310000013");
        altinn.emulator().broker().policy().deny("310000013");
        try {
            sending(camel.uri(supplier.account()) + "&customerRequired=true");
            HealthCheck.Result result = result("producer");
            assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(result.getMessage().orElseThrow()).contains("An access token was obtained");
        } finally {
            altinn.emulator().broker().policy().clear();
        }
    }

    @Test
    void aSupplierWhoHasDelegatedScopesOnlyIsNotDown() throws Exception {
        MaskinportenClient client = altinn.emulator().maskinporten().registerClient("310000014");
        RSAKey key = new RSAKeyGenerator(2048).keyID("delegated").generate();
        client.scopes("altinn:broker.read", "altinn:broker.write").addKey(key);
        sending(camel.uri(new AltinnAccount("310000014", client.id(), key.getKeyID(), key.toJSONString()))
                + "&customerRequired=true");
        HealthCheck.Result result = result("producer");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getMessage().orElseThrow()).contains("Maskinporten knows client and key", "MP-250");
    }

    /** The check of a producer of its own, whose time the test sets. */
    private ProducerHealthCheck check(Clock clock) throws Exception {
        sending(camel.uri(altinn.service().recipient()));
        AltinnBrokerEndpoint endpoint = camel.getEndpoints().stream()
                .filter(AltinnBrokerEndpoint.class::isInstance)
                .map(AltinnBrokerEndpoint.class::cast)
                .findFirst()
                .orElseThrow();
        return new ProducerHealthCheck(endpoint, clock);
    }

    @Test
    void anAnswerThatCannotBeRenewedIsStaleAfterThreeTerms() throws Exception {
        Instant start = Instant.parse("2026-01-01T12:00:00Z");
        Instant[] now = {start};
        Clock clock = clock(now);
        ProducerHealthCheck check = check(clock);
        HealthCheck.Result first = check.call(Map.of());
        assertThat(first.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(first.getDetails()).containsEntry("askedAt", "2026-01-01T12:00:00Z");

        camel.getCamelContextExtension()
                .getContextPlugin(RateBudget.class)
                .refused(altinn.service().recipient().clientId(), "list", Duration.ofMinutes(10));
        now[0] = start.plus(Duration.ofMinutes(15));
        assertThat(check.call(Map.of()).getState()).isEqualTo(HealthCheck.State.UP);
        now[0] = start.plus(Duration.ofMinutes(15)).plusSeconds(1);
        HealthCheck.Result old = check.call(Map.of());
        assertThat(old.getState()).as("UNKNOWN would take it out of service").isEqualTo(HealthCheck.State.UP);
        assertThat(old.getDetails()).containsEntry("stale", true);
        assertThat(old.getMessage().orElseThrow()).contains("UP", "2026-01-01T12:00:00Z", "rate limits");
        assertThat(old.getDetails()).containsEntry("askedAt", "2026-01-01T12:00:00Z");
    }

    private static Clock clock(Instant[] now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
    }

    @Test
    void theProducerNamesTheMissingStepOnlyWhenOneIsKnown() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .to(camel.uri(altinn.service().sender()) + "&scopes=altinn:serviceowner&maxCallAttempts=1");
                from("direct:other")
                        .to(camel.uri(altinn.service().recipient())
                                + "&platformUrl=http://127.0.0.1:1&maxCallAttempts=1");
            }
        });
        camel.start();
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel, "full").stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:altinn-broker"))
                .toList();
        assertThat(results).hasSize(2).allMatch(result -> result.getState() == HealthCheck.State.DOWN);
        assertThat(results)
                .filteredOn(result -> result.getDetails().containsKey("onboarding"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getMessage().orElseThrow()).contains("MP-200");
                    assertThat(result.getDetails().get("onboarding").toString())
                            .startsWith("step 1 scopes - missing; ask Altinn");
                });
    }

    @Test
    void theConsumerRecoversWithAltinn() throws Exception {
        altinn.emulator().suspend();
        try {
            route(camel.uri(altinn.service().recipient()) + "&maxCallAttempts=1");
            awaitState("consumer", HealthCheck.State.DOWN);
        } finally {
            altinn.emulator().resume();
        }
        awaitState("consumer", HealthCheck.State.UP);
    }
}
