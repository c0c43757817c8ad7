package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Early answers, broken connections and the faults that concern files. */
class ConnectionTest extends BrokerFixture {

    private static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";

    @Test
    void whoExpectsAContinueIsRefusedBeforeSendingAnything() throws IOException {
        String published = pub();
        String checked = init();
        resource.maxFileTransferSize(5);
        assertThat(expectContinue(UNKNOWN, token(S, WRITE))).contains(" 404 ");
        assertThat(expectContinue(published, token(X, WRITE))).contains(" 401 ");
        assertThat(expectContinue(published, token(S, WRITE))).contains(" 409 ");
        assertThat(expectContinue(checked, token(S, WRITE))).contains(" 400 ");
    }

    @Test
    void whoExpectsAContinueGetsItWhenAllIsWell() throws IOException {
        String id = init();
        try (RawCall call =
                RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 10", "Expect: 100-continue")) {
            assertThat(call.line()).contains(" 100 ");
            assertThat(call.line()).isEmpty();
            call.send(DIGITS);
            assertThat(call.line()).contains(" 200 ");
        }
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    void whoLooksForTheAnswerOnlyAfterSendingEverythingFindsIt() throws IOException {
        int length = 64 * 1024 * 1024;
        byte[] piece = new byte[1024 * 1024];
        try (RawCall call = RawCall.to(emulator).upload(UNKNOWN, token(S, WRITE), "Content-Length: " + length)) {
            for (int sent = 0; sent < length; sent += piece.length) {
                call.send(piece);
            }
            assertThat(call.line()).contains(" 404 ");
        }
    }

    @Test
    void aConnectionCutWhileReadingLeavesTheTransferOpen() {
        String id = init();
        emulator.faults().next(Operation.UPLOAD, Fault.resetWhileReading(4));
        assertThatThrownBy(() -> upload(id, DIGITS)).isInstanceOf(UncheckedIOException.class);
        assertThat(status(id)).isEqualTo("UploadStarted");
        uploaded(id);
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    void aFormCutWhileReadingLeavesNothing() {
        emulator.faults().next(Operation.INITIALIZE_AND_UPLOAD, Fault.resetWhileReading(4));
        int before = broker().transfers().size();
        assertThatThrownBy(() -> post(
                        "/upload",
                        token(S, WRITE),
                        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--b--\r\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        "Content-Type",
                        "multipart/form-data; boundary=b"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(broker().transfers()).hasSize(before);
    }

    @Test
    void anUploadWhoseAnswerIsLostHasHappened() {
        String id = init();
        emulator.faults().next(Operation.UPLOAD, Fault.resetAfterEffect());
        assertThatThrownBy(() -> upload(id, DIGITS)).isInstanceOf(UncheckedIOException.class);
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    void aDownloadCanBeCutCorruptedAndSlowedDown() {
        String id = pub();
        emulator.faults().next(Operation.DOWNLOAD, Fault.truncatedBody(4));
        assertThatThrownBy(() -> download(id, R1)).isInstanceOf(UncheckedIOException.class);
        emulator.faults().next(Operation.DOWNLOAD, Fault.corruptBody());
        assertThat(download(id, R1).isStatus(200).bytes()).hasSize(10).isNotEqualTo(DIGITS);
        emulator.faults().next(Operation.DOWNLOAD, Fault.slowBody(100));
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(DIGITS);
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void nothingOfTheEmulatorIsLeftOnDisk() {
        AltinnEmulator other = AltinnEmulator.start();
        Path folder = other.broker().storage().folder();
        assertThat(folder).isDirectory();
        other.close();
        assertThat(folder).doesNotExist();
    }

    private String expectContinue(String id, String token) throws IOException {
        try (RawCall call =
                RawCall.to(emulator).upload(id, token, "Content-Length: 10000000", "Expect: 100-continue")) {
            return call.line();
        }
    }
}
