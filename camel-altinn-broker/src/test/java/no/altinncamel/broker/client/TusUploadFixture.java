package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.tus.TusSettings;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** Files of a few chunks that go up by TUS. */
abstract class TusUploadFixture {

    static final int CHUNK = 1000;
    static final int LENGTH = 4500;
    static final int CHUNKS = 5;

    /** For what never heals. */
    static final Duration BRIEF = Duration.ofMillis(400);

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    @TempDir
    Path folder;

    @AfterEach
    void asBefore() {
        altinn.emulator
                .broker()
                .tus()
                .durabilityLag(Duration.ZERO)
                .replicationLag(Duration.ZERO)
                .joinDuration(Duration.ZERO)
                .offsetWhileJoining(true)
                .maxBlocks(50_000);
        altinn.emulator.broker().storage().failNextUploads(0);
    }

    static UploadOptions tus(int parallel) {
        return tus(parallel, Duration.ofSeconds(30));
    }

    static UploadOptions tus(int parallel, Duration patience) {
        return new UploadOptions(UploadMode.tus, 0, new TusSettings(CHUNK, parallel, patience, patience));
    }

    Path file() throws IOException {
        return file(LENGTH);
    }

    Path file(int length) throws IOException {
        return Files.write(folder.resolve("file-" + length), GeneratedSource.bytes(length));
    }

    /** A transfer that gets the file, through whatever was prepared. */
    UUID sent(UploadOptions options) throws IOException {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(file()), options);
        assertArrived(id, LENGTH);
        return id;
    }

    UploadFailedException failure(UploadOptions options) throws IOException {
        UUID id = altinn.initialized();
        return failure(id, UploadSource.of(file()), options);
    }

    static UploadFailedException failure(UUID id, UploadSource source, UploadOptions options) {
        UploadFailedException failure = catchThrowableOfType(
                UploadFailedException.class, () -> altinn.sender().upload(id, source, options));
        assertThat(failure).isNotNull();
        assertThat(failure.transferId()).isEqualTo(id);
        return failure;
    }

    static Transfer transfer(UUID id) {
        return altinn.emulator.broker().transfer(id.toString());
    }

    static void assertArrived(UUID id, int length) throws IOException {
        await().until(() -> transfer(id).published().isPresent());
        assertThat(Files.readAllBytes(transfer(id).file().orElseThrow())).isEqualTo(GeneratedSource.bytes(length));
    }

    static List<RecordedCall> recorded(Operation operation) {
        return altinn.emulator.recorder().calls(operation);
    }

    static List<String> offsets() {
        return recorded(Operation.TUS_PATCH).stream()
                .map(call -> call.header("Upload-Offset"))
                .toList();
    }

    static Fault text(int status, String text) {
        return Fault.answer(status, "text/plain", text);
    }

    static void pass(Operation operation, int times) {
        for (int i = 0; i < times; i++) {
            altinn.emulator.faults().pass(operation);
        }
    }
}
