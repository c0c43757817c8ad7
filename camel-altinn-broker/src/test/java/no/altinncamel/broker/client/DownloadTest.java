package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Downloads that break, lie and end, and what is left of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DownloadTest {

    private static final int LENGTH = 3_000_000;
    private static final byte[] BYTES = GeneratedSource.bytes(LENGTH);
    private static final String MD5 = md5(BYTES);

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private UUID id;

    @BeforeAll
    void publish() {
        id = altinn.published(BYTES);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Download download() {
        return altinn.recipient().download(id, LENGTH, MD5);
    }

    private byte[] read(Download download) throws IOException {
        try (download) {
            return download.readAllBytes();
        }
    }

    private <T extends IOException> T failure(Class<T> type, Download download) {
        T failure = catchThrowableOfType(type, () -> read(download));
        assertThat(failure).isNotNull();
        return failure;
    }

    private List<String> ranges() {
        return altinn.emulator.recorder().calls(Operation.DOWNLOAD).stream()
                .map(call -> call.header("Range"))
                .toList();
    }

    @Test
    void nothingIsSentBeforeTheFirstRead() throws Exception {
        try (Download download = download()) {
            assertThat(download.transferId()).isEqualTo(id);
            assertThat(download.size()).isEqualTo(LENGTH);
            assertThat(download.position()).isZero();
            assertThat(download.available()).isZero();
            assertThat(download.read(new byte[0])).isZero();
            assertThat(altinn.calls(Operation.DOWNLOAD)).isZero();
        }
        assertThat(altinn.calls(Operation.DOWNLOAD)).isZero();
    }

    @Test
    void itReadsAsAnInputStreamShould() throws Exception {
        try (Download download = download()) {
            assertThat(download.read()).isEqualTo(BYTES[0] & 0xff);
            byte[] buffer = new byte[100];
            assertThat(download.readNBytes(buffer, 10, 5)).isEqualTo(5);
            assertThat(Arrays.copyOfRange(buffer, 10, 15)).isEqualTo(Arrays.copyOfRange(BYTES, 1, 6));
            download.skipNBytes(200_000);
            assertThat(download.position()).isEqualTo(200_006);
            assertThat(download.read()).isEqualTo(BYTES[200_006] & 0xff);
            assertThat(download.available()).isGreaterThanOrEqualTo(0);
            assertThatThrownBy(() -> download.read(buffer, 90, 11)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(download.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 200_007, LENGTH));
            assertThat(download.read()).isEqualTo(-1);
            assertThat(download.read(buffer)).isEqualTo(-1);
            assertThat(download.position()).isEqualTo(LENGTH);
        }
        assertThat(ranges()).containsExactly((String) null);
    }

    @Test
    void aBrokenConnectionIsResumedWhereItBroke() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1_000_000));
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(700_000));
        assertThat(read(download())).isEqualTo(BYTES);
        List<String> ranges = ranges();
        assertThat(ranges).hasSize(3);
        assertThat(ranges.get(0)).isNull();
        // a reset may throw away what was under way
        assertThat(from(ranges.get(1))).isBetween(0L, 1_000_000L);
        assertThat(from(ranges.get(2))).isBetween(from(ranges.get(1)), 1_700_000L);
    }

    private static long from(String range) {
        return range == null ? 0 : Long.parseLong(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    @Test
    void progressEarnsNewAttempts() throws Exception {
        altinn.next(Operation.DOWNLOAD, 8, Fault.truncatedBody(300_000));
        assertThat(read(download())).isEqualTo(BYTES);
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(9);
    }

    @Test
    void withoutProgressItGivesUpAsThePolicySays() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1_000_000));
        altinn.next(Operation.DOWNLOAD, 9, Fault.resetBeforeEffect());
        try (Download download = download()) {
            DownloadException failure = catchThrowableOfType(DownloadException.class, download::readAllBytes);
            assertThat(failure.transferId()).isEqualTo(id);
            assertThat(failure.getCause()).isInstanceOfSatisfying(AltinnClientException.class, cause -> {
                assertThat(cause.retryable()).isTrue();
                assertThat(cause.outcomeUnknown()).isFalse();
            });
            assertThat(altinn.calls(Operation.DOWNLOAD)).isBetween(3, 4);
            assertThatThrownBy(download::read).isSameAs(failure);
            assertThatThrownBy(() -> download.read(new byte[1])).isSameAs(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429})
    void aTroubleWhileResumingIsTriedAgain(int status) throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1_000_000));
        altinn.next(Operation.DOWNLOAD, Fault.status(status).header("Retry-After", "0"));
        assertThat(read(download())).isEqualTo(BYTES);
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(3);
    }

    @Test
    void eachConnectionHasAFreshTokenAndOneRefusedTokenIsReplaced() throws Exception {
        BrokerClient client = altinn.recipient();
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1_000_000));
        altinn.next(Operation.DOWNLOAD, Fault.status(401));
        try (Download download = client.download(id, LENGTH, MD5)) {
            assertThat(download.readNBytes(10)).hasSize(10);
            altinn.tokens.invalidate(client.identity(), altinn.tokens.get(client.identity()));
            download.skipNBytes(LENGTH - 10);
            assertThat(download.read()).isEqualTo(-1);
        }
        assertThat(altinn.emulator.recorder().calls(Operation.DOWNLOAD))
                .extracting(call -> call.header("Authorization"))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDecisionIsTheCauseOfTheFailure() throws Exception {
        UUID initialized = altinn.initialized();
        DownloadException failure =
                failure(DownloadException.class, altinn.recipient().download(initialized, -1));
        assertThat(failure).hasMessageContaining("BRO-00007").hasMessageContaining("not published yet");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(AltinnClientException.class, cause -> assertThat(cause.status())
                        .isEqualTo(403));
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(1);
    }

    @Test
    void damagedBytesAreFoundAtTheEnd() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.corruptBody());
        try (Download download = download()) {
            byte[] buffer = new byte[LENGTH];
            assertThat(download.readNBytes(buffer, 0, LENGTH)).isEqualTo(LENGTH);
            ChecksumMismatchException failure = catchThrowableOfType(ChecksumMismatchException.class, download::read);
            assertThat(failure.expected()).isEqualTo(MD5);
            assertThat(failure.actual()).isNotEqualTo(MD5).hasSize(32);
            assertThat(failure.transferId()).isEqualTo(id);
            assertThatThrownBy(download::read).isSameAs(failure);
        }
    }

    @Test
    void withoutAChecksumNothingIsVerified() throws Exception {
        altinn.next(Operation.DOWNLOAD, 2, Fault.corruptBody());
        assertThat(read(altinn.recipient().download(id, LENGTH))).hasSize(LENGTH);
        assertThat(read(altinn.recipient().download(id, LENGTH, " "))).hasSize(LENGTH);
    }

    @Test
    void theChecksumMayBeInCapitals() throws Exception {
        assertThat(read(altinn.recipient().download(id, LENGTH, MD5.toUpperCase(Locale.ROOT))))
                .hasSize(LENGTH);
    }

    @ParameterizedTest
    @ValueSource(longs = {LENGTH - 1, LENGTH + 1, 0})
    void aFileOfAnotherSizeIsRefusedBeforeAByteIsGiven(long expected) {
        SizeMismatchException failure =
                failure(SizeMismatchException.class, altinn.recipient().download(id, expected, MD5));
        assertThat(failure.expected()).isEqualTo(expected);
        assertThat(failure.actual()).isEqualTo(LENGTH);
    }

    @Test
    void aSizeThatIsNotKnownBeforeIsKnownAfterTheFirstRead() throws Exception {
        try (Download download = altinn.recipient().download(id, -1, MD5)) {
            assertThat(download.size()).isEqualTo(-1);
            download.read();
            assertThat(download.size()).isEqualTo(LENGTH);
            download.readAllBytes();
        }
    }

    @Test
    void anEmptyFileIsReadWithoutARange() throws Exception {
        UUID empty = altinn.published(new byte[0]);
        Download download = altinn.recipient().download(empty, 0, "d41d8cd98f00b204e9800998ecf8427e");
        assertThat(read(download)).isEmpty();
        assertThat(ranges()).containsExactly((String) null);
        assertThat(altinn.emulator
                        .broker()
                        .transfer(empty.toString())
                        .recipient(BrokerFixture.RECIPIENT)
                        .orElseThrow()
                        .highest())
                .hasToString("DOWNLOAD_STARTED");
    }

    @Test
    void closingWithoutReadingToTheEndReleasesTheConnectionAtOnce() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.slowBody(100_000));
        try (HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT), transport)
                    .build();
            Download download = client.download(id, LENGTH, MD5);
            assertThat(download.read()).isNotNegative();
            assertThat(transport.connectionsInUse()).isEqualTo(1);
            // reading the rest would take half a minute, more than the limit of this test leaves
            download.close();
            download.close();
            assertThat(transport.connectionsInUse()).isZero();
            assertThatThrownBy(download::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void closingWhileAnotherThreadReadsEndsTheReadAndReleasesTheConnection() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.slowBody(100_000));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT), transport)
                    .digestExecutor(executor)
                    .build();
            Download download = client.download(id, LENGTH, MD5);
            CountDownLatch coming = new CountDownLatch(1);
            Future<?> reading = executor.submit(() -> {
                byte[] buffer = new byte[1000];
                while (download.read(buffer) >= 0) {
                    coming.countDown();
                }
                return null;
            });
            assertThat(coming.await(30, TimeUnit.SECONDS)).isTrue();
            download.close();

            assertClosed(reading, transport);
        } finally {
            executor.shutdownNow();
        }
    }

    private void assertClosed(Future<?> reading, HttpTransport transport) {
        assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThat(transport.connectionsInUse()).isZero();
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(1);
    }

    @Test
    void closingWhileAnotherThreadConnectsEndsThatAndReleasesTheConnection() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.hang());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT), transport)
                    .build();
            Download download = client.download(id, LENGTH, MD5);
            Future<Integer> reading = executor.submit(() -> download.read());
            await().until(() -> altinn.calls(Operation.DOWNLOAD) == 1);
            download.close();

            assertClosed(reading, transport);
        } finally {
            altinn.emulator.faults().clear();
            executor.shutdownNow();
        }
    }

    @Test
    void noConnectionIsLeftBehindHoweverADownloadEnds() throws Exception {
        try (HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT), transport)
                    .build();
            read(client.download(id, LENGTH, MD5));
            altinn.next(Operation.DOWNLOAD, Fault.corruptBody());
            // failures release by themselves, closed or not
            assertThatThrownBy(client.download(id, LENGTH, MD5)::readAllBytes)
                    .isInstanceOf(ChecksumMismatchException.class);
            assertThatThrownBy(client.download(id, LENGTH + 1, MD5)::readAllBytes)
                    .isInstanceOf(SizeMismatchException.class);
            altinn.next(Operation.DOWNLOAD, 3, Fault.truncatedBody(0));
            assertThatThrownBy(client.download(id, LENGTH, MD5)::readAllBytes).isInstanceOf(DownloadException.class);
            altinn.next(Operation.DOWNLOAD, BrokerFixture.problem(403, "BRO-00007"));
            assertThatThrownBy(client.download(id, LENGTH, MD5)::readAllBytes).isInstanceOf(DownloadException.class);
            assertThat(transport.connectionsInUse()).isZero();
        }
    }

    @Test
    void aServerThatFallsSilentIsLeftAndTheDownloadResumed() throws Exception {
        byte[] start = Arrays.copyOf(BYTES, 1000);
        ScriptedServer.Turn silent = (in, out) -> {
            ScriptedServer.answer("HTTP/1.1 200 OK\nContent-Length: 2000", start)
                    .play(in, out);
            in.read();
        };
        byte[] rest = Arrays.copyOfRange(BYTES, 1000, 2000);
        try (ScriptedServer server = new ScriptedServer(silent, partial("bytes 1000-1999/2000", rest));
                HttpTransport transport = altinn.impatientTransport()) {
            assertThat(read(client(server, transport).download(id, 2000, md5(Arrays.copyOf(BYTES, 2000)))))
                    .isEqualTo(Arrays.copyOf(BYTES, 2000));
            assertThat(server.heads.get(1)).contains("Range: bytes=1000-");
        }
    }

    private static ScriptedServer.Turn partial(String range, byte[] body) {
        return ScriptedServer.answer(
                "HTTP/1.1 206 Partial Content\nConnection: close\nContent-Length: " + body.length + "\nContent-Range: "
                        + range,
                body);
    }

    private static ScriptedServer.Turn whole(int announced, byte[] body) {
        return ScriptedServer.answer("HTTP/1.1 200 OK\nConnection: close\nContent-Length: " + announced, body);
    }

    private static BrokerClient client(ScriptedServer server, HttpTransport transport) {
        return BrokerClient.builder(server.uri(), transport, altinn.tokens, altinn.identity(BrokerFixture.RECIPIENT))
                .retryPolicy(BrokerFixture.QUICK)
                .rateBudget(RateBudget.unlimited(Duration.ofSeconds(5)))
                .build();
    }

    private static byte[] digits(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private DownloadException resumedBadly(ScriptedServer.Turn second) throws Exception {
        try (ScriptedServer server = new ScriptedServer(whole(10, digits("01234")), second);
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            DownloadException failure =
                    failure(DownloadException.class, client(server, transport).download(id, 10));
            assertThat(server.heads).hasSize(2);
            assertThat(transport.connectionsInUse()).isZero();
            return failure;
        }
    }

    @Test
    void aPartOfTheFileThatWasNotAskedForIsRejected() throws Exception {
        assertThat(resumedBadly(partial("bytes 4-9/10", digits("456789"))))
                .hasMessageContaining("not the part of the file from byte 5");
        assertThat(resumedBadly(partial("nonsense", digits("56789")))).hasMessageContaining("not the part");
    }

    @Test
    void aFileThatHasChangedItsSizeInTheMeantimeIsRejected() throws Exception {
        assertThat(resumedBadly(partial("bytes 5-10/11", digits("56789x")))).isInstanceOf(SizeMismatchException.class);
        assertThat(resumedBadly(whole(11, digits("0123456789x")))).isInstanceOf(SizeMismatchException.class);
        assertThat(resumedBadly(ScriptedServer.answer(
                        "HTTP/1.1 416 Range Not Satisfiable\nConnection: close\nContent-Length: 0", new byte[0])))
                .hasMessageContaining("HTTP 416");
    }

    @Test
    void aServerThatIgnoresRangesIsReadFromTheStartOnceMore() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        whole(10, digits("01234")),
                        whole(10, digits("012")),
                        whole(10, digits("0123456")),
                        partial("bytes 7-9/*", digits("789")));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            assertThat(read(client(server, transport).download(id, 10, md5(digits("0123456789")))))
                    .isEqualTo(digits("0123456789"));
            assertThat(server.heads).hasSize(4);
        }
    }

    @Test
    void anAnswerWithoutALengthThatEndsEarlyIsNotAWholeFile() throws Exception {
        ScriptedServer.Turn unbounded = ScriptedServer.answer("HTTP/1.1 200 OK\nConnection: close", digits("01234"));
        try (ScriptedServer server = new ScriptedServer(unbounded, partial("bytes 5-9/10", digits("56789")));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            assertThat(read(client(server, transport).download(id, 10))).isEqualTo(digits("0123456789"));
        }
        ScriptedServer.Turn tooLong =
                ScriptedServer.answer("HTTP/1.1 200 OK\nConnection: close", digits("0123456789x"));
        try (ScriptedServer server = new ScriptedServer(tooLong);
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            failure(SizeMismatchException.class, client(server, transport).download(id, 10));
        }
    }

    @Test
    void aChunkedAnswerWhoseEndIsLostIsWholeWhenAllBytesCame() throws Exception {
        ScriptedServer.Turn cut =
                ScriptedServer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", digits("a\r\n0123456789\r\n"));
        try (ScriptedServer server = new ScriptedServer(cut);
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            assertThat(read(client(server, transport).download(id, 10, md5(digits("0123456789")))))
                    .isEqualTo(digits("0123456789"));
            assertThat(server.heads).hasSize(1);
            assertThat(transport.connectionsInUse()).isZero();
        }
    }

    @Test
    void anAnswerThatIsNoFileIsRejected() throws Exception {
        altinn.next(Operation.DOWNLOAD, Fault.status(204));
        assertThat(failure(DownloadException.class, download()))
                .hasMessageContaining("HTTP 204")
                .hasMessageContaining("neither a file");
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(1);
    }

    static List<Executor> digestExecutors() {
        ExecutorService shutDown = Executors.newSingleThreadExecutor();
        shutDown.shutdown();
        return Arrays.asList(
                null,
                Runnable::run,
                task -> {
                    throw new RejectedExecutionException("no thread is free");
                },
                // takes tasks but never comes to them
                task -> {},
                shutDown);
    }

    @ParameterizedTest
    @MethodSource("digestExecutors")
    void theChecksumIsVerifiedWhateverTheExecutorDoes(Executor executor) throws Exception {
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT))
                .digestExecutor(executor)
                .build();
        assertThat(read(client.download(id, LENGTH, MD5))).isEqualTo(BYTES);
        altinn.next(Operation.DOWNLOAD, Fault.corruptBody());
        failure(ChecksumMismatchException.class, client.download(id, LENGTH, MD5));
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "4096", "262144", "262145", "1000000"})
    void readsOfAnySizeGiveTheSameChecksum(int size) throws Exception {
        int length = size == 1 ? 20_000 : LENGTH;
        byte[] bytes = Arrays.copyOf(BYTES, length);
        UUID other = length == LENGTH ? id : altinn.published(bytes);
        byte[] buffer = new byte[size];
        long total = 0;
        try (InputStream download = altinn.recipient().download(other, length, md5(bytes))) {
            for (int read = download.read(buffer); read >= 0; read = download.read(buffer)) {
                total += read;
            }
        }
        assertThat(total).isEqualTo(length);
    }

    @Test
    void anInterruptEndsTheWaitForTheNextAttempt() {
        altinn.next(Operation.DOWNLOAD, Fault.resetBeforeEffect());
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.RECIPIENT))
                .retryPolicy(new RetryPolicy(2, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2)))
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        try {
            failure(DownloadException.class, client.download(id, LENGTH, MD5));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(1);
    }
}
