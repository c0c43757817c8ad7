package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transfers whose state or file changes while an upload or a scan is under way. */
class OvertakenTest extends BrokerFixture {

    @AfterEach
    void reset() {
        emulator.clock().reset();
        broker().scanner().reset();
    }

    private void uploadWhileTimePasses(String id, Duration time) throws IOException {
        try (RawCall call = RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 10")) {
            call.send(Arrays.copyOf(DIGITS, 5));
            await().until(() -> broker().transfer(id).status() == TransferStatus.UPLOAD_STARTED);
            emulator.clock().advance(time);
            call.send(Arrays.copyOfRange(DIGITS, 5, 10));
            assertThat(call.line()).contains(" 500 ");
        }
    }

    @Test
    void anUploadThatOutlivesItsTransferLeavesItPurged() throws IOException {
        resource.fileTransferTimeToLive(Duration.ofHours(1));
        String id = init();
        uploadWhileTimePasses(id, Duration.ofHours(2));
        assertThat(broker().transfer(id).status()).isEqualTo(TransferStatus.PURGED);
        assertThat(events(id)).contains("filepurged Sender " + S).noneMatch(event -> event.contains("uploadfailed"));
    }

    @Test
    void anUploadThatWasGivenUpFailsOnce() throws IOException {
        String id = init();
        uploadWhileTimePasses(id, Duration.ofHours(25));
        assertThat(broker().transfer(id).history())
                .extracting(Transfer.StatusChange::status)
                .containsExactly(TransferStatus.INITIALIZED, TransferStatus.UPLOAD_STARTED, TransferStatus.FAILED);
        assertThat(events(id).stream().filter(event -> event.contains("uploadfailed")))
                .hasSize(1);
    }

    @Test
    void aStorageThatCannotBeWrittenToFailsTheUpload() throws IOException {
        String id = init();
        Path folder = broker().storage().folder();
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-elsewhere");
        Files.move(folder, elsewhere);
        try {
            upload(id, DIGITS).isError(500, 8);
        } finally {
            Files.move(elsewhere, folder);
        }
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(broker().transfer(id).statusText()).isEqualTo("Error occurred while uploading fileTransfer");
        assertThat(events(id)).contains("uploadfailed Sender " + S);
        pub();
    }

    @Test
    void aFullDiskIsAFailureOfTheStorageAndNotOfTheConnection() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        assertThatThrownBy(() -> new FileReceiver(Runnable::run).receive(new ByteArrayInputStream(DIGITS), full))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("No space left");
    }

    @Test
    void aLostFileFailsItsOwnScanAndNoOther() {
        broker().scanner().delay(Duration.ofHours(1));
        String lost = uploaded(initWith("disableVirusScan", false));
        String other = uploaded(initWith("disableVirusScan", false));
        broker().storage().lose(broker().transfer(lost));
        emulator.clock().advance(Duration.ofHours(2));
        assertThat(status(lost)).isEqualTo("Failed");
        assertThat(broker().transfer(lost).statusText()).startsWith("Malware scan failed: ");
        assertThat(status(other)).isEqualTo("Published");
    }
}
