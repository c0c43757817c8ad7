package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** A fault that was armed happens, whatever the size of the body. */
class FaultsTest extends BrokerFixture {

    private static final String PATH = "/broker/api/v1/filetransfer/";

    /** Reads the answer until the connection is reset; one that stays open fails by its timeout. */
    private static void assertIsReset(RawCall call) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        call.line();
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 1000})
    void anAnswerCutAtItsEndOrLaterEndsInAReset(long bytes) throws IOException {
        String id = pub();
        emulator.faults().next(Operation.DOWNLOAD, Fault.truncatedBody(bytes));
        try (RawCall call = RawCall.to(emulator).head("GET " + PATH + id + "/download", token(R1, READ))) {
            assertIsReset(call);
        }
    }

    @Test
    void aFaultThatLastsMeetsEveryCallAboutItsFileOnlyUntilAllAreCleared() {
        String bad = pub();
        String good = pub();
        emulator.faults().always(Operation.OVERVIEW, bad, Fault.status(500));
        emulator.faults().next(Operation.OVERVIEW, Fault.status(418));

        get("/" + bad, token(S, WRITE)).isStatus(500);
        get("/" + bad, token(S, WRITE)).isStatus(500);
        get("/" + good, token(S, WRITE)).isStatus(418);
        get("/" + good, token(S, WRITE)).isStatus(200);
        emulator.faults().clear();
        get("/" + bad, token(S, WRITE)).isStatus(200);
    }

    @Test
    void anEmptyAnswerCanBeCutToo() throws IOException {
        String id = pub();
        download(id, R1).isStatus(200);
        emulator.faults().next(Operation.CONFIRM, Fault.truncatedBody(5));
        try (RawCall call = RawCall.to(emulator)
                .head("POST " + PATH + id + "/confirmdownload", token(R1, READ), "Content-Length: 0")) {
            assertIsReset(call);
        }
        assertThat(recipientStatus(id, R1)).isEqualTo("DownloadConfirmed");
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 1000})
    void aBodyIsCutAtItsEndIfItIsShorterThanThat(long bytes) {
        String id = init();
        emulator.faults().next(Operation.UPLOAD, Fault.resetWhileReading(bytes));
        assertThatThrownBy(() -> upload(id, DIGITS)).isInstanceOf(UncheckedIOException.class);
        assertThat(status(id)).isEqualTo("UploadStarted");
    }

    @Test
    void aCallWithoutABodyIsResetAsWell() throws IOException {
        String id = init();
        emulator.faults().next(Operation.OVERVIEW, Fault.resetWhileReading(5));
        try (RawCall call = RawCall.to(emulator).head("GET " + PATH + id, token(S, WRITE))) {
            assertIsReset(call);
        }
    }

    @Test
    void aBodyMayBeSlowerThanTwentyBytesASecond() {
        String id = pub();
        emulator.faults().next(Operation.DOWNLOAD, Fault.slowBody(10));
        long start = System.nanoTime();
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(DIGITS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void aCallThatHangsEndsWhenTheFaultsAreClearedAndDoesNothing() throws IOException {
        String id = pub();
        download(id, R1).isStatus(200);
        emulator.faults().next(Operation.CONFIRM, Fault.hang());
        try (RawCall call = RawCall.to(emulator)
                .head("POST " + PATH + id + "/confirmdownload", token(R1, READ), "Content-Length: 0")) {
            await().until(() -> emulator.faults().waiting(Operation.CONFIRM) == 0);
            emulator.faults().clear();
            assertIsReset(call);
        }
        assertThat(recipientStatus(id, R1)).isEqualTo("DownloadStarted");
        confirm(id, R1).isStatus(204);
    }

    @Test
    void senselessAmountsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.truncatedBody(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.resetWhileReading(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.slowBody(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.slowBody(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)));
    }
}
