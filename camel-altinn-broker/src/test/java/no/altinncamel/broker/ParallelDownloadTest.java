package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FolderLocks;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.TransferProgress;
import no.altinncamel.broker.receive.TransferContent;
import no.altinncamel.broker.receive.TransferFile;
import no.altinncamel.broker.receive.WorkDirectory;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Large files that come into a folder in parts, break off there, and go on. */
@Timeout(120)
class ParallelDownloadTest extends ReceiveFixture {

    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    private final List<byte[]> contents = new CopyOnWriteArrayList<>();

    private Path downloads() {
        return directory.resolve("altinn-broker-downloads");
    }

    private String options(int parts) {
        return "&localWorkDirectory=" + directory + "&parallelDownloads=" + parts;
    }

    private static byte[] content(int mebibytes) {
        byte[] content = new byte[mebibytes * MIB];
        new Random(mebibytes).nextBytes(content);
        return content;
    }

    private String sendLarge(byte[] content) {
        String id = send((Object) content, message -> {});
        altinn.emulator().recorder().clear();
        return id;
    }

    private List<String> ranges() {
        return altinn.emulator().recorder().calls(Operation.DOWNLOAD).stream()
                .map(call -> call.header("Range"))
                .toList();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(downloads())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("downloads.lock"))
                    .sorted()
                    .toList();
        }
    }

    private void keep(Exchange exchange) throws IOException {
        contents.add(
                Files.readAllBytes(exchange.getMessage().getBody(File.class).toPath()));
    }

    @Test
    void theRouteGetsAFileThatCameInParts() throws Exception {
        byte[] content = content(66);
        String id = sendLarge(content);
        List<String> seen = new CopyOnWriteArrayList<>();
        receive(
                options(4),
                route -> route.process(exchange -> {
                    Path file = exchange.getMessage().getBody(Path.class);
                    seen.add(exchange.getMessage().getHeader(Exchange.FILE_LOCAL_WORK_PATH, String.class));
                    seen.add(file.toString());
                    seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                    seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
                    keep(exchange);
                }));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(seen)
                .containsExactly(
                        downloads().resolve(id).toString(),
                        downloads().resolve(id).toString(),
                        "rw-------",
                        "rwx------");
        assertThat(ranges()).hasSize(4).doesNotContainNull();
        await().atMost(LONG).untilAsserted(() -> assertThat(left()).isEmpty());
    }

    @Test
    void fileMovesItOutOfTheFolder() throws Exception {
        byte[] content = content(17);
        String id = sendLarge(content);
        receive(options(1), route -> route.to("file:" + directory.resolve("inbox") + "?fileName=moved"));

        awaitConfirmed(id);
        assertThat(directory.resolve("inbox/moved")).hasBinaryContent(content);
        assertThat(ranges()).hasSize(1);
        await().atMost(LONG).untilAsserted(() -> assertThat(left()).isEmpty());
    }

    @Test
    void smallFilesDoNotGoThere() throws Exception {
        String id = sendLarge(content(16));
        receive(options(4), route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(downloads()).doesNotExist();
        assertThat(ranges()).hasSize(1);
    }

    @Test
    void theNextAttemptGoesOnWhereTheDownloadFailed() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        camel.component().getConfiguration().setMaxCallAttempts(1);
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(20 * MIB));
        receive(options(1), route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(ranges()).hasSize(2);
        assertThat(ranges().get(1)).matches("bytes=[1-9]\\d*-");
        await().atMost(LONG).untilAsserted(() -> assertThat(left()).isEmpty());
    }

    @Test
    void aRouteThatIsStoppedLeavesWhatHasComeToTheNextStart() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        altinn.emulator().faults().next(Operation.DOWNLOAD, 2, Fault.slowBody(6 * MIB));
        MockEndpoint poison = camel.getEndpoint("mock:poison", MockEndpoint.class);
        receive(options(2) + "&maxAttempts=1&poisonEndpoint=mock:poison", route -> route.process(this::keep));
        await().atMost(LONG).until(() -> Files.exists(downloads().resolve(id + ".map")));
        camel.getRouteController().stopRoute("receive", 1, TimeUnit.MILLISECONDS);

        assertThat(left()).containsExactly(id + ".map", id + ".part");
        assertThat(contents).isEmpty();
        altinn.emulator().recorder().clear();
        camel.getRouteController().startRoute("receive");

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(ranges()).hasSizeBetween(1, 2).allMatch(range -> !range.startsWith("bytes=0-"));
        assertThat(poison.getExchanges()).isEmpty();
    }

    @Test
    void aSuspendedRouteFinishesTheFileThatIsComing() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        altinn.emulator().faults().next(Operation.DOWNLOAD, 2, Fault.hang());
        receive(options(2), route -> route.process(this::keep));
        await().atMost(LONG).until(() -> ranges().size() == 2);
        CompletableFuture<Void> suspended = CompletableFuture.runAsync(this::suspend);
        await().atMost(LONG).until(() -> consumer().isSuspended());
        altinn.emulator().faults().clear();

        suspended.join();
        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
    }

    private void suspend() {
        try {
            camel.getRouteController().suspendRoute("receive");
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void whatADeadProcessHadFinishedIsVerifiedAndNotFetchedAgain() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        leaveFinished(id, true);
        receive(options(4), route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(ranges()).isEmpty();
    }

    @Test
    void ifItWasChangedItIsFetchedAgain() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        leaveFinished(id, true);
        change(id, 0, ~content[0]);
        receive(options(4), route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(ranges()).hasSize(2);
    }

    @Test
    void whatItsRouteHadAppendedIsNotDelivered() throws Exception {
        byte[] content = content(17);
        String id = sendLarge(content);
        leaveFinished(id, true);
        change(id, content.length, 'x');
        receive(options(1), route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
    }

    @Test
    void whatCannotBeVerifiedIsFetchedAgain() throws Exception {
        byte[] content = content(17);
        String id = sendLarge(content);
        leaveFinished(id, false);
        change(id, 0, ~content[0]);
        receive(options(1) + "&verifyChecksum=false", route -> route.process(this::keep));

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
        assertThat(ranges()).hasSize(1);
    }

    private void change(String id, long position, int value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(downloads().resolve(id).toFile(), "rw")) {
            file.seek(position);
            file.write(value);
        }
    }

    /** As a process does that dies while the route is at work. */
    private void leaveFinished(String id, boolean verify) throws Exception {
        Path aside = Files.createDirectory(directory.resolve("aside"));
        try (WorkDirectory work = WorkDirectory.open(directory, 2, Clock.systemUTC())) {
            TransferFile file = new TransferFile(content(id, verify, TransferListener.NONE), work);
            file.getFile();
            for (String name : List.of(id, id + ".map")) {
                Files.copy(downloads().resolve(name), aside.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
            file.discard();
        }
        for (String name : List.of(id, id + ".map")) {
            Files.move(aside.resolve(name), downloads().resolve(name));
        }
        altinn.emulator().recorder().clear();
    }

    private TransferContent content(String id) {
        return content(id, true, TransferListener.NONE);
    }

    private TransferContent content(String id, boolean verify, TransferListener listener) {
        AltinnBrokerEndpoint endpoint = camel.getEndpoint(from(""), AltinnBrokerEndpoint.class);
        return new TransferContent(
                endpoint.client(BrokerScope.READ),
                null,
                overview(id),
                verify,
                AltinnBrokerException.RECEIVE_FAILURES,
                listener);
    }

    @Test
    void aStopThatComesWhenTheFileIsThereCutsNothingOff() throws Exception {
        String id = sendLarge(content(17));
        try (WorkDirectory work = WorkDirectory.open(directory, 1, Clock.systemUTC())) {
            TransferFile file = new TransferFile(content(id, true, stoppingAtTheEnd(work)), work);
            file.getFile();

            assertThat(file.stopped()).isFalse();
            file.discard();
        }
    }

    private static TransferListener stoppingAtTheEnd(WorkDirectory work) {
        return new TransferListener() {

            @Override
            public TransferProgress sending(UUID transferId, String fileName, long length) {
                return TransferProgress.NONE;
            }

            @Override
            public TransferProgress receiving(FileTransfer transfer) {
                return new TransferProgress() {

                    @Override
                    public void ended(boolean whole) {
                        work.stopDownloads();
                    }
                };
            }
        };
    }

    @Test
    void afterAStopNoneBegins() throws Exception {
        String id = sendLarge(content(17));
        try (WorkDirectory work = WorkDirectory.open(directory, 1, Clock.systemUTC())) {
            work.stopDownloads();
            TransferFile file = new TransferFile(content(id), work);

            assertThatThrownBy(file::getFile).hasStackTraceContaining("was stopped");
            assertThat(file.stopped()).isTrue();
            assertThat(ranges()).isEmpty();
            file.discard();
        }
    }

    private void ask(int cacheSize, String options) throws Exception {
        String uri = from(options);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .pollEnrich()
                        .constant(uri)
                        .cacheSize(cacheSize)
                        .process(ParallelDownloadTest.this::keep);
            }
        });
    }

    @Test
    void pollEnrichWithoutACacheGetsItToo() throws Exception {
        byte[] content = content(17);
        String id = sendLarge(content);
        ask(-1, options(1));
        camel.createFluentProducerTemplate().to("direct:ask").send();

        awaitConfirmed(id);
        assertThat(contents).singleElement().isEqualTo(content);
    }

    @Test
    void whatPollEnrichIsFetchingIsCutOffWhenTheContextStops() throws Exception {
        String id = sendLarge(content(34));
        altinn.emulator().faults().next(Operation.DOWNLOAD, 2, Fault.slowBody(6 * MIB));
        ask(0, options(2));
        Future<Exchange> asked =
                camel.createFluentProducerTemplate().to("direct:ask").asyncSend();
        await().atMost(LONG).until(() -> Files.exists(downloads().resolve(id + ".map")));
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();

        assertThat(asked.get(30, TimeUnit.SECONDS).getException()).hasStackTraceContaining("was stopped");
        assertThat(left()).containsExactly(id + ".map", id + ".part");
    }

    @Test
    void twoThatHaveTheSameFileDoNotShareIt() throws Exception {
        byte[] content = content(34);
        String id = sendLarge(content);
        try (WorkDirectory work = WorkDirectory.open(directory, 2, Clock.systemUTC());
                WorkDirectory other = WorkDirectory.open(directory, 2, Clock.systemUTC())) {
            TransferFile file = new TransferFile(content(id), work);
            TransferFile another = new TransferFile(content(id), other);
            assertThat(another.workPath()).isNotEqualTo(file.workPath());
            assertThat(another.getFile()).hasBinaryContent(content);
            assertThat(file.getFile()).hasBinaryContent(content);
            another.discard();
            assertThat(file.getFile()).hasBinaryContent(content);
            file.discard();
            TransferFile next = new TransferFile(content(id), other);
            assertThat(next.workPath()).isEqualTo(file.workPath());
            next.discard();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void aFullDiskLeavesNothingBehindAndSaysWhatIsNeeded() throws Exception {
        String id = sendLarge(content(34));
        Configuration small = Configuration.unix().toBuilder()
                .setBlockSize(4096)
                .setMaxSize(8 * MIB)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small);
                WorkDirectory full = WorkDirectory.open(disk.getPath("/disk/files"), 2, Clock.systemUTC())) {
            TransferFile file = new TransferFile(content(id), full);

            assertThatThrownBy(file::getFile)
                    .isInstanceOf(RuntimeCamelException.class)
                    .hasMessageContaining(id)
                    .hasMessageContaining("could not be stored in localWorkDirectory, where it needs " + 34 * MIB);
            file.discard();
            try (Stream<Path> files = Files.walk(disk.getPath("/disk/files"))) {
                assertThat(files.filter(Files::isRegularFile))
                        .allMatch(left -> left.toString().endsWith(".lock"));
            }
        }
    }

    @Test
    void whatNobodyHasGoneOnWithForAWeekIsDeletedAndNothingElse() throws Exception {
        Files.createDirectories(downloads());
        String old = UUID.randomUUID().toString();
        String young = UUID.randomUUID().toString();
        String running = UUID.randomUUID().toString();
        Instant now = Instant.now();
        leave(old + ".part", now.minus(Duration.ofDays(9)));
        leave(old + ".map", now.minus(Duration.ofDays(8)));
        leave(old + ".map.new", now.minus(Duration.ofDays(8)));
        leave(young, now.minus(Duration.ofDays(8)));
        leave(young + ".map", now.minus(Duration.ofDays(6)));
        leave(running + ".part", now.minus(Duration.ofDays(8)));
        leave("notes.txt", now.minus(Duration.ofDays(800)));
        FolderLocks locks = new FolderLocks(downloads().toRealPath(), "downloads.lock");
        assertThat(locks.acquire(running)).isTrue();
        try (WorkDirectory work = WorkDirectory.open(directory, 1, Clock.systemUTC())) {
            assertThat(work).isNotNull();
            assertThat(left()).containsExactlyInAnyOrder(young, young + ".map", running + ".part", "notes.txt");
        } finally {
            locks.release(running);
        }
    }

    @Test
    void thatIsLookedForAgainAndAgain() throws Exception {
        Files.createDirectories(downloads());
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        Clock clock = new Clock() {

            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (WorkDirectory work = WorkDirectory.open(directory, 1, clock)) {
            String old = UUID.randomUUID() + ".part";
            leave(old, now.get().minus(Duration.ofDays(8)));
            work.sweepDownloads();
            assertThat(left()).containsExactly(old);
            now.set(now.get().plus(Duration.ofHours(1)));
            work.sweepDownloads();
            assertThat(left()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 20, 0 is too small - use at least 1",
        "20, 1, 20, 20 parts of each of 1 files",
        "2, 3, 6, 2 parts of each of 3 files (concurrentTransfers) leave none of 6 connections (maxConnections)",
        "2, 3, 6, set maxConnections to at least 7"
    })
    void theNumberOfPartsHasLimits(int parts, int files, int connections, String fault) {
        String others = "&concurrentTransfers=" + files + "&maxConnections=";
        assertThatThrownBy(() -> camel.getEndpoint(from(options(parts) + others + connections)))
                .hasStackTraceContaining("parallelDownloads: ")
                .hasStackTraceContaining(fault);
        if (parts > 0) {
            assertThat(camel.getEndpoint(from(options(parts) + others + (connections + 1))))
                    .isNotNull();
        }
    }

    private void leave(String name, Instant modified) throws IOException {
        Path file = Files.writeString(downloads().resolve(name), "left");
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
