package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Uploads by TUS that are broken off and go on another time, or are removed from the Broker. */
@Timeout(60)
class TusResumeTest extends TusUploadFixture {

    private static final int PARTS = 3;
    private static final Duration MOMENT = Duration.ofMillis(200);

    private UploadStore store;
    /** Written once: a file that was written again is another one. */
    private Path content;

    @BeforeEach
    void newStore() throws IOException {
        content = file();
        store = new FolderUploadStore(folder.resolve("store"), Clock.systemUTC());
    }

    private UploadMemory memory(UUID id) throws IOException {
        return altinn.sender().remember(store, id, UploadSource.of(content), null);
    }

    private void upload(UUID id, int parallel, UploadMemory memory) throws IOException {
        UploadControl control = new UploadControl(memory, new Cancellation(), false);
        altinn.sender().upload(id, UploadSource.of(content), tus(parallel, MOMENT), control);
    }

    /** Breaks off after some chunks have arrived; every attempt after them fails until the faults are cleared. */
    private UploadFailedException brokenOff(UUID id, int parallel, int chunks) throws IOException {
        pass(Operation.TUS_PATCH, chunks);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));
        UploadFailedException failure;
        try (UploadMemory memory = memory(id)) {
            failure = catchThrowableOfType(UploadFailedException.class, () -> upload(id, parallel, memory));
        }
        altinn.emulator.faults().clear();
        assertThat(failure).isNotNull();
        return failure;
    }

    private void assertForgotten() throws IOException {
        try (var files = Files.list(folder.resolve("store"))) {
            assertThat(files).allMatch(file -> file.endsWith("uploads.lock"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    @Scenario("B-203")
    void goesOnWhereTheServerStands(int parallel) throws Exception {
        UUID id = altinn.initialized();
        UploadFailedException failure = brokenOff(id, parallel, 2);
        assertThat(failure.resumable()).as(failure.getMessage()).isTrue();
        assertThat(failure.hopeless()).isFalse();
        assertThat(failure.reusable()).isFalse();
        assertThat(failure).hasMessageContaining("send the same file again and it goes on from there");
        int created = altinn.calls(Operation.TUS_CREATE);
        assertThat(created).isEqualTo(parallel);
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        altinn.emulator.recorder().clear();

        try (UploadMemory memory = memory(id)) {
            assertThat(memory.transferId()).isEqualTo(id);
            assertThat(memory.isSameFile()).isTrue();
            upload(id, parallel, memory);
            memory.forget();
        }

        assertArrived(id, LENGTH);
        // chunks of all parts together, less the two that were there
        int chunks = parallel == 1 ? CHUNKS : PARTS * 2;
        assertThat(offsets()).hasSize(chunks - 2);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(parallel == 1 ? 0 : 1);
        assertForgotten();
    }

    @Test
    void anUploadOfWhichOnlyTheTransferIsKnownDoesNotGoOn() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_CREATE, 1000, Fault.status(503));
        try (UploadMemory memory = memory(id)) {
            memory.begin(id);
            catchThrowableOfType(UploadFailedException.class, () -> upload(id, PARTS, memory));
        }
        altinn.emulator.faults().clear();
        assertThat(transfer(id).status()).isEqualTo(TransferStatus.UPLOAD_STARTED);

        try (UploadMemory memory = memory(id)) {
            UploadFailedException failure =
                    catchThrowableOfType(UploadFailedException.class, () -> upload(id, PARTS, memory));
            assertThat(failure).hasMessageContaining("was begun before");
            assertThat(failure.hopeless()).isTrue();
        }
        assertThat(altinn.sender().arrivedUnlessRemoved(id)).isFalse();
    }

    @Test
    void aStoreThatFailsInBetweenLeavesNothingThatWouldMislead() throws Exception {
        AtomicInteger saved = new AtomicInteger();
        Map<String, String> notes = new ConcurrentHashMap<>();
        UploadStore full = new UploadStore() {

            @Override
            public String load(String key) {
                return notes.get(key);
            }

            @Override
            public void save(String key, String text) throws IOException {
                if (saved.getAndIncrement() == 1) {
                    throw new IOException("disk full");
                }
                notes.put(key, text);
            }

            @Override
            public void remove(String key) {
                notes.remove(key);
            }
        };
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));
        try (UploadMemory memory = altinn.sender().remember(full, id, UploadSource.of(content), null)) {
            memory.begin(id);
            UploadFailedException failure =
                    catchThrowableOfType(UploadFailedException.class, () -> upload(id, 1, memory));
            assertThat(failure.resumable()).isFalse();
            assertThat(failure.hopeless()).isTrue();
        }
        assertThat(notes).isEmpty();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    void whatMayBeCompleteIsRemembered(int parallel) throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, parallel == 1 ? CHUNKS - 1 : 2 * PARTS);
        Operation last = parallel == 1 ? Operation.TUS_PATCH : Operation.TUS_CREATE;
        if (parallel > 1) {
            pass(Operation.TUS_CREATE, PARTS);
            pass(Operation.TUS_HEAD, PARTS);
        }
        altinn.next(last, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_HEAD, 1000, Fault.status(404));
        altinn.next(last, 1000, Fault.status(404));
        pass(Operation.OVERVIEW, 1);
        altinn.next(Operation.OVERVIEW, 1000, Fault.status(403));
        try (UploadMemory memory = memory(id)) {
            UploadControl control = new UploadControl(memory, new Cancellation(), true, TransferProgress.NONE);
            UploadFailedException failure = catchThrowableOfType(UploadFailedException.class, () -> altinn.sender()
                    .upload(id, UploadSource.of(content), tus(parallel, MOMENT), control));
            assertThat(failure.outcomeUnknown()).isTrue();
            assertThat(failure.resumable()).isTrue();
        }
        altinn.emulator.faults().clear();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        assertArrived(id, LENGTH);
        try (UploadMemory memory = memory(id)) {
            assertThat(memory.transferId()).isEqualTo(id);
        }
    }

    @Test
    void anInterruptedThreadIsNoFaultOfTheFile() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, Fault.hang());
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<UploadFailedException> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try (UploadMemory memory = memory(id)) {
                failure.set(catchThrowableOfType(UploadFailedException.class, () -> upload(id, 1, memory)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ended.countDown();
            }
        });
        thread.start();
        await().until(() -> altinn.calls(Operation.TUS_PATCH) == 3);
        thread.interrupt();
        altinn.emulator.faults().clear();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        if (failure.get() != null) {
            assertThat(failure.get().resumable()).isTrue();
        }
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
    }

    @Test
    void aTokenThatIsRefusedForLongIsNoFaultOfTheUpload() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(401));
        altinn.next(Operation.TUS_HEAD, 1000, Fault.status(401));
        try (UploadMemory memory = memory(id)) {
            UploadFailedException failure =
                    catchThrowableOfType(UploadFailedException.class, () -> upload(id, 1, memory));
            assertThat(failure.resumable()).isTrue();
        }
        altinn.emulator.faults().clear();
        try (UploadMemory memory = memory(id)) {
            upload(id, 1, memory);
        }
        assertArrived(id, LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 413, 415, 400, 499})
    void aRefusalThatSomebodyCanMendDoesNotTakeWhatHasArrived(int status) throws Exception {
        UUID id = altinn.initialized();
        UploadFailedException failure = broken(id, 2, Fault.status(status));
        assertThat(failure.resumable()).isTrue();
        assertThat(failure.retryable()).as("time alone does not help").isFalse();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        altinn.emulator.recorder().clear();

        try (UploadMemory memory = memory(id)) {
            upload(id, 1, memory);
        }
        assertArrived(id, LENGTH);
        assertThat(offsets()).hasSize(CHUNKS - 2);
    }

    private UploadFailedException broken(UUID id, int chunks, Fault fault) throws IOException {
        pass(Operation.TUS_PATCH, chunks);
        altinn.next(Operation.TUS_PATCH, 1000, fault);
        try (UploadMemory memory = memory(id)) {
            return catchThrowableOfType(UploadFailedException.class, () -> upload(id, 1, memory));
        } finally {
            altinn.emulator.faults().clear();
        }
    }

    @Test
    void whatTheStoreRefusesInTwoLivesIsGivenUp() throws Exception {
        UUID id = altinn.initialized();
        Fault refusal = text(400, "The specified blob or block content is invalid.");
        assertThat(broken(id, 2, refusal).resumable()).isTrue();
        assertThat(broken(id, 1, refusal).resumable()).as("a chunk more").isTrue();
        UploadFailedException failure = broken(id, 0, refusal);
        assertThat(failure.hopeless()).as(failure.getMessage()).isTrue();
        assertForgotten();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    void whatTheStoreRefusesForTheFirstTimeIsKeptAlsoInALaterLife(int parallel) throws Exception {
        UUID id = altinn.initialized();
        assertThat(brokenOff(id, parallel, 0).resumable()).isTrue();
        Fault refusal = text(400, "The specified blob or block content is invalid.");
        assertThat(broken(id, 0, refusal).resumable()).as("the first time").isTrue();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();

        try (UploadMemory memory = memory(id)) {
            upload(id, parallel, memory);
        }
        assertArrived(id, LENGTH);
    }

    @Test
    void aFileThatCannotBeReadForAMomentGoesOnLater() throws Exception {
        UUID id = altinn.initialized();
        UploadFailedException failure = upload(id, new GeneratedSource(LENGTH).failingAt(2 * CHUNK + 1));
        assertThat(failure).hasMessageContaining("the disk is on fire");
        assertThat(failure.resumable()).isTrue();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        try (UploadMemory memory = memory(id)) {
            upload(id, 1, memory);
        }
        assertArrived(id, LENGTH);
    }

    private UploadFailedException upload(UUID id, UploadSource source) throws IOException {
        try (UploadMemory memory = memory(id)) {
            UploadControl control = new UploadControl(memory, new Cancellation(), false);
            return catchThrowableOfType(
                    UploadFailedException.class, () -> altinn.sender().upload(id, source, tus(1, MOMENT), control));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LENGTH - 600, LENGTH + 600})
    void aFileThatHasGrownOrShrunkMeanwhileIsGivenUp(int announced) throws Exception {
        UUID id = altinn.initialized();
        UploadFailedException failure = upload(id, new GeneratedSource(LENGTH).announcing(announced));
        assertThat(failure).hasMessageContaining("announced");
        assertThat(failure.hopeless()).isTrue();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(1);
        assertForgotten();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    void aTransferThatHasFailedIsGivenUp(int parallel) throws Exception {
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().checksum("0".repeat(32)).build());
        altinn.next(Operation.TUS_HEAD, 1000, Fault.status(503));
        RecordingTiming untilItHasFailed = new RecordingTiming() {

            @Override
            public synchronized void pause(Duration duration, String operation) {
                super.pause(duration, operation);
                if (altinn.calls(Operation.TUS_PATCH) >= (parallel == 1 ? CHUNKS : PARTS * 2)) {
                    altinn.emulator.faults().clear();
                    await().until(() -> transfer(id).status() == TransferStatus.FAILED);
                    altinn.next(Operation.TUS_HEAD, 1000, Fault.status(503));
                }
            }
        };
        if (parallel > 1) {
            // they are put together when all of them are stored
            altinn.emulator.faults().clear();
            pass(Operation.TUS_CREATE, PARTS);
            altinn.next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        }
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(untilItHasFailed)
                .build();
        try (UploadMemory memory = memory(id)) {
            UploadControl control = new UploadControl(memory, new Cancellation(), false);
            UploadFailedException failure = catchThrowableOfType(
                    UploadFailedException.class,
                    () -> client.upload(id, UploadSource.of(content), tus(parallel, MOMENT), control));
            assertThat(failure).as("%s", transfer(id).status()).isNotNull();
            assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.FAILED);
            assertThat(failure.outcomeUnknown()).isFalse();
            assertThat(failure.hopeless()).isTrue();
        }
        assertForgotten();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    void withoutMemoryWhatWasSentIsRemoved(int parallel) throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));

        UploadFailedException failure = failure(id, UploadSource.of(content), tus(parallel, MOMENT));

        assertThat(failure.resumable()).isFalse();
        assertThat(failure.hopeless()).isTrue();
        Set<String> created =
                recorded(Operation.TUS_PATCH).stream().map(call -> call.uri()).collect(Collectors.toSet());
        assertThat(recorded(Operation.TUS_DELETE))
                .extracting(call -> call.uri())
                .hasSize(parallel)
                .containsAll(created);
        assertThat(recorded(Operation.TUS_DELETE)).allMatch(call -> call.status() == 204);
    }

    @Test
    void whatTheServerMayStillCompleteIsNotRemoved() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, CHUNKS - 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_HEAD, 1000, Fault.status(503));
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));
        pass(Operation.OVERVIEW, 1);
        altinn.next(Operation.OVERVIEW, Fault.status(400));

        UploadFailedException failure = failure(id, UploadSource.of(content), tus(1, MOMENT));

        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.hopeless()).isFalse();
        assertThat(failure).hasMessageContaining("may still be completed");
        assertArrived(id, LENGTH);
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
    }

    @Test
    void bytesThatTheServerHasLostEndAnUploadForGood() throws Exception {
        UUID id = altinn.initialized();
        altinn.emulator.broker().storage().failNextUploads(1);
        UploadFailedException failure;
        try (UploadMemory memory = memory(id)) {
            failure = catchThrowableOfType(UploadFailedException.class, () -> upload(id, 1, memory));
            assertThat(memory.transferId()).isNull();
        }
        assertThat(failure.hopeless()).isTrue();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(1);
        assertForgotten();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PARTS})
    void whatTheServerHasForgottenIsHopeless(int parallel) throws Exception {
        UUID id = altinn.initialized();
        brokenOff(id, parallel, 2);
        altinn.emulator.broker().tus().forget(transfer(id));

        try (UploadMemory memory = memory(id)) {
            UploadFailedException failure =
                    catchThrowableOfType(UploadFailedException.class, () -> upload(id, parallel, memory));
            assertThat(failure.hopeless()).isTrue();
            assertThat(failure).hasMessageContaining("24 hours");
        }
        assertForgotten();
    }

    @RepeatedTest(3)
    void stoppedItKeepsWhatHasArrived() throws Exception {
        UUID id = altinn.initialized();
        Cancellation cancellation = new Cancellation();
        try (UploadMemory memory = memory(id)) {
            UploadFailedException failure = stopped(id, new UploadControl(memory, cancellation, false));
            assertThat(failure.resumable()).isTrue();
        }
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        try (UploadMemory memory = memory(id)) {
            upload(id, PARTS, memory);
        }
        assertArrived(id, LENGTH);
    }

    @RepeatedTest(3)
    void stoppedItIsRemovedIfThatIsWanted() throws Exception {
        UUID id = altinn.initialized();
        try (UploadMemory memory = memory(id)) {
            UploadFailedException failure = stopped(id, new UploadControl(memory, new Cancellation(), true));
            assertThat(failure.hopeless()).isTrue();
            assertThat(memory.transferId()).isNull();
        }
        assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(PARTS);
    }

    /** Ends an upload some chunks of which get no answer. */
    private UploadFailedException stopped(UUID id, UploadControl control) throws Exception {
        UploadSource source = UploadSource.of(content);
        pass(Operation.TUS_PATCH, 3);
        altinn.next(Operation.TUS_PATCH, PARTS, Fault.hang());
        Future<UploadFailedException> failure = altinn.workers.submit(() -> {
            UploadFailedException thrown = catchThrowableOfType(
                    UploadFailedException.class, () -> altinn.sender().upload(id, source, tus(PARTS), control));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return thrown;
        });
        // one worker may have sent a whole part before the others began
        await().until(() -> altinn.calls(Operation.TUS_PATCH) > 3);
        control.cancellation().stop();
        UploadFailedException thrown = failure.get(20, TimeUnit.SECONDS);
        altinn.emulator.faults().clear();
        assertThat(thrown).isNotNull();
        return thrown;
    }

    @Test
    void aFileIsRememberedByOneUploadAtATime() throws Exception {
        UUID id = altinn.initialized();
        BrokerClient client = altinn.sender();
        UploadSource source = UploadSource.of(content);
        try (UploadMemory memory = client.remember(store, id, source, null)) {
            assertThat(memory).isNotNull();
            assertThat(client.remember(store, id, source, null)).isNull();
            UploadStore sameFolder = new FolderUploadStore(folder.resolve("store"), Clock.systemUTC());
            assertThat(altinn.sender().remember(sameFolder, id, source, null)).isNull();
        }
        try (UploadMemory memory = client.remember(store, id, source, null)) {
            assertThat(memory).isNotNull();
        }
    }

    @Test
    void whatCannotBeReadTwiceOrToldApartIsNotRemembered() throws Exception {
        UUID id = UUID.randomUUID();
        byte[] bytes = Files.readAllBytes(content);
        assertThat(altinn.sender().remember(store, id, UploadSource.of(bytes), null))
                .isNull();
        UploadSource once = UploadSource.once(Files.newInputStream(content), LENGTH);
        assertThat(altinn.sender().remember(store, id, once, "d41d8cd98f00b204e9800998ecf8427e"))
                .isNull();
        try (UploadMemory memory =
                altinn.sender().remember(store, id, UploadSource.of(bytes), "d41d8cd98f00b204e9800998ecf8427e")) {
            assertThat(memory).isNotNull();
        }
    }

    @Test
    void anotherFileOfTheSameNameIsNoticed() throws Exception {
        UUID id = altinn.initialized();
        brokenOff(id, 1, 2);
        Path file = content;
        byte[] changed = Files.readAllBytes(file);
        changed[0]++;
        Files.write(file, changed);
        Files.setLastModifiedTime(
                file,
                java.nio.file.attribute.FileTime.from(
                        Files.getLastModifiedTime(file).toInstant().plusSeconds(5)));
        try (UploadMemory memory = altinn.sender().remember(store, id, UploadSource.of(file), null)) {
            assertThat(memory.transferId()).isEqualTo(id);
            assertThat(memory.isSameFile()).isFalse();
            altinn.sender().terminate(memory);
        }
        assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(1);
        assertForgotten();
    }

    @Test
    void aStoreThatFailsDoesNotStopTheUpload() throws Exception {
        UploadStore broken = new UploadStore() {

            @Override
            public String load(String key) throws IOException {
                throw new IOException("no disk");
            }

            @Override
            public void save(String key, String text) throws IOException {
                throw new IOException("disk full");
            }

            @Override
            public void remove(String key) {
                throw new IllegalStateException("no disk");
            }
        };
        UUID id = altinn.initialized();
        try (UploadMemory memory = altinn.sender().remember(broken, id, UploadSource.of(content), null)) {
            upload(id, PARTS, memory);
            memory.forget();
        }
        assertArrived(id, LENGTH);
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
    }
}
