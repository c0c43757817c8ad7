package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.WrappedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.receive.TransferContent;
import no.altinncamel.broker.receive.TransferFile;
import no.altinncamel.broker.receive.WorkDirectory;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Received files that are stored on disk before the route reads them. */
class LocalWorkDirectoryTest extends ReceiveFixture {

    @TempDir
    Path directory;

    private Path work() {
        return directory.resolve("work");
    }

    private String options() {
        return "&localWorkDirectory=" + work();
    }

    private List<Path> stored() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theBodyIsAFileOfTheOwnersNamedByTheIdAndGoneAfterwards() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello", "../../../evil.txt");
        receive(
                options(),
                route -> route.process(exchange -> {
                    assertThat(exchange.getMessage().getBody()).isInstanceOf(WrappedFile.class);
                    File file = exchange.getMessage().getBody(File.class);
                    seen.add(Files.readString(file.toPath()));
                    seen.add(file.getName());
                    seen.add(Files.getPosixFilePermissions(file.toPath()));
                    seen.add(Files.getPosixFilePermissions(file.getParentFile().toPath()));
                    seen.add(stored().size());
                    read(exchange);
                }));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(seen).startsWith("hello", id);
        assertThat(seen.get(2))
                .isEqualTo(java.util.Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        assertThat(seen.get(3))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.ITERABLE)
                .hasSize(3);
        assertThat(seen.get(4)).isEqualTo(1);
        await().atMost(LONG).until(() -> stored().isEmpty());
    }

    @Test
    void fileMovesItInsteadOfCopying() throws Exception {
        List<Object> keys = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello", "hello.txt");
        receive(options(), route -> route.process(exchange ->
                        keys.add(key(exchange.getMessage().getBody(File.class).toPath())))
                .to("file:" + directory.resolve("inbox")));

        awaitConfirmed(id);
        Path stored = directory.resolve("inbox/hello.txt");
        assertThat(stored).hasContent("hello");
        assertThat(key(stored)).isEqualTo(keys.get(0));
        assertThat(stored()).containsExactly(stored);
    }

    @Test
    void fileAloneMakesItDownloadAndMovesIt() throws Exception {
        String id = send("hello", "hello.txt");
        int downloads = altinn.emulator().recorder().count(Operation.DOWNLOAD);
        receive(options(), route -> route.to("file:" + directory.resolve("inbox")));

        awaitConfirmed(id);
        assertThat(directory.resolve("inbox/hello.txt")).hasContent("hello");
        assertThat(stored()).hasSize(1);
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD) - downloads)
                .isEqualTo(1);
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
    }

    @Test
    void everyUsualTypeCanBeAskedFor() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        String id = send("blåbær");
        receive(
                options(),
                route -> route.process(exchange -> {
                    exchange.setProperty(Exchange.CHARSET_NAME, "UTF-8");
                    seen.add(exchange.getMessage().getBody(String.class));
                    seen.add(new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8));
                    try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                        seen.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                    try (Reader reader = exchange.getMessage().getBody(Reader.class)) {
                        java.io.StringWriter text = new java.io.StringWriter();
                        reader.transferTo(text);
                        seen.add(text.toString());
                    }
                    seen.add(Files.readString(exchange.getMessage().getBody(Path.class)));
                    assertThat(exchange.getMessage().getBody()).isInstanceOf(TransferFile.class);
                    assertThat(exchange.getMessage().getBody().toString())
                            .contains(id(exchange))
                            .doesNotContain("bær");
                }));

        awaitConfirmed(id);
        assertThat(seen).hasSize(5).containsOnly("blåbær");
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    @Test
    void whatTheRouteDoesNotAskForIsNotDownloadedBeforeTheRouteIsDone() throws Exception {
        List<Integer> downloads = Collections.synchronizedList(new ArrayList<>());
        int before = altinn.emulator().recorder().count(Operation.DOWNLOAD);
        String id = send("hello");
        receive(
                options(),
                route -> route.process(
                        exchange -> downloads.add(altinn.emulator().recorder().count(Operation.DOWNLOAD) - before)));

        awaitConfirmed(id);
        assertThat(downloads).containsExactly(0);
    }

    @Test
    void theRouteNeverSeesWrongBytes() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.corruptBody());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        receive(options(), route -> route.onException(AltinnBrokerException.class)
                .process(exchange -> failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)))
                .end()
                .process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(failures).hasSize(1);
        await().atMost(LONG).until(() -> stored().isEmpty());
    }

    @Test
    void aFullDiskLeavesNothingBehindAndSaysWhatIsNeeded() throws Exception {
        String id = send("x".repeat(100_000), "big.txt");
        AltinnBrokerEndpoint endpoint = camel.getEndpoint(from(""), AltinnBrokerEndpoint.class);
        TransferContent content = new TransferContent(
                endpoint.client(BrokerScope.READ),
                null,
                overview(id),
                true,
                AltinnBrokerException.RECEIVE_FAILURES,
                endpoint.transferListener());
        Configuration small = Configuration.unix().toBuilder()
                .setBlockSize(4096)
                .setMaxSize(16 * 4096)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small);
                WorkDirectory full = WorkDirectory.open(disk.getPath("/disk/files"), 1, Clock.systemUTC())) {
            TransferFile file = new TransferFile(content, full);

            assertThatThrownBy(file::getFile)
                    .isInstanceOf(RuntimeCamelException.class)
                    .hasMessageContaining(id)
                    .hasMessageContaining("could not be stored in localWorkDirectory, where it needs 100000 bytes");
            try (Stream<Path> files = Files.walk(disk.getPath("/disk/files"))) {
                assertThat(files.filter(Files::isRegularFile))
                        .allMatch(left -> left.toString().endsWith(".lock"));
            }
        }
    }

    @Test
    void whatDeadProcessesLeftIsDeletedAtTheStartAndNothingElse() throws Exception {
        String name = "altinn-broker-1-1-" + UUID.randomUUID();
        Path dead = Files.createDirectories(work().resolve(name));
        Files.writeString(dead.resolve("file"), "left");
        Files.createFile(work().resolve(name + ".lock"));
        Path unlocked = Files.createDirectories(work().resolve("altinn-broker-2-2-" + UUID.randomUUID()));
        Path archive = Files.createDirectories(work().resolve("altinn-broker-archive"));
        Path kept = Files.writeString(archive.resolve("kept.txt"), "not ours");
        Path target = Files.createDirectories(directory.resolve("target"));
        Path linked = Files.writeString(target.resolve("linked.txt"), "not ours");
        String link = "altinn-broker-3-3-" + UUID.randomUUID();
        Files.createSymbolicLink(work().resolve(link), target);
        Files.createFile(work().resolve(link + ".lock"));
        try (WorkDirectory other = WorkDirectory.open(work(), 1, Clock.systemUTC())) {
            assertThat(dead).doesNotExist();
            assertThat(unlocked).exists();
            assertThat(List.of(kept, linked)).allMatch(Files::exists);
            assertThat(folders()).hasSize(4);
            try (WorkDirectory another = WorkDirectory.open(work(), 1, Clock.systemUTC())) {
                assertThat(another).isNotNull();
                assertThat(folders()).as("the living one stays").hasSize(5);
            }
            assertThat(other).isNotNull();
        }
        assertThat(folders()).hasSize(3);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(work())) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void whatAnExchangeStillHoldsOutlivesTheConsumer() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch stopped = new CountDownLatch(1);
        String id = send("hello");
        camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("seda:later").routeId("later").process(exchange -> {
                    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
                    seen.add(exchange.getMessage().getBody(String.class));
                });
            }
        });
        receive(options(), route -> route.process(
                        exchange -> exchange.getMessage().getBody(File.class))
                .to("seda:later"));
        await().atMost(LONG).until(() -> !stored().isEmpty());
        camel.getRouteController().stopRoute("receive", 1, TimeUnit.SECONDS);
        stopped.countDown();

        awaitConfirmed(id);
        assertThat(seen).containsExactly("hello");
        await().atMost(LONG).untilAsserted(() -> assertThat(folders()).isEmpty());
    }

    @Test
    void afterTheExchangeIsDoneTheFileCannotBeHadAnyMore() throws Exception {
        List<TransferFile> bodies = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello");
        receive(
                options(),
                route -> route.process(
                        exchange -> bodies.add(exchange.getMessage().getBody(TransferFile.class))));
        awaitConfirmed(id);

        await().atMost(LONG)
                .untilAsserted(() -> assertThatThrownBy(() -> bodies.get(0).getFile())
                        .hasMessageContaining("is gone, as it is when the exchange that received it is done"));
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamedAtTheStart() throws Exception {
        Files.writeString(work(), "a file");

        assertThatThrownBy(() -> receive(options(), route -> route.process(this::read)))
                .hasStackTraceContaining("localWorkDirectory: '" + work() + "' cannot be used");
    }
}
