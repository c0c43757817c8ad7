package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Downloads into files, in one part and in several, that break, are stopped, and go on. */
@Timeout(60)
class PartedDownloadTest {

    private static final int LENGTH = 3_000_000;
    private static final byte[] BYTES = letters(LENGTH);
    private static final String MD5 = md5(BYTES);
    private static final long CHUNK = 100_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private UUID id;
    private Watched watched;

    @TempDir
    Path folder;

    /** Adds up what it is told of one download. */
    private static final class Watched implements TransferProgress {

        private final AtomicLong done = new AtomicLong();
        private final AtomicLong spared = new AtomicLong();
        private volatile int parts;
        private final List<Boolean> ends = new CopyOnWriteArrayList<>();

        @Override
        public void parts(int number) {
            parts = number;
        }

        @Override
        public void moved(long bytes) {
            done.addAndGet(bytes);
        }

        @Override
        public void present(long bytes) {
            done.addAndGet(bytes);
        }

        @Override
        public void spared(long bytes) {
            spared.addAndGet(bytes);
        }

        @Override
        public void ended(boolean whole) {
            ends.add(whole);
        }
    }

    private TransferProgress watched() {
        watched = new Watched();
        return watched;
    }

    /** One of its own, as a request of the test before that was cut off may still be on its way. */
    @BeforeEach
    void publish() {
        id = altinn.published(BYTES);
    }

