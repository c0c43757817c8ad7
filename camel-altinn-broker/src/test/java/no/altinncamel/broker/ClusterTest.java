package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Two nodes, two Camel contexts here, that receive from one resource: by a repository in a database, and by camel-master. */
class ClusterTest extends ReceiveFixture {

    @TempDir
    Path directory;

    private CamelWithAltinn other;
    private DataSource database;
    private final List<String> ids = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void startAnotherNode() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:file:" + directory.resolve("claims") + ";DB_CLOSE_DELAY=-1");
        database = h2;
        other = new CamelWithAltinn(altinn.service());
        other.component().getConfiguration().setFailureBackoff(100);
        other.component().getConfiguration().setFailureBackoffMax(1000);
        other.start();
    }

    @AfterEach
    void stopTheOtherNode() {
        other.close();
    }

    /** Each node has a repository, and a connection, of its own. */
    private IdempotentRepository repository() {
        JdbcMessageIdRepository repository = new JdbcMessageIdRepository(database, "altinn");
        repository.start();
        return repository;
    }

    private void node(CamelWithAltinn node, String options, Processor processor) throws Exception {
        node.getRegistry().bind("claims", repository());
        node.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ClusterTest.this.from("&idempotentRepository=#bean:claims" + options))
                        .routeId("receive")
                        .process(processor);
            }
        });
    }

    private void note(Exchange exchange) {
        ids.add(exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class));
    }

    private List<String> sendMany(int number) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            sent.add(send("file-" + i));
        }
        return sent;
    }

    private void awaitAllConfirmed(List<String> sent) {
        await().atMost(LONG).untilAsserted(() -> assertThat(sent).allSatisfy(id -> assertThat(
                        altinn.emulator().broker().transfer(id).status())
                .hasToString("ALL_CONFIRMED_DOWNLOADED")));
    }

    @Test
    void eachFileIsRoutedByOneNodeOnly() throws Exception {
        other.uri(altinn.service().recipient());
        List<String> sent = sendMany(60);
        node(camel, "", this::note);
        node(other, "", this::note);

        awaitAllConfirmed(sent);
        assertThat(ids).hasSameSizeAs(sent).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void whileOneNodeRoutesAFileTheOtherLeavesItAloneHoweverLongItTakes() throws Exception {
        other.uri(altinn.service().recipient());
        String id = send("hello");
        CountDownLatch routing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        node(camel, "&claimTimeout=4000", exchange -> {
            note(exchange);
            routing.countDown();
            assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
        });
        assertThat(routing.await(30, TimeUnit.SECONDS)).isTrue();
        node(other, "&claimTimeout=4000", this::note);

        await().during(Duration.ofSeconds(6)).atMost(LONG).untilAsserted(() -> assertThat(ids)
                .containsExactly(id));
        go.countDown();
        awaitAllConfirmed(List.of(id));
        assertThat(ids).containsExactly(id);
    }

    @Test
    void aDeadNodesFilesAreTakenOver() throws Exception {
        other.uri(altinn.service().recipient());
        String id = send("hello");
        new Claims(repository(), name(), Duration.ofSeconds(2), Clock.systemUTC()).take(UUID.fromString(id));
        node(other, "&claimTimeout=2000", this::note);

        awaitAllConfirmed(List.of(id));
        assertThat(ids).containsExactly(id);
    }

    private String name() {
        return EndpointIdentity.name(
                camel.getEndpoint(from(""), AltinnBrokerEndpoint.class).getConfiguration());
    }

    @Test
    void whatWasRoutedBeforeACrashIsOnlyConfirmed() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.CONFIRM, 100, Fault.status(503));
        node(camel, "", this::note);
        await().atMost(LONG).until(() -> consumer().getDeliveredNotConfirmed() == 1);
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
        camel.close();
        altinn.emulator().faults().clear();

        other.uri(altinn.service().recipient());
        node(other, "&claimTimeout=1000", this::note);
        awaitAllConfirmed(List.of(id));
        assertThat(ids).containsExactly(id);
        camel = new CamelWithAltinn(altinn.service());
    }

    @Test
    void aFailedFileMayBeRoutedByAnyNode() throws Exception {
        other.uri(altinn.service().recipient());
        String id = send("hello");
        node(camel, "&failureBackoff=3600000&failureBackoffMax=3600000", exchange -> {
            throw new IllegalStateException("not here");
        });
        await().atMost(LONG).until(() -> consumer().getFailed() == 1);
        node(other, "", this::note);

        awaitAllConfirmed(List.of(id));
        assertThat(ids).containsExactly(id);
    }

    @Test
    void whenTheDatabaseIsDownNothingIsRoutedAndHealthSaysSo() throws Exception {
        String id = send("hello");
        camel.getRegistry().bind("claims", new BrokenRepository());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ClusterTest.this.from("&idempotentRepository=#bean:claims"))
                        .routeId("receive")
                        .process(ClusterTest.this::note);
            }
        });

        await().atMost(LONG)
                .until(() ->
                        consumer().getHealthCheck().call().getState().name().equals("DOWN"));
        assertThat(ids).isEmpty();
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
    }

    @Test
    void withCamelMasterOneNodeReceivesAndTheOtherTakesOver() throws Exception {
        master(camel, "one");
        master(other, "two");
        List<String> first = sendMany(5);
        awaitAllConfirmed(first);
        camel.close();
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
        List<String> second = sendMany(5);
        awaitAllConfirmed(second);

        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(ids).containsExactlyInAnyOrderElementsOf(all);
    }

    private void master(CamelWithAltinn node, String id) throws Exception {
        FileLockClusterService service = new FileLockClusterService();
        service.setId(id);
        service.setRoot(directory.resolve("cluster").toString());
        service.setAcquireLockDelay(1, TimeUnit.MILLISECONDS);
        service.setAcquireLockInterval(100, TimeUnit.MILLISECONDS);
        node.addService(service);
        node.uri(altinn.service().recipient());
        node.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:altinn:" + ClusterTest.this.from(""))
                        .routeId("receive")
                        .process(ClusterTest.this::note);
            }
        });
    }
}
