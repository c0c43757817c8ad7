package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;

/** What the pages on receiving show is what Java, Camel and a database take: routes, beans, the table and its cleaning. */
class ReceivingDocumentsTest {

    /** What the snippets speak of without saying where it is from. */
    private static final String CLASS =
            """
            import java.io.IOException;
            import java.io.InputStream;
            import org.apache.camel.*;
            import org.apache.camel.builder.RouteBuilder;
            import org.apache.camel.component.file.cluster.FileLockClusterService;
            import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
            import org.apache.camel.support.EventNotifierSupport;

            public class Snippet extends RouteBuilder {

                CamelContext camelContext;
                javax.sql.DataSource dataSource;
                ConsumerTemplate consumer;
                io.micrometer.core.instrument.MeterRegistry meterRegistry;

                void store(InputStream in) throws IOException {}

                static class AltinnAlerts extends EventNotifierSupport {
                    @Override
                    public void notify(org.apache.camel.spi.CamelEvent event) {}
                }

                @Override
                public void configure() throws Exception {
                    camelContext = getContext();
                    dataSource = camelContext.getRegistry().lookupByNameAndType("dataSource", javax.sql.DataSource.class);
            %s
                }
            }
            """;

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> theJavaCompilesAndItsRoutesAreAccepted() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : List.of("receiving", "clusters", "operations")) {
            for (String block : blocks(page, "java")) {
                tests.add(DynamicTest.dynamicTest(
                        page + ": " + block.lines().findFirst().orElseThrow(), () -> {
                            if (block.contains("public class ")) {
                                compile("AltinnAlerts", block);
                            } else {
                                compile("Snippet", CLASS.formatted(block));
                                if (block.contains("from(\"")) {
                                    accept(camel -> camel.addRoutes(snippet()));
                                }
                            }
                        }));
            }
        }
        assertThat(tests).hasSizeGreaterThan(8);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> theYamlIsAccepted() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : List.of("receiving", "clusters")) {
            for (String block : blocks(page, "yaml")) {
                tests.add(DynamicTest.dynamicTest(
                        page,
                        () -> accept(camel -> PluginHelper.getRoutesLoader(camel)
                                .loadRoutes(ResourceHelper.fromString("page.yaml", block)))));
            }
        }
        assertThat(tests).hasSize(2);
        return tests.stream();
    }

    private interface Routes {
        void addTo(CamelWithAltinn camel) throws Exception;
    }

    /** Adds routes without starting them; endpoints check their options when they are made. */
    private void accept(Routes routes) throws Exception {
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            AltinnAccount account = altinn.service().recipient();
            AltinnBrokerConfiguration configuration = camel.component().getConfiguration();
            configuration.setClientId(account.clientId());
            configuration.setSigningKey(SigningKey.fromJwk(account.privateJwk(), null));
            FileLockClusterService cluster = new FileLockClusterService();
            cluster.setRoot(folder.resolve("cluster").toString());
            camel.addService(cluster);
            camel.getRegistry().bind("dataSource", database("routes"));
            camel.getRegistry().bind("import", (Processor) exchange -> {});
            camel.setAutoStartup(false);
            camel.start();
            routes.addTo(camel);
            assertThat(camel.getRoutes()).isNotEmpty();
        }
    }

    private void compile(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), file.toString());
        assertThat(result).as(source).isZero();
    }

    private RoutesBuilder snippet() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return (RoutesBuilder)
                    loader.loadClass("Snippet").getDeclaredConstructor().newInstance();
        }
    }

    @Test
    void theTableIsThatOfCamelAndOnlyWhatIsOldIsDeleted() throws Exception {
        JdbcDataSource database = database("table");
        List<String> sql = blocks("clusters", "sql").stream()
                .flatMap(block -> Stream.of(block.split(";")))
                .filter(statement -> !statement.isBlank())
                .toList();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.get(0));
            String record = "310332216/0f8fad5b-d9cb-469f-a165-70867728950e";
            insert(connection, record, Duration.ofDays(2));
            insert(connection, "310332216/old", Duration.ofDays(32));
            insert(connection, record + "#claim-11", Duration.ofDays(2));
            insert(connection, record + "#claim-12", Duration.ofMinutes(2));
            for (String delete : sql.subList(1, sql.size())) {
                assertThat(statement.executeUpdate(delete)).as(delete).isOne();
            }
            assertThat(messageIds(statement)).containsExactly(record, record + "#claim-12");
            assertThatThrownBy(() -> insert(connection, record, Duration.ZERO)).isInstanceOf(SQLException.class);

            JdbcMessageIdRepository repository = new JdbcMessageIdRepository(database, "altinn");
            repository.start();
            assertThat(repository.add(record)).isFalse();
            assertThat(repository.add("new")).isTrue();
            assertThat(messageIds(statement)).hasSize(3);
        }
    }

    private static JdbcDataSource database(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:documents-" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    private static void insert(Connection connection, String id, Duration age) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO CAMEL_MESSAGEPROCESSED VALUES ('altinn', ?, ?)")) {
            insert.setString(1, id);
            insert.setTimestamp(2, Timestamp.from(Instant.now().minus(age)));
            insert.executeUpdate();
        }
    }

    private static List<String> messageIds(Statement statement) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT messageId FROM CAMEL_MESSAGEPROCESSED ORDER BY messageId")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static List<String> blocks(String page, String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", page + ".md")));
        return block.results().map(result -> result.group(1)).toList();
    }
}