    /** Such as an answer of the emulator's faults can hold. */
    private static byte[] letters(int length) {
        byte[] bytes = GeneratedSource.bytes(length);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (bytes[i] & 0xf));
        }
        return bytes;
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private DownloadTarget target(int parts) {
        return new DownloadTarget(folder.resolve(id.toString()), parts, 500_000, CHUNK);
    }

    private PartedDownload download(int parts) {
        return altinn.recipient().download(id, LENGTH, MD5, target(parts), watched());
    }

    /** In the calling thread, so that the calls come in the order of the parts. */
    private PartedDownload inOrder(int parts) {
        return inOrder().download(id, LENGTH, MD5, target(parts), watched());
    }

    private static BrokerClient inOrder() {
        return altinn.client(altinn.identity(BrokerFixture.RECIPIENT))
                .partExecutor(null)
                .build();
    }

    private List<String> ranges() {
        return ranges(id);
    }

    private static List<String> ranges(UUID transfer) {
        return altinn.emulator.recorder().calls(Operation.DOWNLOAD).stream()
                .filter(call -> call.uri().contains(transfer.toString()))
                .map(call -> call.header("Range"))
                .toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(id.toString(), "file"))
                    .sorted()
                    .toList();
        }
    }

    private void assertThere() throws IOException {
        assertThat(Files.readAllBytes(folder.resolve(id.toString()))).isEqualTo(BYTES);
        assertThat(files()).containsExactly("file", "file.map");
        assertThat(watched.done).hasValue(LENGTH);
        assertThat(watched.ends).containsExactly(true);
    }

    private PartMap map() throws IOException {
        return PartMap.of(Files.readString(target(1).map()));
    }

    private static <T extends IOException> T failure(Class<T> type, PartedDownload download) {
        T failure = catchThrowableOfType(type, download::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Leaves a download whose first part is done and whose second has begun. */
    private void interrupted() throws IOException {
        PartMap whole = PartMap.of(id, LENGTH, MD5, 4);
        try (PartFile file = PartFile.open(target(4), whole, null)) {
            file.write(0, BYTES, 750_000);
            file.write(1, Arrays.copyOfRange(BYTES, 750_000, 1_100_000), 350_000);
        }
        assertThat(files()).containsExactly("file.map", "file.part");
        assertThat(map().present()).isEqualTo(1_100_000);
    }

    @Test
    void theFileComesInParts() throws Exception {
        download(4).run();

        assertThere();
        assertThat(ranges())
                .containsExactlyInAnyOrder(
                        "bytes=0-749999", "bytes=750000-1499999", "bytes=1500000-2249999", "bytes=2250000-2999999");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(id.toString()))))
                .isEqualTo("rw-------");
    }

    @Test
    void theyTravelAtTheSameTime() throws Exception {
        altinn.next(Operation.DOWNLOAD, 4, Fault.hang());
        CompletableFuture<Void> running = start(download(4));
        await().atMost(LONG).until(() -> ranges().size() == 4);
        altinn.emulator.faults().clear();

        running.join();
        assertThere();
    }

    private static CompletableFuture<Void> start(PartedDownload download) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        download.run();
                    } catch (IOException e) {
                        throw new java.util.concurrent.CompletionException(e);
                    }
                },
                altinn.workers);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5", "6, 6", "7, 6", "100, 6"})
    void noPartIsSmallerThanIsWorthACall(int wanted, int made) throws Exception {
        download(wanted).run();

        assertThere();
        assertThat(ranges()).hasSize(made);
        assertThat(map().parts()).hasSize(made);
    }

    @Test
    void onePartIsAskedForAsAWholeFile() throws Exception {
        download(1).run();

        assertThere();
        assertThat(ranges()).containsExactly((String) null);
    }

    static Stream<Executor> executors() {
        return Stream.of(
                null,
                task -> {
                    throw new RejectedExecutionException();
                },
                Runnable::run,
                task -> {
                    // never comes to it
                },
                Executors.newSingleThreadExecutor());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aPoolWithoutThreadsMakesItSlowerOnly(Executor executor) throws Exception {
        altinn.client(altinn.identity(BrokerFixture.RECIPIENT))
                .partExecutor(executor)
                .build()
                .download(id, LENGTH, MD5, target(4), watched())
                .run();

        assertThere();
        if (executor instanceof ExecutorService pool) {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aConnectionThatIsCutAgainAndAgainIsTakenUpWhereItBroke(int parts) throws Exception {
        altinn.next(Operation.DOWNLOAD, 12, Fault.truncatedBody(200_000));
        download(parts).run();

        assertThere();
        assertThat(altinn.emulator.faults().waiting(Operation.DOWNLOAD)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 502, 503, 504})
    void aTroubleThatPassesIsPassedOver(int status) throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.status(status).header("Retry-After", "0"));
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"403, BRO-00007, true", "404, BRO-00001, false", "416, BRO-00029, false", "503, , true"})
    void whatHasComeIsKeptAsLongAsItMayBeOfUse(int status, String code, boolean kept) throws Exception {
        interrupted();
        altinn.next(Operation.DOWNLOAD, 3, BrokerFixture.problem(status, code));
        DownloadException failure = failure(DownloadException.class, inOrder(4));

        assertThat(failure.getCause())
                .isInstanceOfSatisfying(AltinnClientException.class, cause -> assertThat(cause.status())
                        .isEqualTo(status));
        assertThat(watched.ends).containsExactly(false);
        assertThat(files()).isEqualTo(kept ? List.of("file.map", "file.part") : List.of());
    }

    @Test
    void oneFailureEndsAllPartsAtOnce() throws Exception {
        altinn.next(Operation.DOWNLOAD, 2, Fault.slowBody(1000));
        altinn.next(Operation.DOWNLOAD, BrokerFixture.problem(403, "BRO-00007"));
        altinn.next(Operation.DOWNLOAD, Fault.hang());
        DownloadException failure = failure(DownloadException.class, download(4));

        assertThat(failure).isNotInstanceOf(DownloadStoppedException.class).hasMessageContaining("BRO-00007");
        assertThat(altinn.transport.connectionsInUse()).isZero();
        altinn.emulator.faults().clear();
    }

    @Test
    void itGoesOnWhereItWas() throws Exception {
        interrupted();
        long position = map().parts().get(1).position();
        download(4).run();

        assertThere();
        assertThat(watched.spared).hasValue(position);
        assertThat(ranges())
                .containsExactlyInAnyOrder(
                        "bytes=" + position + "-1499999", "bytes=1500000-2249999", "bytes=2250000-2999999");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void itGoesOnWithThePartsThatWereBegun(int parts) throws Exception {
        interrupted();
        download(parts).run();

        assertThere();
        assertThat(ranges()).hasSize(3).doesNotContain("bytes=0-749999");
    }

    @Test
    void onePartGoesOnToo() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1_000_000));
        altinn.next(Operation.DOWNLOAD, 3, Fault.resetBeforeEffect());
        failure(DownloadException.class, download(1));
        altinn.emulator.faults().clear();
        long position = map().present();
        assertThat(position).isBetween(1L, 1_000_000L);
        altinn.emulator.recorder().clear();
        download(1).run();

        assertThere();
        assertThat(ranges()).containsExactly("bytes=" + position + "-");
    }

    @Test
    void whatIsCompleteIsNotFetchedAgain() throws Exception {
        download(4).run();
        target(4).takeBack();
        altinn.emulator.recorder().clear();
        assertThat(files()).containsExactly("file.map", "file.part");
        download(4).run();

        assertThere();
        assertThat(ranges()).isEmpty();
    }

    @Test
    void whatIsOfAnotherFileIsThrownAway() throws Exception {
        interrupted();
        UUID other = altinn.published(BYTES);
        altinn.recipient().download(other, LENGTH, MD5, target(2), watched()).run();

        assertThere();
        assertThat(ranges(other)).hasSize(2);
    }

    @Test
    void aMapThatIsDamagedIsThrownAway() throws Exception {
        interrupted();
        Files.writeString(target(1).map(), map().text().replace("part 0", "part 1"));
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void aMapWhoseFileIsShorterIsThrownAway() throws Exception {
        interrupted();
        try (FileChannel part = FileChannel.open(target(1).part(), StandardOpenOption.WRITE)) {
            part.truncate(700_000);
        }
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void aMapThatIsNoTextIsThrownAway() throws Exception {
        interrupted();
        Files.write(target(1).map(), new byte[] {(byte) 0xff});
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void aFileWithMoreThanItsLengthIsThrownAway() throws Exception {
        interrupted();
        try (FileChannel part = FileChannel.open(target(1).part(), StandardOpenOption.WRITE)) {
            part.write(ByteBuffer.wrap(new byte[] {'x'}), LENGTH);
        }
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void aMapThatCannotBeReadNowFailsAndIsKept() throws Exception {
        interrupted();
        Files.delete(target(1).map());
        occupy(target(1).map());
        failure(StorageException.class, download(4));

        assertThat(target(1).part()).exists();
        assertThat(ranges()).isEmpty();
    }

    /** So that it cannot be read or written as a file, nor be deleted. */
    private static void occupy(Path path) throws IOException {
        Files.createFile(Files.createDirectory(path).resolve("something"));
    }

    @Test
    void aFaultOfADiskThatHasRoomLeavesWhatHasCome() throws Exception {
        interrupted();
        occupy(target(1).nextMap());
        failure(StorageException.class, inOrder(4));

        assertThat(map().present()).isEqualTo(1_100_000);
        assertThat(target(1).part()).exists();
    }

    @Test
    void aDiskThatHasLostSomethingIsNotBelievedAfterwards() throws Exception {
        PartMap whole = PartMap.of(id, LENGTH, MD5, 1);
        try (PartFile file = PartFile.open(target(1), whole, null)) {
            file.write(0, BYTES, 50_000);
            occupy(target(1).nextMap());
            assertThat(catchThrowableOfType(StorageException.class, file::force))
                    .isNotNull();
            Files.delete(target(1).nextMap().resolve("something"));
            Files.delete(target(1).nextMap());

            assertThat(catchThrowableOfType(StorageException.class, file::force))
                    .isNotNull();
            assertThat(catchThrowableOfType(StorageException.class, () -> file.write(0, BYTES, 60_000)))
                    .isNotNull();
            assertThat(catchThrowableOfType(StorageException.class, file::finish))
                    .isNotNull();
            assertThat(file.present()).isZero();
        }
        assertThat(target(1).map()).doesNotExist();
    }

    @Test
    void whatIsClosedIsNotOpenedAgain() throws Exception {
        PartFile file = PartFile.open(target(1), PartMap.of(id, LENGTH, MD5, 1), null);
        file.close();

        assertThat(catchThrowableOfType(StorageException.class, () -> file.write(0, BYTES, 1000)))
                .hasCauseInstanceOf(ClosedChannelException.class);
        assertThat(target(1).part()).isEmptyFile();
    }

    @Test
    void aMapWithoutAFileIsThrownAway() throws Exception {
        download(4).run();
        Files.delete(folder.resolve(id.toString()));
        altinn.emulator.recorder().clear();
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void aFileWithoutAMapIsThrownAway() throws Exception {
        interrupted();
        Files.delete(target(1).map());
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void whatWasDamagedOnTheDiskIsFetchedAnew() throws Exception {
        interrupted();
        try (FileChannel part = FileChannel.open(target(1).part(), StandardOpenOption.WRITE)) {
            part.write(ByteBuffer.wrap(new byte[] {0}), 1000);
        }
        download(4).run();

        assertThere();
        assertThat(ranges()).hasSize(3 + 4);
        assertThat(watched.spared).hasValue(0);
    }

    @Test
    void whatIsDamagedOnTheWayFailsAndIsThrownAway() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.corruptBody());
        ChecksumMismatchException failure = failure(ChecksumMismatchException.class, download(4));

        assertThat(failure.expected()).isEqualTo(MD5);
        assertThat(failure.actual()).isNotEqualTo(MD5);
        assertThat(files()).isEmpty();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void withoutAChecksumNothingIsVerified() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.corruptBody());
        altinn.recipient().download(id, LENGTH, null, target(4), watched()).run();

        assertThat(folder.resolve(id.toString())).hasSize(LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFileOfAnotherLengthFailsAndIsThrownAway(int parts) throws Exception {
        interrupted();
        altinn.next(
                Operation.DOWNLOAD,
                Fault.answer(206, "application/octet-stream", "x")
                        .header("Content-Range", "bytes " + map().parts().get(1).position() + "-1499999/3000001"));
        SizeMismatchException failure = failure(SizeMismatchException.class, inOrder(parts));

        assertThat(failure.actual()).isEqualTo(LENGTH + 1);
        assertThat(files()).isEmpty();
    }

    @Test
    void moreThanWasAskedForIsNotTaken() throws Exception {
        altinn.next(
                Operation.DOWNLOAD,
                Fault.answer(
                                206,
                                "application/octet-stream",
                                new String(BYTES, java.nio.charset.StandardCharsets.US_ASCII))
                        .header("Content-Range", "bytes 0-2999999/3000000"));
        inOrder(4).run();

        assertThere();
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void lessThanWasAskedForIsCompleted() throws Exception {
        String some = new String(BYTES, 0, 1000, java.nio.charset.StandardCharsets.US_ASCII);
        altinn.next(
                Operation.DOWNLOAD,
                Fault.answer(206, "application/octet-stream", some).header("Content-Range", "bytes 0-999/3000000"));
        inOrder(4).run();

        assertThere();
        assertThat(ranges()).hasSize(5).contains("bytes=1000-749999");
    }

    private static Fault whole() {
        return Fault.answer(
                200, "application/octet-stream", new String(BYTES, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void aServerThatIgnoresRangesIsAskedOnce() throws Exception {
        altinn.next(Operation.DOWNLOAD, 4, whole());
        download(4).run();

        assertThere();
        assertThat(watched.parts).isEqualTo(1);
        assertThat(map().parts()).hasSize(1);
        assertThat(ranges()).hasSizeBetween(2, 5).contains((String) null);
    }

    @Test
    void whatHadComeWithoutAGapIsUsedThen() throws Exception {
        interrupted();
        long prefix = map().parts().get(1).position();
        altinn.next(Operation.DOWNLOAD, 2, whole());
        inOrder(4).run();

        assertThere();
        assertThat(ranges()).containsExactly("bytes=" + prefix + "-1499999", "bytes=" + prefix + "-");
    }

    @Test
    void aFullDiskIsToldAndLeftAsItWas() throws Exception {
        Configuration small = Configuration.unix().toBuilder()
                .setBlockSize(4096)
                .setMaxSize(256 * 4096)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path work = Files.createDirectory(disk.getPath("/files"));
            StorageException failure = catchThrowableOfType(
                    StorageException.class,
                    altinn.recipient()
                            .download(
                                    id,
                                    LENGTH,
                                    MD5,
                                    new DownloadTarget(work.resolve("f"), 4, 500_000, CHUNK),
                                    watched())::run);
            assertThat(failure).isNotNull();
            try (Stream<Path> files = Files.list(work)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whenItIsStoppedPartsEndAtOnceAndWhatHasComeIsKept(int parts) throws Exception {
        altinn.next(Operation.DOWNLOAD, parts, Fault.slowBody(400_000));
        PartedDownload download = download(parts);
        CompletableFuture<Void> running = start(download);
        await().atMost(LONG)
                .until(() -> ranges().size() == parts && Files.exists(target(1).map()));
        download.stop();

        assertThat(running).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(DownloadStoppedException.class);
        assertThat(altinn.transport.connectionsInUse()).isZero();
        assertThat(files()).containsExactly("file.map", "file.part");
        assertThat(map().present()).isPositive();
        long present = map().present();
        altinn.emulator.recorder().clear();
        download(parts).run();

        assertThere();
        assertThat(asked()).isEqualTo(LENGTH - present);
    }

    /** Bytes, by the ranges. */
    private long asked() {
        return ranges().stream()
                .mapToLong(range -> {
                    String[] bounds = range.substring("bytes=".length()).split("-");
                    return (bounds.length > 1 ? Long.parseLong(bounds[1]) + 1 : LENGTH) - Long.parseLong(bounds[0]);
                })
                .sum();
    }

    @Test
    void aStopEndsAWaitForAnAnswer() throws Exception {
        altinn.next(Operation.DOWNLOAD, 4, Fault.hang());
        PartedDownload download = download(4);
        CompletableFuture<Void> running = start(download);
        await().atMost(LONG).until(() -> ranges().size() == 4);
        download.stop();

        assertThat(running).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(DownloadStoppedException.class);
        altinn.emulator.faults().clear();
    }

    @Test
    void whatIsStoppedDoesNotBegin() throws Exception {
        PartedDownload download = download(4);
        download.stop();

        failure(DownloadStoppedException.class, download);
        assertThat(ranges()).isEmpty();
    }

    @Test
    void anInterruptStopsItToo() throws Exception {
        altinn.next(Operation.DOWNLOAD, 4, Fault.slowBody(400_000));
        PartedDownload download = download(4);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            IOException failure = catchThrowableOfType(IOException.class, download::run);
            stopped.complete(failure instanceof DownloadStoppedException
                    && Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().atMost(LONG).until(() -> Files.exists(target(1).map()));
        thread.interrupt();

        assertThat(stopped.get()).isTrue();
        assertThat(files()).containsExactly("file.map", "file.part");
        download(4).run();
        assertThere();
    }

    @Test
    void theMapPromisesNothingThatIsNotThere() throws Exception {
        altinn.next(Operation.DOWNLOAD, 4, Fault.slowBody(2_000_000));
        CompletableFuture<Void> running = start(download(4));
        int looks = 0;
        while (!running.isDone()) {
            if (Files.exists(target(1).map()) && Files.exists(target(1).part())) {
                assertPromisesKept();
                looks++;
            }
            Thread.onSpinWait();
        }
        running.join();
        assertThat(looks).isPositive();
        assertThere();
    }

    private void assertPromisesKept() throws IOException {
        PartMap map = map();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(target(1).part());
        } catch (java.nio.file.NoSuchFileException e) {
            // finished meanwhile
            return;
        }
        for (PartMap.Part part : map.parts()) {
            int first = (int) part.first();
            int position = (int) part.position();
            assertThat(bytes.length).isGreaterThanOrEqualTo(position == first ? 0 : position);
            assertThat(position == first || Arrays.equals(bytes, first, position, BYTES, first, position))
                    .isTrue();
        }
    }

    @Test
    void noPartIsMoreThanAChunkAheadOfTheMap() throws Exception {
        PartMap whole = PartMap.of(id, LENGTH, MD5, 3);
        try (PartFile file = PartFile.open(target(3), whole, null)) {
            for (int i = 0; i < 30; i++) {
                for (int part = 0; part < 3; part++) {
                    file.write(part, BYTES, 30_000);
                    long known = Files.exists(target(1).map())
                            ? map().parts().get(part).position()
                            : whole.parts().get(part).first();
                    assertThat(file.parts().get(part).position() - known).isLessThanOrEqualTo(CHUNK);
                }
            }
        }
        assertThat(map().present()).isEqualTo(30 * 3 * 30_000);
    }
}
