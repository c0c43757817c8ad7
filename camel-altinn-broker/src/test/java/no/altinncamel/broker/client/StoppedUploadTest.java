package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Uploads that are ended from outside, and what is said of their transfer. */
@Timeout(60)
class StoppedUploadTest extends TusUploadFixture {

    private static final int LARGE = 3_000_000;

    private final Cancellation cancellation = new Cancellation();

    private UploadControl control() {
        return new UploadControl(null, cancellation, false);
    }

    private UploadFailedException failure(BrokerClient client, UUID id, UploadSource source, UploadOptions options) {
        UploadFailedException failure =
                catchThrowableOfType(UploadFailedException.class, () -> client.upload(id, source, options, control()));
        assertThat(failure).isNotNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        return failure;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4500, LARGE})
    void aStreamThatMayNotBeCompletedIsNot(int length) {
        UUID id = altinn.initialized();
        cancellation.guard(() -> false);

        UploadFailedException failure = failure(altinn.sender(), id, new GeneratedSource(length), UploadOptions.STREAM);

        assertThat(failure).hasMessageContaining("somebody else may be uploading the same file");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(altinn.calls(Operation.UPLOAD)).isLessThanOrEqualTo(1);
        assertThat(transfer(id).published()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anUploadByTusThatMayNotBeCompletedIsLeftAsItIs(int parallel) throws Exception {
        UUID id = altinn.initialized();
        cancellation.guard(() -> false);

        UploadFailedException failure = failure(altinn.sender(), id, UploadSource.of(file()), tus(parallel));

        assertThat(failure).hasMessageContaining("somebody else may be uploading the same file");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.hopeless()).isFalse();
        assertThat(transfer(id).status()).isEqualTo(TransferStatus.UPLOAD_STARTED);
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        assertThat(altinn.calls(Operation.TUS_PATCH)).isEqualTo(parallel == 1 ? CHUNKS - 1 : parallel * 2);
        assertThat(altinn.calls(Operation.TUS_CREATE)).isEqualTo(parallel);
    }

    @Test
    void aLastChunkThatTheServerMayStillStoreIsNotTakenFromIt() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, CHUNKS - 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.next(
                Operation.TUS_HEAD, Fault.status(200).header("Upload-Offset", Integer.toString((CHUNKS - 1) * CHUNK)));
        pass(Operation.OVERVIEW, 1);
        altinn.next(Operation.OVERVIEW, Fault.status(400));
        TransferProgress stopping = new TransferProgress() {

            @Override
            public void spared(long bytes) {
                cancellation.stop();
            }
        };

        UploadFailedException failure = catchThrowableOfType(UploadFailedException.class, () -> altinn.sender()
                .upload(id, UploadSource.of(file()), tus(1), new UploadControl(null, cancellation, true, stopping)));

        assertThat(failure.outcomeUnknown()).as(failure.getMessage()).isTrue();
        assertThat(failure.hopeless()).isFalse();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        assertArrived(id, LENGTH);
    }

    /** The first attempt at it is still on its way to the storage, and the next ones meet that (altinn-broker 7.5). */
    @Test
    void aLastChunkThatTheServerMayStillStoreIsInDoubtWhateverTheNextAttemptsMeet() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, CHUNKS - 1);
        altinn.next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.next(
                Operation.TUS_HEAD,
                10,
                Fault.status(200).header("Upload-Offset", Integer.toString((CHUNKS - 1) * CHUNK)));
        altinn.next(
                Operation.TUS_PATCH,
                10,
                Fault.answer(
                        400,
                        "application/problem+json",
                        "{\"detail\":\"The specified blob or block content is invalid.\"}"));
        pass(Operation.OVERVIEW, 1);
        altinn.next(Operation.OVERVIEW, 10, Fault.status(400));

        UploadFailedException failure = failure(altinn.sender(), id, UploadSource.of(file()), tus(1));

        assertThat(failure.outcomeUnknown()).as(failure.getMessage()).isTrue();
        assertThat(failure.hopeless()).isFalse();
        assertThat(altinn.calls(Operation.TUS_DELETE)).isZero();
        assertArrived(id, LENGTH);
    }

    @Test
    void whatIsStoppedBeforeItBeginsSendsNothing() {
        UUID id = altinn.initialized();
        cancellation.stop();
        for (UploadOptions options : new UploadOptions[] {UploadOptions.STREAM, tus(3)}) {
            UploadFailedException failure = failure(altinn.sender(), id, new GeneratedSource(LENGTH), options);
            assertThat(failure)
                    .hasMessageContaining("the upload was stopped")
                    .hasMessageContaining("nothing was uploaded");
        }
        assertThat(altinn.calls(Operation.UPLOAD) + altinn.calls(Operation.TUS_CREATE))
                .isZero();
    }

    @RepeatedTest(3)
    void aStreamThatHadArrivedWhenItWasStoppedIsASuccess() throws Exception {
        assertThat(stoppedWhenWhole("UploadStarted", "UploadProcessing")).isNull();
    }

    @Test
    void aStreamThatMayYetArriveIsNotSaidToHaveFailed() throws Exception {
        UploadFailedException failure =
                stoppedWhenWhole("UploadStarted", "UploadStarted", "UploadStarted", "UploadStarted", "UploadStarted");
        assertThat(failure).hasMessageContaining("the upload was stopped");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
    }

    @Test
    void aStreamThatTheBrokerHasDiscardedWhenItWasStoppedHasFailed() throws Exception {
        UploadFailedException failure = stoppedWhenWhole("Failed");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.hopeless()).isTrue();
    }

    @Test
    void aThreadThatIsInterruptedWhileItLooksStillSaysThatTheStreamMayArrive() throws Exception {
        RecordingTiming interrupted = new RecordingTiming() {

            @Override
            public synchronized void pause(Duration duration, String operation) {
                throw new AltinnClientException(Failure.withoutAnswer(operation, null, "interrupted"), null);
            }
        };
        UploadFailedException failure = stoppedWhenWhole(interrupted, "UploadStarted");
        assertThat(failure).hasMessageContaining("the upload was stopped");
        assertThat(failure.transferId()).isNotNull();
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_STARTED);
    }

    private UploadFailedException stoppedWhenWhole(String... statuses) throws Exception {
        return stoppedWhenWhole(new RecordingTiming(), statuses);
    }

    /** Ends an upload all bytes of which the server has read without an answer. */
    private UploadFailedException stoppedWhenWhole(Timing timing, String... statuses) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        ScriptedServer.Turn[] turns = new ScriptedServer.Turn[statuses.length + 1];
        turns[0] = (in, out) -> {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            in.readNBytes(LARGE);
            read.countDown();
            try {
                // until the client has hung up
                in.read();
            } finally {
                done.countDown();
            }
        };
        for (int i = 0; i < statuses.length; i++) {
            turns[i + 1] = ScriptedServer.overview(statuses[i]);
        }
        try (ScriptedServer server = new ScriptedServer(turns);
                HttpTransport transport = HttpTransport.of(HttpSettings.defaults())) {
            BrokerClient client = BrokerClient.builder(
                            server.uri(), transport, altinn.tokens, altinn.identity(BrokerFixture.SENDER))
                    .retryPolicy(BrokerFixture.QUICK)
                    .timing(timing)
                    .rateBudget(RateBudget.unlimited(Duration.ofSeconds(5)))
                    .build();
            Future<UploadFailedException> uploading = altinn.workers.submit(() -> catchThrowableOfType(
                    UploadFailedException.class,
                    () -> client.upload(
                            UUID.randomUUID(), new GeneratedSource(LARGE), UploadOptions.STREAM, control())));
            assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
            cancellation.stop();
            UploadFailedException failure = uploading.get(20, TimeUnit.SECONDS);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.heads).hasSize(statuses.length + 1);
            return failure;
        }
    }
}
