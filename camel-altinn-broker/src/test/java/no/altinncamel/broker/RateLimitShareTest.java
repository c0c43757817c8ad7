package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.BrokerOperation;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateLimitUsage;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;

/** The option rateLimitShare, as a route meets it. */
class RateLimitShareTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private final RateBudget budget = BrokerOperation.newRateBudget(Duration.ofMinutes(2));
    private CamelWithAltinn camel;
    private ProducerTemplate template;
    private AltinnAccount account;

    @BeforeEach
    void start() {
        camel = new CamelWithAltinn(altinn.service());
        camel.getCamelContextExtension().addContextPlugin(RateBudget.class, budget);
        camel.start();
        template = camel.template();
        account = altinn.service().sender();
    }

    @AfterEach
    void stop() {
        camel.close();
        budget.close();
    }

    private void list(String options) {
        template.requestBody(camel.uri(account) + "&operation=list&rateLimitTimeout=0" + options, (Object) null);
    }

    @Test
    void theSmallestShareOfAMaskinportenClientCountsForAllItsEndpoints() {
        list("&rateLimitShare=0.2");
        list("&rateLimitShare=0.5");
        assertThatThrownBy(() -> list("&rateLimitShare=0.5"))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> assertThat(failure.isRetryable())
                        .isTrue())
                .hasMessageContaining("rate budget")
                .hasCauseInstanceOf(RateLimitedException.class);
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(2);
        assertThat(budget.snapshot()).singleElement().satisfies(usage -> {
            assertThat(usage.clientId()).isEqualTo(account.clientId());
            assertThat(usage.operation()).isEqualTo("list");
            assertThat(usage.limit()).isEqualTo(2);
            assertThat(usage.used()).isEqualTo(2);
            assertThat(usage.untilTurn()).isPositive();
        });
    }

    @Test
    void aShareIsLetGoWithTheLastEndpointThatNamesIt() throws Exception {
        list("&rateLimitShare=0.5");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:small").routeId("small").to(camel.uri(account) + "&operation=list&rateLimitShare=0.2");
            }
        });
        assertThat(budget.snapshot()).extracting(RateLimitUsage::limit).containsExactly(2);

        camel.getRouteController().stopRoute("small");
        camel.removeRoute("small");
        camel.removeEndpoints("altinn-broker:*rateLimitShare=0.2");

        assertThat(budget.snapshot()).extracting(RateLimitUsage::limit).containsExactly(5);
    }

    @Test
    void theLimitsAreWholeAgainForAnotherComponentOnceOneIsStopped() {
        list("&rateLimitShare=0.2");

        camel.component().stop();

        assertThat(budget.snapshot()).extracting(RateLimitUsage::limit).containsExactly(10);
    }

    @Test
    void theComponentsShareIsThatOfItsEndpoints() {
        camel.component().getConfiguration().setRateLimitShare(0.4);
        list("");
        assertThat(budget.snapshot()).extracting(RateLimitUsage::limit).containsExactly(4);
    }
}
