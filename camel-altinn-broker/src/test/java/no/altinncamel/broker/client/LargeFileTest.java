package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** A file that no buffer holds goes up and comes down again, through breaks, byte for byte. */
@Timeout(120)
class LargeFileTest {

    private static final long LENGTH = 256L << 20;

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
        byte[] buffer = new byte[256 * 1024];
        long position = 0;
        long wrong = 0;
        try (InputStream download = altinn.recipient().download(id, LENGTH, transfer.checksum())) {
            for (int read = download.read(buffer); read >= 0; read = download.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    wrong += buffer[i] == GeneratedSource.at(position + i) ? 0 : 1;
                }
                position += read;
            }
        }
        assertThat(position).isEqualTo(LENGTH);
        assertThat(wrong).isZero();
        assertThat(altinn.calls(Operation.DOWNLOAD)).isEqualTo(3);
    }
}
