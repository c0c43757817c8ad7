package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;

/** What is held for endpoints that are gone, and what is not taken from those that are at work. */
class ConnectionsTest {

    private static final byte[] FILE = "file".getBytes(StandardCharsets.UTF_8);

    /** With and without a token cache that uses them. */
    private static final int IDLE_TRANSPORTS =
            BrokerConnections.MOST_IDLE_TOKENS + BrokerConnections.MOST_IDLE_TRANSPORTS;

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;

    @BeforeEach
    void start() {
        altinn.emulator().recorder().clear();
        altinn.emulator().rateLimits().enabled(false);
        camel = new CamelWithAltinn(altinn.service());
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private BrokerConnections connections() {
        return camel.component().connections();
    }

    private String list(String more) {
        return camel.uri(altinn.service().recipient()) + "&operation=list" + more;
    }

    private int grants() {
        return altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);
    }

    private void route(String id, String uri, int cacheSize) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).toD(uri, cacheSize);
            }
        });
    }

    /** So many endpoints that each has an HTTP client and a token cache of its own, one after the other. */
    private void useOthers(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Endpoint endpoint = camel.getEndpoint(list("&connectTimeout=" + (30_000 + i)));
            camel.removeEndpoint(endpoint);
        }
    }

    @Test
    void ofDynamicEndpointsThatAreGoneOnlyAFewLeaveSomethingBehind() throws Exception {
        route("many", list("&connectTimeout=${header.timeout}"), -1);
        camel.start();
        ProducerTemplate template = camel.template();
        for (int i = 0; i < 3 * BrokerConnections.MOST_IDLE_TOKENS; i++) {
            template.sendBodyAndHeader("direct:many", null, "timeout", 20_000 + i);
        }
        assertThat(connections().transports()).isEqualTo(IDLE_TRANSPORTS);
        assertThat(connections().tokenProviders()).isEqualTo(BrokerConnections.MOST_IDLE_TOKENS);
    }

    @Test
    void dynamicEndpointsInUseHaveNoLimit() throws Exception {
        camel.start();
        int count = 2 * BrokerConnections.MOST_IDLE_TOKENS;
        for (int i = 0; i < count; i++) {
            camel.getEndpoint(list("&connectTimeout=" + (20_000 + i)));
        }
        assertThat(connections().transports()).isEqualTo(count);
        assertThat(connections().tokenProviders()).isEqualTo(count);
    }

    @Test
    void anEndpointThatIsMadeAnewForEachExchangeKeepsItsToken() throws Exception {
        route("again", list(""), -1);
        camel.start();
        ProducerTemplate template = camel.template();
        for (int i = 0; i < 5; i++) {
            template.sendBody("direct:again", null);
        }
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(5);
        assertThat(grants()).isEqualTo(1);
    }

    @Test
    void aRouteThatIsRestartedOrReplacedKeepsItsToken() throws Exception {
        route("one", list(""), 0);
        camel.start();
        ProducerTemplate template = camel.template();
        template.sendBody("direct:one", null);
        camel.getRouteController().stopRoute("one");
        camel.getRouteController().startRoute("one");
        template.sendBody("direct:one", null);
        camel.getRouteController().stopRoute("one");
        camel.removeRoute("one");
        camel.removeEndpoints("altinn-broker*");
        route("two", list(""), 0);
        template.sendBody("direct:two", null);
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(3);
        assertThat(grants()).isEqualTo(1);
    }

    @Test
    void aProducerWorksOnWhenItsEndpointWasStopped() throws Exception {
        camel.start();
        Endpoint endpoint = camel.getEndpoint(list(""));
        Producer producer = endpoint.createProducer();
        producer.start();
        camel.removeEndpoint(endpoint);
        useOthers(2 * BrokerConnections.MOST_IDLE_TOKENS);

        Exchange exchange = new DefaultExchange(camel);
        producer.process(exchange);
        assertThat(exchange.getMessage().getBody(List.class)).isNotNull();
        assertThat(connections().transports()).isEqualTo(IDLE_TRANSPORTS + 1);

        producer.stop();
        assertThat(connections().transports()).isEqualTo(IDLE_TRANSPORTS);
    }

    @Test
    void aDownloadCanBeReadAfterProducerAndEndpointWereStopped() throws Exception {
        camel.start();
        ProducerTemplate template = camel.template();
        Exchange sent = template.request(
                camel.uri(altinn.service().sender()) + "&waitForPublication=true&fileName=a.txt&sender="
                        + altinn.service().sender().organization() + "&recipients="
                        + altinn.service().recipient().organization(),
                exchange -> exchange.getMessage().setBody(FILE));
        assertThat(sent.getException()).isNull();
        Object id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID);
        Endpoint endpoint = camel.getEndpoint(camel.uri(altinn.service().recipient()) + "&operation=download");
        Producer producer = endpoint.createProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, id);
        UnitOfWork unitOfWork = PluginHelper.getUnitOfWorkFactory(camel).createUnitOfWork(exchange);
        exchange.getExchangeExtension().setUnitOfWork(unitOfWork);
        producer.process(exchange);
        producer.stop();
        camel.removeEndpoint(endpoint);
        useOthers(2 * BrokerConnections.MOST_IDLE_TOKENS);

        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(FILE);
        int held = connections().transports();
        unitOfWork.done(exchange);
        assertThat(connections().transports()).isLessThan(held);
    }

    @Test
    void aStoppedContextHoldsNothing() throws Exception {
        route("one", list(""), 0);
        camel.start();
        camel.template().sendBody("direct:one", null);
        BrokerConnections connections = connections();
        camel.stop();
        assertThat(connections.transports()).isZero();
        assertThat(connections.tokenProviders()).isZero();
    }

    @Test
    void aComponentThatWasStoppedWorksAgainAfterAStart() throws Exception {
        route("one", list(""), 0);
        camel.start();
        ProducerTemplate template = camel.template();
        template.sendBody("direct:one", null);
        camel.component().stop();
        assertThatThrownBy(() -> template.sendBody("direct:one", null))
                .rootCause()
                .hasMessageContaining("is stopped");
        camel.component().start();
        template.sendBody("direct:one", null);
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(2);
        assertThat(connections().transports()).isEqualTo(1);
    }
}
