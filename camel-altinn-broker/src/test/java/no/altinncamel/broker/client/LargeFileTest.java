package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** A file that no buffer holds goes up and comes down again, through breaks, byte for byte. */
@Timeout(120)
class LargeFileTest {

    private static final long LENGTH = 256L << 20;
    private static final long CUT = 4L << 20;

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    @Test
    void aLargeFileTravelsAsAStreamBothWays() throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, new GeneratedSource(LENGTH));
        FileTransfer transfer = altinn.recipient().overview(id);
        assertThat(transfer.size()).isEqualTo(LENGTH);

        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(100L << 20));
        altinn.next(Operation.DOWNLOAD, Fault.truncatedBody(50L << 20));
        try (InputStream download = altinn.recipient().download(id, LENGTH, transfer.checksum())) {
            assertRight(download, LENGTH);
        }
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(3);
    }

    private static void assertRight(InputStream file, long length) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        long position = 0;
        long wrong = 0;
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            for (int i = 0; i < read; i++) {
                wrong += buffer[i] == GeneratedSource.at(position + i) ? 0 : 1;
            }
            position += read;
        }
        assertThat(position).isEqualTo(length);
        assertThat(wrong).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aLineThatBreaksEveryFewMebibytesBringsItAllTheSame(int parts, @TempDir Path folder) throws Exception {
        int cuts = 16;
        long length = cuts * CUT;
        UUID id = altinn.initialized();
        altinn.sender().upload(id, new GeneratedSource(length));
        String md5 = altinn.recipient().overview(id).checksum();
        altinn.emulator.recorder().clear();
        altinn.next(Operation.DOWNLOAD, cuts - 1, Fault.truncatedBody(CUT));

        Path file = folder.resolve("file");
        if (parts == 0) {
            try (InputStream download = altinn.recipient().download(id, length, md5)) {
                Files.copy(download, file);
            }
        } else {
            altinn.recipient()
                    .download(id, length, md5, new DownloadTarget(file, parts), TransferProgress.NONE)
                    .run();
        }
        try (InputStream arrived = Files.newInputStream(file)) {
            assertRight(arrived, length);
        }
        assertThat(altinn.emulator.faults().waiting(Operation.DOWNLOAD)).isZero();
        assertThat(altinn.calls(Operation.DOWNLOAD)).isBetween(cuts, cuts + 2 * Math.max(1, parts));
    }
}
