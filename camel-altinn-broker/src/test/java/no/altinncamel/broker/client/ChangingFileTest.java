package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.emulator.http.Operation;

/** Files that somebody writes to, without making them longer or shorter, while they are sent. */
@Timeout(60)
class ChangingFileTest extends TusUploadFixture {

    private static void change(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[0]++;
            FileTime before = Files.getLastModifiedTime(file);
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusSeconds(5)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 4500", "1, 1", "1, 2500", "1, 4500", "3, 1", "3, 2500", "3, 4500"})
    void isNeverCompleted(int parallel, int changedAfter) throws Exception {
        UUID id = altinn.initialized();
        Path file = file();
        AtomicLong moved = new AtomicLong();
        TransferProgress changing = new TransferProgress() {

            @Override
            public void moved(long bytes) {
                long before = moved.getAndAdd(bytes);
                if (before < changedAfter && before + bytes >= changedAfter) {
                    change(file);
                }
            }
        };
        UploadControl control = new UploadControl(null, new Cancellation(), false, changing);
        UploadSource source = UploadSource.of(file);
        UploadOptions options = parallel == 0 ? UploadOptions.STREAM : tus(parallel);

        UploadFailedException failure = catchThrowableOfType(
                UploadFailedException.class, () -> altinn.sender().upload(id, source, options, control));

        assertThat(failure).hasMessageContaining("the file has changed while it was sent");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(transfer(id).published()).isEmpty();
        assertThat(transfer(id).status().toString()).isEqualToIgnoringCase("upload_started");
        if (parallel > 0) {
            assertThat(failure.hopeless()).isTrue();
            assertThat(altinn.calls(Operation.TUS_DELETE)).isEqualTo(parallel);
        }
    }

    @Test
    void isNotTakenForTheFileThatItWas() throws Exception {
        Path file = file();
        UploadSource source = UploadSource.of(file);
        assertThat(altinn.sender().checksum(source)).hasSize(32);
        change(file);
        assertThatThrownBy(() -> altinn.sender().checksum(source)).hasMessageContaining("the file has changed");
    }
}
