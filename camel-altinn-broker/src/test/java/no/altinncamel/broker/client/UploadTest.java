package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Uploads, and the state in which they leave a transfer when they fail. */
@Timeout(60)
class UploadTest {

    private static final int LARGE = 3_000_000;
    /** More than the buffers of two sockets hold: a body that breaks has surely not left as a whole. */
    private static final int BEYOND_BUFFERS = 64 << 20;

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private static UploadFailedException failure(UUID id, UploadSource source) {
        return failure(altinn.sender(), id, source);
    }

    private static UploadFailedException failure(BrokerClient client, UUID id, UploadSource source) {
        UploadFailedException failure =
                catchThrowableOfType(UploadFailedException.class, () -> client.upload(id, source));
        assertThat(failure).isNotNull();
        assertThat(failure.transferId()).isEqualTo(id);
        return failure;
    }

    private static Transfer transfer(UUID id) {
        return altinn.emulator.broker().transfer(id.toString());
    }

    private static void assertStored(UUID id, int length) throws IOException {
        assertThat(transfer(id).status().toString()).isEqualToIgnoringCase("published");
        assertThat(Files.readAllBytes(transfer(id).file().orElseThrow())).isEqualTo(GeneratedSource.bytes(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 65_536, 262_144, 262_145, LARGE})
    void filesOfEverySizeArriveWithAndWithoutAKnownLength(int length) throws Exception {
        UUID known = altinn.initialized();
        GeneratedSource source = new GeneratedSource(length);
        altinn.sender().upload(known, source);
        assertStored(known, length);
        assertThat(source.opened).hasValue(1);
        assertThat(source.closed).hasValue(1);

        UUID unknown = altinn.initialized();
        altinn.sender().upload(unknown, source.announcing(-1));
        assertStored(unknown, length);
        assertThat(altinn.emulator.recorder().calls(Operation.UPLOAD).get(1).header("Transfer-Encoding"))
                .isEqualTo("chunked");
    }

    @Test
    void aFileIsSentFromDisk(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("f"), GeneratedSource.bytes(LARGE));
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file));
        assertStored(id, LARGE);
    }

    @Test
    void aRefusalComesBeforeTheBodyIsTouched() {
        UUID id = altinn.published(BrokerFixture.HELLO);
        GeneratedSource source = new GeneratedSource(LARGE).once();
        UploadFailedException failure = failure(id, source);
        assertThat(source.opened).hasValue(0);
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure.code()).isEqualTo("BRO-00004");
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(failure.reusable()).isFalse();
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("has a file already");
    }

    @Test
    void anUnknownTransferOrOneThatIsNotOursIsNotAskedAboutAgain() {
        UploadFailedException unknown = failure(UUID.randomUUID(), new GeneratedSource(LARGE));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.transferStatus()).isNull();
        BrokerClient stranger =
                altinn.client(altinn.identity(BrokerFixture.OTHER)).build();
        UploadFailedException foreign = failure(stranger, altinn.initialized(), new GeneratedSource(LARGE));
        assertThat(foreign.code()).isEqualTo("BRO-00006");
        assertThat(altinn.calls(Operation.OVERVIEW)).isZero();
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(2);
    }

    @Test
    void aFileThatIsTooLargeLeavesTheTransferUsable() {
        altinn.emulator.broker().addResource("small").maxFileTransferSize(5);
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().resourceId("small").build());
        UploadFailedException failure = failure(id, new GeneratedSource(6));
        assertThat(failure.code()).isEqualTo("BRO-00016");
        assertThat(failure.reusable()).isTrue();
        assertThat(failure).hasMessageContaining("still takes an upload");
        altinn.sender().upload(id, new GeneratedSource(5));
    }

    @Test
    void aWrongChecksumKillsTheTransfer() {
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().checksum("0".repeat(32)).build());
        UploadFailedException failure = failure(id, UploadSource.of(BrokerFixture.HELLO));
        assertThat(failure.code()).isEqualTo("BRO-00009");
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.FAILED);
        assertThat(failure.statusText()).isEqualTo("Checksum mismatch");
        assertThat(failure).hasMessageContaining("create a new transfer");
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void aStorageFailureOfTheBrokerIsNotRepeatedOnTheDeadTransfer() {
        UUID id = altinn.initialized();
        altinn.emulator.broker().storage().failNextUploads(1);
        UploadFailedException failure = failure(id, new GeneratedSource(LARGE));
        assertThat(failure.code()).isEqualTo("BRO-00008");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.FAILED);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void anUploadThatBreaksInTheMiddleIsRepeatedOnTheSameTransfer() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, 2, Fault.resetWhileReading(1_000_000));
        GeneratedSource source = new GeneratedSource(LARGE);
        altinn.sender().upload(id, source);
        assertStored(id, LARGE);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(3);
        assertThat(source.opened).hasValue(3);
        assertThat(source.closed).hasValue(3);
    }

    @Test
    void anUploadIsGivenUpAfterAsManyAttemptsAsThePolicySays() {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, 9, Fault.resetWhileReading(1_000_000));
        UploadFailedException failure = failure(id, new GeneratedSource(BEYOND_BUFFERS));
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(3);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.reusable()).isTrue();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
    }

    @Test
    void whatCanBeReadOnceIsNotRepeatedOnceItIsTouched() {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetWhileReading(1_000_000));
        UploadFailedException failure = failure(id, new GeneratedSource(BEYOND_BUFFERS).once());
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
        assertThat(failure.retryable())
                .as("the rest of the stream is not the file")
                .isFalse();
        assertThat(failure.reusable()).isTrue();
    }

    @Test
    void aRefusalBeforeTheBodyIsRepeatedEvenForWhatCanBeReadOnce() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.status(429).header("Retry-After", "0"));
        altinn.next(Operation.UPLOAD, BrokerFixture.problem(503, "BRO-00021"));
        GeneratedSource source = new GeneratedSource(LARGE).once();
        altinn.sender().upload(id, source);
        assertStored(id, LARGE);
        assertThat(source.opened).hasValue(1);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(3);
        assertThat(altinn.calls(Operation.OVERVIEW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aTroubleBeforeTheEffectIsRepeated(int status) throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.answer(status, "text/html", "<html></html>"));
        altinn.sender().upload(id, new GeneratedSource(LARGE));
        assertStored(id, LARGE);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void aGatewayThatLostTheAnswerDoesNotMakeASecondUpload(int status) throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.answerAfterEffect(status, "text/html", "<html></html>"));
        altinn.sender().upload(id, new GeneratedSource(LARGE));
        assertStored(id, LARGE);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsNotAFailureEvenOfWhatCanBeReadOnce() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.sender().upload(id, new GeneratedSource(LARGE).once());
        assertStored(id, LARGE);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);

        UUID chunked = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.sender().upload(chunked, new GeneratedSource(5).announcing(-1));
        assertStored(chunked, 5);
    }

    @Test
    void aLostAnswerOfAFileThatIsBeingScannedIsASuccessToo() {
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().disableVirusScan(false).build());
        altinn.next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.sender().upload(id, new GeneratedSource(LARGE));
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void whenTheOverviewCannotBeHadTheStateIsSaidToBeUnknown() {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.next(Operation.OVERVIEW, 3, Fault.status(502));
        UploadFailedException failure = failure(id, new GeneratedSource(LARGE));
        assertThat(failure.transferStatus()).isNull();
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure).hasMessageContaining("look it up before you upload again");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void aServerThatIsStillAtWorkOnTheFileIsNotSentASecondOne() throws Exception {
        UUID id = UUID.randomUUID();
        ScriptedServer.Turn lost = (in, out) -> in.readNBytes(LARGE);
        try (ScriptedServer server = new ScriptedServer(
                        withContinue(lost),
                        ScriptedServer.overview("UploadStarted"),
                        ScriptedServer.overview("UploadProcessing"));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            client(server, transport).upload(id, new GeneratedSource(LARGE));
            assertThat(server.heads).hasSize(3);
        }
    }

    @Test
    void aServerThatTakesItsTimeWithTheFileIsNotSentASecondOne() throws Exception {
        ScriptedServer.Turn lost = (in, out) -> in.readNBytes(LARGE);
        ScriptedServer.Turn atWork = ScriptedServer.overview("UploadStarted");
        RecordingTiming timing = new RecordingTiming();
        try (ScriptedServer server = new ScriptedServer(
                        withContinue(lost),
                        atWork,
                        atWork,
                        atWork,
                        atWork,
                        ScriptedServer.overview("UploadProcessing"));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            clientBuilder(server, transport)
                    .timing(timing)
                    .build()
                    .upload(UUID.randomUUID(), new GeneratedSource(LARGE));
            assertThat(server.heads).filteredOn(head -> head.startsWith("POST")).hasSize(1);
            assertThat(timing.passed()).isGreaterThan(Duration.ofSeconds(5));
            assertThat(timing.pauses).isSorted();
        }
    }

    /** The whole file goes out and its answer is lost, while the overview still says that the upload has begun. */
    private static BrokerClient.Builder afterALostAnswer() {
        altinn.next(Operation.UPLOAD, Fault.resetWhileReading(LARGE));
        return altinn.client(altinn.identity(BrokerFixture.SENDER)).timing(new RecordingTiming());
    }

    private static void assertMayHaveArrived(UploadFailedException failure) {
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.reusable()).isFalse();
        assertThat(failure.hopeless()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 403})
    void aRefusalDoesNotMakeAWholeFileThatWasSentBeforeForgotten(int status) {
        UUID id = altinn.initialized();
        BrokerClient client = afterALostAnswer().build();
        altinn.next(Operation.UPLOAD, Fault.status(status).header("Retry-After", "3600"));
        UploadFailedException failure = failure(client, id, new GeneratedSource(LARGE));
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(2);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
        assertMayHaveArrived(failure);
        assertThat(failure).hasMessageContaining("may still get the file: look it up before you send it again");
    }

    @Test
    void aMissingTurnDoesNotMakeAWholeFileThatWasSentBeforeForgotten() {
        UUID id = altinn.initialized();
        RateBudget budget = RateBudget.unlimited(Duration.ZERO);
        BrokerClient client = afterALostAnswer()
                .rateBudget(budget)
                .timing(new RecordingTiming() {

                    @Override
                    public synchronized void pause(Duration duration, String operation) {
                        super.pause(duration, operation);
                        budget.refused(BrokerFixture.SENDER, "upload", Duration.ofMinutes(1));
                    }
                })
                .build();
        UploadFailedException failure = failure(client, id, new GeneratedSource(LARGE));
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
        assertThat(failure).hasMessageContaining("rate budget");
        assertMayHaveArrived(failure);
    }

    @Test
    void anInterruptDoesNotMakeAWholeFileThatWasSentBeforeForgotten() {
        UUID id = altinn.initialized();
        BrokerClient client = afterALostAnswer()
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        try {
            assertMayHaveArrived(failure(client, id, new GeneratedSource(LARGE)));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aWholeFileThatArrivedWhileTheNextAttemptWasRefusedIsASuccess() throws Exception {
        ScriptedServer.Turn lost = (in, out) -> in.readNBytes(LARGE);
        ScriptedServer.Turn atWork = ScriptedServer.overview("UploadStarted");
        ScriptedServer.Turn refusal = ScriptedServer.answer(
                "HTTP/1.1 429 Too Many\nRetry-After: 3600\nConnection: close\nContent-Length: 0", new byte[0]);
        try (ScriptedServer server = new ScriptedServer(
                        withContinue(lost),
                        atWork,
                        atWork,
                        atWork,
                        atWork,
                        atWork,
                        atWork,
                        refusal,
                        ScriptedServer.overview("Published"));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            clientBuilder(server, transport)
                    .timing(new RecordingTiming())
                    .build()
                    .upload(UUID.randomUUID(), new GeneratedSource(LARGE));
            assertThat(server.heads).filteredOn(head -> head.startsWith("POST")).hasSize(2);
        }
    }

    private static ScriptedServer.Turn withContinue(ScriptedServer.Turn then) {
        return (in, out) -> {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            then.play(in, out);
        };
    }

    private static BrokerClient client(ScriptedServer server, HttpTransport transport) {
        return clientBuilder(server, transport).build();
    }

    private static BrokerClient.Builder clientBuilder(ScriptedServer server, HttpTransport transport) {
        return BrokerClient.builder(server.uri(), transport, altinn.tokens, altinn.identity(BrokerFixture.SENDER))
                .retryPolicy(BrokerFixture.QUICK)
                .rateBudget(RateBudget.unlimited(Duration.ofSeconds(5)));
    }

    @Test
    void aServerThatIgnoresExpectGetsTheBodyAllTheSame() throws Exception {
        ScriptedServer.Turn silentUntilWhole = (in, out) -> {
            in.readNBytes(LARGE);
            ScriptedServer.answer("HTTP/1.1 200 OK\nContent-Length: 2", "{}".getBytes(StandardCharsets.UTF_8))
                    .play(in, out);
        };
        try (ScriptedServer server = new ScriptedServer(silentUntilWhole);
                HttpTransport transport = HttpTransport.of(HttpSettings.builder()
                        .continueTimeout(Duration.ofMillis(50))
                        .build())) {
            client(server, transport).upload(UUID.randomUUID(), new GeneratedSource(LARGE));
            assertThat(server.heads).hasSize(1);
        }
    }

    @Test
    void aServerThatStopsReadingDoesNotHoldTheClientForEver() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ScriptedServer.Turn deaf = withContinue((in, out) -> {
            done.await(30, TimeUnit.SECONDS);
        });
        try (ScriptedServer server = new ScriptedServer(deaf);
                HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = BrokerClient.builder(
                            server.uri(), transport, altinn.tokens, altinn.identity(BrokerFixture.SENDER))
                    .retryPolicy(RetryPolicy.NONE)
                    .build();
            // more than the buffers of the two sockets hold
            UploadFailedException failure = failure(client, UUID.randomUUID(), new GeneratedSource(64 << 20));
            assertThat(failure).hasMessageContaining("stopped reading");
            assertThat(failure.retryable()).isTrue();
            assertThat(transport.connectionsInUse()).isZero();
        } finally {
            done.countDown();
        }
    }

    @Test
    void theServersTimeToAssembleTheFileIsNotTakenForSilence() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.delay(Duration.ofMillis(1200)));
        try (HttpTransport transport = HttpTransport.builder()
                .settings(HttpSettings.builder()
                        .responseTimeout(Duration.ofMillis(300))
                        .continueTimeout(Duration.ofMillis(50))
                        .uploadAnswerTimeout(Duration.ofSeconds(20))
                        .build())
                .watch(altinn.watch)
                .build()) {
            altinn.client(altinn.identity(BrokerFixture.SENDER), transport)
                    .build()
                    .upload(id, UploadSource.of(BrokerFixture.HELLO));
        }
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverComesIsGivenUpAndTheOverviewAsked() {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, 3, Fault.hang());
        try (HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER), transport)
                    .retryPolicy(RetryPolicy.NONE)
                    .timing(new RecordingTiming())
                    .build();
            UploadFailedException failure = failure(client, id, UploadSource.of(BrokerFixture.HELLO));
            assertThat(failure).hasMessageContaining("silent for too long");
            assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.INITIALIZED);
            assertThat(transport.connectionsInUse()).isZero();
        }
    }

    @Test
    void aSourceThatCannotBeReadIsNamedAsTheReasonAndNotRepeated() {
        UUID id = altinn.initialized();
        UploadFailedException failure = failure(id, new GeneratedSource(LARGE).failingAt(1_000_000));
        assertThat(failure).hasMessageContaining("the body could not be read: the disk is on fire");
        assertThat(failure.getCause()).hasMessage("the disk is on fire");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.retryable()).isFalse();
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
        assertThat(failure.reusable()).isTrue();
    }

    @Test
    void aSourceThatCannotBeOpenedIsNamedAsTheReason(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("gone"), GeneratedSource.bytes(LARGE));
        UploadSource source = UploadSource.of(file);
        Files.delete(file);
        assertThat(failure(altinn.initialized(), source)).hasMessageContaining("the body could not be read");
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGE - 1, LARGE - 300_000, LARGE + 1, LARGE + 300_000})
    void aSourceOfAnotherLengthThanAnnouncedNeverBecomesACompleteFile(long announced) {
        UUID id = altinn.initialized();
        UploadFailedException failure = failure(id, new GeneratedSource(LARGE).announcing(announced));
        assertThat(failure).hasMessageContaining("bytes").hasMessageContaining("announced");
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
    }

    @Test
    void aTokenRefusedBeforeTheBodyIsReplacedForEverySource() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.status(401));
        altinn.sender().upload(id, new GeneratedSource(LARGE).once());
        assertStored(id, LARGE);

        UUID repeatable = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.answerAfterEffect(401, "text/plain", ""));
        UploadFailedException taken = failure(repeatable, new GeneratedSource(LARGE));
        // the replay met the file of the first request, which no real server would have taken with that answer
        assertThat(taken.code()).isEqualTo("BRO-00004");
    }

    @Test
    @Scenario("M-139")
    void aTokenRefusedAfterAOneShotBodyWasSentIsATypedFailure() throws Exception {
        UUID id = UUID.randomUUID();
        ScriptedServer.Turn refusing = withContinue((in, out) -> {
            in.readNBytes(LARGE);
            ScriptedServer.answer(
                            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\nContent-Length: 0\nConnection: close",
                            new byte[0])
                    .play(in, out);
        });
        try (ScriptedServer server = new ScriptedServer(refusing, ScriptedServer.overview("Initialized"));
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            UploadFailedException failure = failure(client(server, transport), id, new GeneratedSource(LARGE).once());
            assertThat(failure.status()).isEqualTo(401);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.reusable()).isTrue();
            assertThat(failure).hasMessageContaining("cannot be sent twice");
            assertThat(server.heads).hasSize(2);
        }
    }

    @Test
    void twoUploadsOfOneTransferAreNeverUnderWayAtOnce() throws Exception {
        UUID id = altinn.initialized();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        InputStream slow = new ByteArrayInputStream(BrokerFixture.HELLO) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                reading.countDown();
                try {
                    goOn.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.read(buffer, offset, length);
            }
        };
        BrokerClient client = altinn.sender();
        Future<?> first = altinn.workers.submit(() -> client.upload(id, UploadSource.once(slow, 5)));
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
        BrokerClient same = client.withIdentity(client.identity());
        UploadFailedException failure = failure(same, id, UploadSource.of(BrokerFixture.HELLO));
        assertThat(failure).hasMessageContaining("another upload to the same transfer is still running");
        goOn.countDown();
        first.get(30, TimeUnit.SECONDS);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    void anInterruptInTheMiddleOfTheBodyDoesNotSayThatNothingWasUploaded() throws Exception {
        UUID id = altinn.initialized();
        // 64 KiB go at once
        Bandwidth bandwidth = new Bandwidth(1, System::nanoTime);
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .bandwidth(bandwidth)
                .build();
        CompletableFuture<UploadFailedException> failed = new CompletableFuture<>();
        Future<?> uploading = altinn.workers.submit(() -> {
            failed.complete(failure(client, id, new GeneratedSource(LARGE)));
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> bandwidth.waiting() == 1);
        uploading.cancel(true);

        UploadFailedException failure = failed.get(30, TimeUnit.SECONDS);
        assertThat(failure)
                .hasMessageContaining("interrupted while it waited for its share of the bandwidth")
                .hasMessageNotContaining("nothing was uploaded");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void anInterruptedPauseEndsTheUploadWithTheStateOfTheTransfer() {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetWhileReading(100));
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .retryPolicy(new RetryPolicy(2, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2)))
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        try {
            UploadFailedException failure = failure(client, id, new GeneratedSource(LARGE));
            assertThat(failure).hasMessageContaining("interrupted");
            assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
