package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.tus.TusSettings;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** A file that goes up by TUS as one stream, through everything that can happen on the way. */
@Timeout(60)
class TusStreamTest extends TusUploadFixture {

    private static final UploadOptions ONE = tus(1);

    @ParameterizedTest
    @ValueSource(ints = {1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, LENGTH})
    @Scenario({"B-188", "B-200", "B-203"})
    void filesOfEverySizeArriveInChunks(int length) throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file(length)), ONE);
        assertArrived(id, length);
        assertThat(altinn.calls(Operation.TUS_PATCH)).isEqualTo((length + CHUNK - 1) / CHUNK);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(1);
        assertThat(altinn.calls(Operation.TUS_OPTIONS)).isZero();
        assertThat(altinn.calls(Operation.UPLOAD)).isZero();
        assertThat(recorded(Operation.TUS_PATCH))
                .allSatisfy(call -> assertThat(call.header("Upload-Checksum")).isNull());
    }

    @Test
    void bodiesOfEveryKindArrive() throws Exception {
        UUID bytes = altinn.initialized();
        altinn.sender().upload(bytes, UploadSource.of(GeneratedSource.bytes(LENGTH)), tus(3));
        assertArrived(bytes, LENGTH);

        GeneratedSource repeatable = new GeneratedSource(LENGTH);
        UUID rewound = altinn.initialized();
        altinn.sender().upload(rewound, repeatable, tus(3));
        assertArrived(rewound, LENGTH);
        assertThat(repeatable.opened).hasValue(1);
        assertThat(repeatable.closed).hasValue(1);

        GeneratedSource once = new GeneratedSource(LENGTH).once();
        UUID held = altinn.initialized();
        altinn.sender().upload(held, once, tus(3));
        assertArrived(held, LENGTH);
        assertThat(once.opened).hasValue(1);
        assertThat(once.closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 700})
    void aChunkThatBreaksOffGoesOnWhereTheServerStands(int kept) throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(800, kept));
        sent(ONE);
        assertThat(offsets().get(2)).isEqualTo(String.valueOf(CHUNK + kept));
        // the rest of the chunk first, then chunks as before
        assertThat(offsets().get(3)).isEqualTo(String.valueOf(2 * CHUNK));
        assertThat(offsets()).hasSize(CHUNKS + 1);
    }

    @Test
    void aStreamThatCanBeReadOnceIsRepeatedFromTheChunkInMemory() throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(800, 300));
        altinn.next(Operation.TUS_PATCH, Fault.resetBeforeEffect());
        GeneratedSource once = new GeneratedSource(LENGTH).once();
        UUID id = altinn.initialized();
        altinn.sender().upload(id, once, ONE);
        assertArrived(id, LENGTH);
        assertThat(once.opened).hasValue(1);
    }

    @Test
    void aSourceWithoutPositionsIsReadAgainForAChunkThatBroke() throws Exception {
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(800, 300));
        GeneratedSource source = new GeneratedSource(LENGTH);
        UUID id = altinn.initialized();
        altinn.sender().upload(id, source, ONE);
        assertArrived(id, LENGTH);
        assertThat(source.opened).hasValue(2);
        assertThat(source.closed).hasValue(2);
    }

    @Test
    void aChunkWhoseAnswerIsLostIsNotSentAgain() throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        sent(ONE);
        assertThat(offsets()).containsExactly("0", "1000", "2000", "3000", "4000");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 423, 429, 500, 502, 503, 504})
    void refusalsThatPassAreFollowedByTheServersOffset(int status) throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, 2, Fault.status(status));
        altinn.next(Operation.TUS_HEAD, status == 400 ? Fault.status(503) : Fault.status(status));
        sent(ONE);
    }

    @Test
    @Scenario("B-202")
    void aWrongOffsetIsAskedFor() throws Exception {
        altinn.next(Operation.TUS_PATCH, text(409, "Offset does not match file. File offset: 5. Request offset: 0"));
        sent(ONE);
        assertThat(altinn.calls(Operation.TUS_HEAD)).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutAnOffsetIsNoAnswer() throws Exception {
        altinn.next(Operation.TUS_PATCH, Fault.answerAfterEffect(200, "text/html", "<p>welcome</p>"));
        altinn.next(
                Operation.TUS_PATCH,
                Fault.answerAfterEffect(204, "text/plain", "").header("Upload-Offset", "many"));
        sent(ONE);
        assertThat(offsets()).hasSize(CHUNKS);
    }

    @Test
    void aReplicaThatKnowsOfTheUploadOnlyLaterIsWaitedFor() throws Exception {
        altinn.emulator.broker().tus().replicationLag(Duration.ofMillis(300));
        sent(ONE);
        assertThat(recorded(Operation.TUS_PATCH))
                .anySatisfy(call -> assertThat(call.status()).isEqualTo(404));
    }

    @Test
    @Scenario("B-201")
    void chunksThatBecomeDurableLateAreWaitedFor() throws Exception {
        altinn.emulator.broker().tus().durabilityLag(Duration.ofMillis(300));
        pass(Operation.TUS_PATCH, 2);
        // the answer is lost, and the offset that HEAD tells is that of the chunk before, or less
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        sent(ONE);
    }

    @Test
    void theLastAnswerIsLostAndTheServerHasFinishedMeanwhile() throws Exception {
        pass(Operation.TUS_PATCH, CHUNKS - 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_HEAD, 2, text(409, "A file transfer has already been, or attempted to be, created."));
        UUID id = altinn.initialized();
        UploadSource source = UploadSource.of(file());
        // the server is given the time to publish before it is asked
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(new RecordingTiming() {

                    @Override
                    public void pause(Duration duration, String operation) {
                        await().until(() -> transfer(id).published().isPresent());
                    }
                })
                .build();
        client.upload(id, source, ONE);
        assertArrived(id, LENGTH);
    }

    @Test
    void aCreationWhoseAnswerIsLostIsRepeated() throws Exception {
        altinn.next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_CREATE, text(423, "File is currently being updated. Please try again later"));
        sent(ONE);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCreationThatFailsHasCompletedNothing(int parallel) throws Exception {
        Operation first = parallel == 1 ? Operation.TUS_CREATE : Operation.TUS_OPTIONS;
        for (Operation operation : new Operation[] {first, Operation.TUS_CREATE}) {
            altinn.next(operation, 1000, Fault.resetAfterEffect());
            UploadFailedException failure = failure(tus(parallel, BRIEF));
            altinn.emulator.faults().clear();
            assertThat(failure.outcomeUnknown()).isFalse();
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.hopeless()).isFalse();
        }
    }

    @Test
    @Scenario("B-234")
    void aTokenThatIsRefusedIsReplacedInTheMiddle() throws Exception {
        int before = altinn.tokens.minted.get();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, Fault.status(401));
        sent(ONE);
        assertThat(altinn.tokens.minted.get()).isGreaterThan(before);
        assertThat(altinn.calls(Operation.TUS_PATCH)).isEqualTo(CHUNKS + 1);
    }

    @Test
    void aChunkThatTheServerLosesEndsTheTransfer() throws Exception {
        altinn.emulator.broker().storage().failNextUploads(1);
        UploadFailedException failure = failure(ONE);
        assertThat(failure)
                .hasMessageContaining("Buffered TUS upload failed")
                .hasMessageContaining("create a new transfer");
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.reusable()).isFalse();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
    }

    @Test
    void aLastChunkThatTheServerLosesIsNotWaitedForForEver() throws Exception {
        UUID id = altinn.initialized();
        UploadFailedException failure = failure(id, losing(4 * CHUNK), tus(1, BRIEF));
        assertThat(failure)
                .hasMessageContaining("4500 bytes but has stored 4000")
                .hasMessageContaining("may still be completed: look it up before you create a new one");
        assertThat(failure.reusable()).isFalse();
    }

    /** The storage fails when the source is read beyond a position. */
    private UploadSource losing(long position) throws IOException {
        return reading(position, () -> altinn.emulator.broker().storage().failNextUploads(1));
    }

    private UploadSource reading(long position, Runnable then) throws IOException {
        return UploadSource.once(
                new FilterInputStream(new ByteArrayInputStream(GeneratedSource.bytes(LENGTH))) {

                    private long read;

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        int more = super.read(buffer, offset, length);
                        if (read <= position && read + more > position) {
                            then.run();
                        }
                        read += Math.max(0, more);
                        return more;
                    }
                },
                LENGTH);
    }

    @Test
    @Scenario("B-233")
    void anUploadThatTheServerHasForgottenNeedsANewTransfer() throws Exception {
        UUID id = altinn.initialized();
        UploadSource source =
                reading(2 * CHUNK, () -> altinn.emulator.broker().tus().forget(transfer(id)));
        UploadFailedException failure = failure(id, source, tus(1, BRIEF));
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure).hasMessageContaining("24 hours").hasMessageContaining("create a new transfer");
        assertThat(failure.reusable()).isFalse();
    }

    @Test
    void aServerThatAcceptsButNeverStoresIsGivenUp() throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(
                Operation.TUS_PATCH,
                100,
                text(409, "Offset does not match file. File offset: 2000. Request offset: 1000"));
        UploadFailedException failure = failure(tus(1, BRIEF));
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure).hasMessageContaining("has not stored").hasMessageContaining("create a new transfer");
    }

    @Test
    void aLineThatStaysBrokenIsGivenUp() throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, 100, Fault.resetBeforeEffect());
        UploadFailedException failure = failure(tus(1, BRIEF));
        assertThat(failure.status()).isZero();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure).hasMessageContaining("create a new transfer");
        assertThat(altinn.calls(Operation.TUS_PATCH)).isGreaterThan(BrokerFixture.QUICK.maxAttempts());
    }

    @Test
    void whatCanBeReadOnceIsNotOfferedForAnotherAttemptOnceItIsTouched() throws Exception {
        altinn.next(Operation.TUS_CREATE, 1000, Fault.status(503));
        GeneratedSource untouched = new GeneratedSource(LENGTH).once();
        assertThat(failure(altinn.initialized(), untouched, tus(1, BRIEF)).retryable())
                .isTrue();
        altinn.emulator.faults().clear();

        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));
        assertThat(failure(altinn.initialized(), new GeneratedSource(LENGTH).once(), tus(1, BRIEF))
                        .retryable())
                .isFalse();
    }

    @Test
    void progressRenewsTheAttempts() throws Exception {
        for (int i = 0; i < CHUNKS; i++) {
            altinn.next(Operation.TUS_PATCH, 2, Fault.resetBeforeEffect());
            pass(Operation.TUS_PATCH, 1);
        }
        sent(ONE);
        assertThat(altinn.calls(Operation.TUS_PATCH)).isEqualTo(3 * CHUNKS);
    }

    @Test
    @Scenario("B-195")
    void aRefusalKeepsItsCodeAlthoughItComesAsText() {
        UUID id = altinn.initialized();
        altinn.next(
                Operation.TUS_CREATE,
                text(
                        401,
                        "You must use a bearer token that represents a system user with access to the resource in the"
                                + " Resource Rights Registry"));
        UploadFailedException failure = failure(id, UploadSource.of(GeneratedSource.bytes(LENGTH)), ONE);
        assertThat(failure.code()).isEqualTo("BRO-00006");
        assertThat(failure.reusable()).isTrue();
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(1);
    }

    @Test
    @Scenario("B-197")
    void aFileThatIsTooLargeLeavesTheTransferUsable() {
        altinn.emulator.broker().addResource("small-tus").maxFileTransferSize(5);
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().resourceId("small-tus").build());
        UploadFailedException failure = failure(id, UploadSource.of(GeneratedSource.bytes(LENGTH)), ONE);
        assertThat(failure.code()).isEqualTo("BRO-00016");
        assertThat(failure.reusable()).isTrue();
        altinn.sender().upload(id, UploadSource.of(BrokerFixture.HELLO));
    }

    @Test
    void aSourceThatIsShorterOrLongerThanItSaysNeverArrives() throws Exception {
        for (long announced : new long[] {LENGTH - 500, LENGTH + 500}) {
            for (GeneratedSource source : new GeneratedSource[] {
                new GeneratedSource(LENGTH).announcing(announced),
                new GeneratedSource(LENGTH).announcing(announced).once()
            }) {
                UUID id = altinn.initialized();
                UploadFailedException failure = failure(id, source, ONE);
                assertThat(failure)
                        .hasMessageContaining("the body could not be read")
                        .hasMessageContaining("announced");
                assertThat(failure.retryable()).isFalse();
                assertThat(transfer(id).published()).isEmpty();
            }
        }
    }

    @Test
    void aSourceThatCannotBeReadIsNotReadAgain() {
        GeneratedSource source = new GeneratedSource(LENGTH).failingAt(2 * CHUNK + 1);
        UploadFailedException failure = failure(altinn.initialized(), source, ONE);
        assertThat(failure).hasMessageContaining("the disk is on fire");
        assertThat(source.opened).hasValue(1);
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void aTransferThatWasBegunIsStreamedToOrRefused() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.TUS_PATCH, text(400, "Upload exceeds maximum block count (50000)"));
        failure(id, UploadSource.of(file()), ONE);
        int creations = altinn.calls(Operation.TUS_CREATE);
        UploadFailedException failure = failure(id, UploadSource.of(file()), ONE);
        assertThat(failure).hasMessageContaining("was begun before").hasMessageContaining("create a new transfer");
        assertThat(failure.reusable()).isFalse();

        altinn.sender().upload(id, UploadSource.of(file()), new UploadOptions(UploadMode.auto, 1, TusSettings.DEFAULT));
        assertArrived(id, LENGTH);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(creations);
        assertThat(altinn.calls(Operation.UPLOAD)).isEqualTo(1);
    }

    @Test
    @Scenario("B-196")
    void aTransferThatHasItsFileTakesNoOther() throws Exception {
        UUID id = altinn.published(BrokerFixture.HELLO);
        UploadFailedException failure = failure(id, UploadSource.of(file()), ONE);
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(failure).hasMessageContaining("has a file already");
        assertThat(altinn.calls(Operation.TUS_CREATE)).isZero();
    }

    @Test
    @Scenario("B-218")
    void aFileWithoutBytesIsStreamed() throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(new byte[0]), ONE);
        assertArrived(id, 0);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isZero();
    }

    @Test
    void onlyLargeFilesOfKnownLengthGoByTusOnTheirOwn() throws Exception {
        UploadOptions auto = new UploadOptions(UploadMode.auto, LENGTH, TusSettings.DEFAULT);
        altinn.sender().upload(altinn.initialized(), UploadSource.of(file(LENGTH - 1)), auto);
        altinn.sender().upload(altinn.initialized(), new GeneratedSource(LENGTH).announcing(-1), auto);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isZero();
        altinn.sender().upload(altinn.initialized(), UploadSource.of(file()), auto);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        altinn.sender().upload(altinn.initialized(), new GeneratedSource(LENGTH).announcing(-1), ONE))
                .withMessageContaining("how many bytes");
    }

    @Test
    void theGatewaysWishToWaitIsObeyed() throws Exception {
        pass(Operation.TUS_PATCH, 1);
        altinn.next(Operation.TUS_PATCH, Fault.status(429).header("Retry-After", "1"));
        long began = System.nanoTime();
        sent(ONE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void anInterruptEndsTheUploadAndStays() throws Exception {
        UUID id = altinn.initialized();
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        altinn.next(Operation.TUS_PATCH, Fault.resetBeforeEffect());
        UploadSource source = UploadSource.of(file());
        assertThatThrownBy(() -> client.upload(id, source, ONE))
                .isInstanceOf(UploadFailedException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
