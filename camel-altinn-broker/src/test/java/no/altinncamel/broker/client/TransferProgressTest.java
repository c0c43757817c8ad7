package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What is told of a file that moves, to the byte. */
@Timeout(60)
class TransferProgressTest extends TusUploadFixture {

    private static final Duration MOMENT = Duration.ofMillis(200);

    /** Notes what it is told. */
    private static final class Told implements TransferProgress {

        private final List<Boolean> ends = new CopyOnWriteArrayList<>();
        private int parts = 1;
        private long moved;
        private long takenBack;
        private long present;
        private long spared;

        @Override
        public synchronized void parts(int number) {
            parts = number;
        }

        @Override
        public synchronized void moved(long bytes) {
            moved += bytes;
            takenBack -= Math.min(0, bytes);
        }

        @Override
        public synchronized void present(long bytes) {
            present += bytes;
        }

        @Override
        public synchronized void spared(long bytes) {
            spared += bytes;
        }

        @Override
        public void ended(boolean whole) {
            ends.add(whole);
        }
    }

    private final Told told = new Told();

    private UploadControl control(UploadMemory memory) {
        return new UploadControl(memory, new Cancellation(), false, told);
    }

    @Test
    void aStreamCountsEachByteOnce() throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file()), UploadOptions.STREAM, control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.takenBack).isZero();
        assertThat(told.spared).isZero();
        assertThat(told.parts).isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksBeginsAnew() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.UPLOAD, Fault.resetWhileReading(2000));
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(new RecordingTiming())
                .build();
        client.upload(id, UploadSource.of(file()), UploadOptions.STREAM, control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.takenBack).isPositive();
        assertThat(told.spared).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void chunksCountEachByteOnce(int parallel) throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file()), tus(parallel), control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.takenBack).isZero();
        assertThat(told.spared).isZero();
        assertThat(told.parts).isEqualTo(parallel);
    }

    @Test
    void aChunkThatBreaksIsTakenBackAndWhatCameBeforeItIsSaved() throws Exception {
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(500));
        altinn.sender().upload(id, UploadSource.of(file()), tus(1), control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.takenBack).isEqualTo(CHUNK);
        assertThat(told.spared).isEqualTo(2 * CHUNK);
    }

    @Test
    void whatIsKeptOfAChunkThatBreaksIsSavedToo() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.TUS_PATCH, Fault.resetWhileReading(500, 300));
        altinn.sender().upload(id, UploadSource.of(file()), tus(1), control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.spared).isEqualTo(300);
    }

    @Test
    void aChunkWhoseTokenIsRefusedIsSentTwiceAndCountedOnce() throws Exception {
        UUID id = altinn.initialized();
        altinn.next(Operation.TUS_PATCH, Fault.status(401));
        altinn.sender().upload(id, UploadSource.of(file()), tus(1), control(null));
        assertArrived(id, LENGTH);
        assertThat(told.moved).isEqualTo(LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatAnEarlierUploadBroughtIsThereAndDoesNotMove(int parallel) throws Exception {
        Path content = file();
        UploadStore store = new FolderUploadStore(folder.resolve("store"), Clock.systemUTC());
        UUID id = altinn.initialized();
        pass(Operation.TUS_PATCH, 2);
        altinn.next(Operation.TUS_PATCH, 1000, Fault.status(503));
        try (UploadMemory memory = memory(store, id, content)) {
            assertThat(catchThrowableOfType(UploadFailedException.class, () -> altinn.sender()
                            .upload(
                                    id,
                                    UploadSource.of(content),
                                    tus(parallel, MOMENT),
                                    new UploadControl(memory, new Cancellation(), false))))
                    .isNotNull();
        }
        altinn.emulator.faults().clear();

        try (UploadMemory memory = memory(store, id, content)) {
            altinn.sender().upload(id, UploadSource.of(content), tus(parallel, MOMENT), control(memory));
        }

        assertArrived(id, LENGTH);
        // of parts, which are not whole numbers of chunks, either chunk may have been a short one
        assertThat(told.present).isBetween(CHUNK + 1L, 2L * CHUNK);
        assertThat(told.spared).isEqualTo(told.present);
        assertThat(told.moved).isEqualTo(LENGTH - told.present);
        assertThat(told.parts).isEqualTo(parallel);
    }

    private static UploadMemory memory(UploadStore store, UUID id, Path content) throws IOException {
        return altinn.sender().remember(store, id, UploadSource.of(content), null);
    }

    @Test
    void aDownloadCountsEachByteOnceAndEndsWithTheLast() throws Exception {
        byte[] content = GeneratedSource.bytes(LENGTH);
        UUID id = altinn.published(content);
        try (Download download = altinn.recipient().download(id, LENGTH, null, told)) {
            assertThat(told.ends).isEmpty();
            assertThat(download.readAllBytes()).isEqualTo(content);
            assertThat(told.ends).containsExactly(true);
        }
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.spared).isZero();
    }

    @Test
    void aDownloadThatGoesOnSavesWhatItHad() throws Exception {
        byte[] content = GeneratedSource.bytes(LENGTH);
        UUID id = altinn.published(content);
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(1000));
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(2000));
        try (Download download = altinn.recipient().download(id, LENGTH, null, told)) {
            assertThat(download.readAllBytes()).isEqualTo(content);
        }
        assertThat(told.moved).isEqualTo(LENGTH);
        assertThat(told.spared).isEqualTo(1000 + 3000);
        assertThat(told.ends).startsWith(true);
    }

    @Test
    void aDownloadThatIsClosedOrFailsEndsWithoutItsFile() throws Exception {
        UUID id = altinn.published(GeneratedSource.bytes(LENGTH));
        try (Download download = altinn.recipient().download(id, LENGTH, null, told)) {
            assertThat(download.read()).isNotNegative();
        }
        assertThat(told.ends).containsExactly(false);
        assertThat(told.moved).isEqualTo(1);

        Told other = new Told();
        try (Download download = altinn.recipient().download(id, LENGTH, "0".repeat(32), other)) {
            assertThatThrownBy(download::readAllBytes).isInstanceOf(ChecksumMismatchException.class);
        }
        assertThat(other.ends).startsWith(false);
    }
}
