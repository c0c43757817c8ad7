package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.emulator.broker.TransferStatus;

/** Nodes that share an idempotent repository in PostgreSQL. Needs Debian's package postgresql; the project's CI installs it. */
@EnabledIf("installed")
class PostgresClusterTest extends ReceiveFixture {

    private static final int TRANSFERS = 200;

    private static Postgres postgres;

    static boolean installed() throws IOException {
        return Postgres.programs().isPresent();
    }

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = Postgres.start();
        // Camel 4.14.1 cannot make it on PostgreSQL
        try (Connection connection = postgres.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new JdbcMessageIdRepository().getCreateString());
        }
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    private static JdbcMessageIdRepository repository(String processor) {
        JdbcMessageIdRepository repository = new JdbcMessageIdRepository(postgres.database(), processor);
        repository.start();
        return repository;
    }

    @Test
    void ofNodesThatCompeteForATransferOneGetsIt() throws Exception {
        repository("claims");
        List<UUID> transfers =
                Stream.generate(UUID::randomUUID).limit(TRANSFERS).toList();
        // at the end of a period whoever claims withdraws, and takes the transfer at the next poll
        Clock now = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<UUID>>> taken = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                Claims claims = new Claims(repository("claims"), "123456789", Duration.ofMinutes(5), now);
                Callable<List<UUID>> takeAll =
                        () -> transfers.stream().filter(claims::take).toList();
                taken.add(nodes.submit(takeAll));
            }
            List<UUID> all = new ArrayList<>();
            for (Future<List<UUID>> one : taken) {
                all.addAll(one.get(2, TimeUnit.MINUTES));
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(transfers);
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void twoNodesRouteEachFileOnce() throws Exception {
        List<String> ids = Collections.synchronizedList(new ArrayList<>());
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(send("file-" + i));
        }
        repository("receive");
        try (CamelWithAltinn other = new CamelWithAltinn(altinn.service())) {
            other.start();
            other.uri(altinn.service().recipient());
            for (CamelWithAltinn node : List.of(camel, other)) {
                node.getRegistry().bind("claims", repository("receive"));
                node.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(PostgresClusterTest.this.from("&idempotentRepository=#bean:claims&concurrentTransfers=2"))
                                .process(exchange -> ids.add(exchange.getMessage()
                                        .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class)));
                    }
                });
            }
            await().atMost(LONG.multipliedBy(2)).until(() -> sent.stream()
                    .allMatch(id -> altinn.emulator().broker().transfer(id).status()
                            == TransferStatus.ALL_CONFIRMED_DOWNLOADED));
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(sent);
    }
}
