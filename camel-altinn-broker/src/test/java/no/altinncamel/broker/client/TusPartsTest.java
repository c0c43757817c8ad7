package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.LogCapture;
import no.altinncamel.broker.client.tus.TusUploader;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** A file that goes up by TUS in parts, which the server puts together. */
@Timeout(60)
class TusPartsTest extends TusUploadFixture {

    private static final int PARTS = 3;
    private static final UploadOptions THREE = tus(PARTS);
    private static final String ALREADY =
            "A file transfer has already been, or attempted to be, created. Create a new file transfer resource to try again.";

    @ParameterizedTest
    @ValueSource(ints = {CHUNK + 1, 2 * CHUNK, LENGTH, 10 * CHUNK + 1})
    @Scenario({"B-186", "B-219", "B-221"})
    void filesOfEverySizeArrive(int length) throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file(length)), THREE);
        assertArrived(id, length);
        int parts = Math.min(PARTS, (length + CHUNK - 1) / CHUNK);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(parts + 1);
        assertThat(recorded(Operation.TUS_PATCH))
                .allSatisfy(call -> assertThat(call.uri()).contains(id + "/partial/"));
        RecordedCall last = recorded(Operation.TUS_CREATE).get(parts);
        assertThat(last.header("Upload-Concat")).startsWith("final;/broker/api/v1/filetransfer/upload/tus/" + id);
        assertThat(last.header("Upload-Length")).isNull();
    }

    @Test
    void aFileOfASingleChunkHasNoParts() throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file(CHUNK)), THREE);
        assertArrived(id, CHUNK);
        assertThat(altinn.calls(Operation.TUS_OPTIONS)).isZero();
    }

    @RepeatedTest(3)
    void allPartsTravelAtOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(PARTS);
        UUID id = altinn.initialized();
        UploadSource file = UploadSource.of(file());
        AtomicInteger first = new AtomicInteger(PARTS);
        altinn.sender()
                .upload(
                        id,
                        watched(file, position -> {
                            if (first.getAndDecrement() > 0) {
                                together.await(20, TimeUnit.SECONDS);
                            }
                        }),
                        THREE);
        assertArrived(id, LENGTH);
        assertThat(together.isBroken()).isFalse();
    }

    @Test
    void aPoolWithoutAFreeThreadIsNotWaitedFor() throws Exception {
        List<Runnable> forgotten = new ArrayList<>();
        uploadedWith(forgotten::add);
        assertThat(forgotten).hasSize(PARTS - 1);
        uploadedWith(task -> {
            throw new RejectedExecutionException("full");
        });
        uploadedWith(null);
        // too late
        forgotten.forEach(Runnable::run);
    }

    private void uploadedWith(Executor executor) throws IOException {
        UUID id = altinn.initialized();
        altinn.client(altinn.identity(BrokerFixture.SENDER))
                .partExecutor(executor)
                .build()
                .upload(id, UploadSource.of(file()), THREE);
        assertArrived(id, LENGTH);
    }

    @RepeatedTest(3)
    void everyPartGoesOnAfterABreak() throws Exception {
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(500, 200));
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.next(Operation.TUS_PATCH, Fault.status(503));
        altinn.next(Operation.TUS_HEAD, Fault.status(504));
        sent(THREE);
    }

    @Test
    void partsThatReplicasKnowOfOnlyLaterAreWaitedFor() throws Exception {
        altinn.emulator.broker().tus().replicationLag(Duration.ofMillis(300));
        sent(THREE);
    }

    @Test
    void partsThatBecomeDurableLateAreWaitedFor() throws Exception {
        altinn.emulator.broker().tus().durabilityLag(Duration.ofMillis(300));
        sent(THREE);
    }

    @Test
    void aPartWhoseCreationIsRepeatedLeavesAnEmptyOneBehind() throws Exception {
        pass(Operation.TUS_CREATE, 1);
        altinn.next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        sent(THREE);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(PARTS + 2);
    }

    @Test
    void aFinalRequestWhoseAnswerIsLostIsFoundOutWithHead() throws Exception {
        pass(Operation.TUS_CREATE, PARTS);
        altinn.next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        sent(THREE);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(PARTS + 1);
    }

    @Test
    void aFinalRequestThatTakesTooLongIsFoundOutWithHead() throws Exception {
        altinn.emulator.broker().tus().joinDuration(Duration.ofMillis(300)).offsetWhileJoining(false);
        pass(Operation.TUS_CREATE, PARTS);
        altinn.next(Operation.TUS_CREATE, Fault.answerAfterEffect(504, "text/html", "gateway"));
        sent(THREE);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(PARTS + 1);
    }

    @Test
    @Scenario("B-226")
    void aFinalRequestThatIsRepeatedAfterItsSuccessIsASuccess() throws Exception {
        pass(Operation.TUS_CREATE, PARTS);
        altinn.next(Operation.TUS_CREATE, Fault.answerAfterEffect(409, "text/plain", ALREADY));
        sent(THREE);
    }

    @Test
    void aFinalRequestThatDidNotHappenIsRepeated() throws Exception {
        pass(Operation.TUS_CREATE, PARTS);
        altinn.next(Operation.TUS_CREATE, Fault.status(503));
        altinn.next(Operation.TUS_CREATE, Fault.resetBeforeEffect());
        sent(THREE);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(PARTS + 3);
    }

    @Test
    @Scenario({"B-224", "B-225"})
    void partsThatAreNotReadyAreAskedForAgain() throws Exception {
        pass(Operation.TUS_CREATE, PARTS);
        altinn.next(
                Operation.TUS_CREATE,
                text(400, "Partial upload 1 is not ready for concatenation. Expected 5 bytes, committed 0."));
        altinn.next(Operation.TUS_CREATE, text(400, "Could not find some of the files supplied for concatenation: 1"));
        altinn.next(
                Operation.TUS_CREATE,
                text(
                        400,
                        "Some of the files supplied for concatenation are not finished and can not be concatenated: 1"));
        sent(THREE);
        assertThat(altinn.calls(Operation.TUS_HEAD)).isEqualTo(4 * PARTS + 1);
    }

    @Test
    void aJoinIsWaitedFor() throws Exception {
        altinn.emulator.broker().tus().joinDuration(Duration.ofMillis(300)).offsetWhileJoining(false);
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file()), THREE);
        assertThat(transfer(id).file()).isPresent();
    }

    @Test
    void aJoinThatDoesNotEndLeavesItOpenWhatBecomesOfTheFile() throws Exception {
        altinn.emulator.broker().tus().joinDuration(Duration.ofHours(1)).offsetWhileJoining(false);
        UploadFailedException failure = failure(tus(PARTS, BRIEF));
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_PROCESSING);
        assertThat(failure.reusable()).isFalse();
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"creation,termination,expiration", ""})
    void aServerThatJoinsNoPartsGetsOneStreamAndTheLogAWarning(String extensions) throws Exception {
        altinn.next(Operation.TUS_OPTIONS, Fault.status(503));
        altinn.next(Operation.TUS_OPTIONS, Fault.status(204).header("Tus-Extension", extensions));
        try (LogCapture log = LogCapture.of(TusUploader.class)) {
            sent(THREE);
            assertThat(log.text()).contains("WARN", "parallelUploads", "one stream");
        }
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(1);
        assertThat(offsets()).containsExactly("0", "1000", "2000", "3000", "4000");
    }

    @RepeatedTest(3)
    void oneFailedPartEndsTheOthers() throws Exception {
        // a chunk that an earlier test has aborted may still come and take one
        altinn.emulator.broker().storage().failNextUploads(2 * PARTS);
        UUID id = altinn.initialized();
        UploadFailedException failure = failure(id, UploadSource.of(file(100 * CHUNK)), THREE);
        assertThat(failure)
                .hasMessageContaining("Buffered TUS upload failed")
                .hasMessageContaining("create a new transfer");
        assertThat(failure.reusable()).isFalse();
        assertThat(altinn.calls(Operation.TUS_PATCH)).isLessThan(100);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(PARTS);
    }

    @RepeatedTest(3)
    void aFailedPartAbortsThoseThatHang() throws Exception {
        altinn.next(Operation.TUS_PATCH, 2, Fault.hang());
        altinn.next(Operation.TUS_PATCH, PARTS, text(400, "Buffered TUS upload failed for file id x."));
        AtomicInteger opened = new AtomicInteger();
        UploadSource source = watched(UploadSource.of(file()), position -> {
            if (opened.incrementAndGet() == PARTS) {
                // the other two are on their way
                await().until(() -> altinn.calls(Operation.TUS_PATCH) >= PARTS - 1);
            }
        });
        UploadFailedException failure = failure(altinn.initialized(), source, THREE);
        assertThat(failure.reusable()).isFalse();
        altinn.emulator.faults().clear();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @RepeatedTest(3)
    void anInterruptEndsAllParts() throws Exception {
        altinn.next(Operation.TUS_PATCH, 2 * PARTS, Fault.hang());
        UUID id = altinn.initialized();
        UploadSource source = UploadSource.of(file());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread uploading = new Thread(() -> {
            try {
                altinn.sender().upload(id, source, THREE);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        uploading.start();
        await().until(() -> recorded(Operation.TUS_PATCH).stream()
                        .filter(call -> call.uri().contains(id.toString()))
                        .count()
                == PARTS);
        uploading.interrupt();
        altinn.emulator.faults().clear();
        uploading.join(20_000);
        assertThat(uploading.isAlive()).isFalse();
        assertThat(failure.get()).isInstanceOf(UploadFailedException.class);
    }

    @Test
    void aPartWithoutAnAddressIsRefused() throws Exception {
        altinn.next(Operation.TUS_CREATE, Fault.status(201).header("Location", "https://example.org/elsewhere"));
        UploadFailedException failure = failure(THREE);
        assertThat(failure).hasMessageContaining("does not say where");
        assertThat(altinn.calls(Operation.TUS_PATCH)).isZero();
    }

    @Test
    void aPartThatCannotBeReadFailsTheUpload() throws Exception {
        UploadSource source = watched(UploadSource.of(file()), position -> {
            if (position > 3 * CHUNK) {
                throw new IOException("the disk is on fire");
            }
        });
        UUID id = altinn.initialized();
        assertThatThrownBy(() -> altinn.sender().upload(id, source, THREE))
                .isInstanceOf(UploadFailedException.class)
                .hasMessageContaining("the disk is on fire");
    }

    /** Is told each position that is opened. */
    @FunctionalInterface
    private interface Watcher {

        void opened(long position) throws Exception;
    }

    private static UploadSource watched(UploadSource source, Watcher watcher) {
        return new UploadSource() {

            @Override
            public long length() {
                return source.length();
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public boolean seekable() {
                return true;
            }

            @Override
            public InputStream open() throws IOException {
                return open(0);
            }

            @Override
            public InputStream open(long position) throws IOException {
                try {
                    watcher.opened(position);
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new UncheckedIOException(new IOException(e));
                }
                return source.open(position);
            }
        };
    }
}
