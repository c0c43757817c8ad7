package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.emulator.Scenario;

/** PATCH, HEAD and DELETE of single uploads. */
class TusChunkTest extends TusFixture {

    @Test
    @Scenario("B-198")
    void aNewUploadIsAtItsBeginning() {
        Answer answer = head(created(10)).isEmpty(200);
        assertThat(answer.header("Upload-Offset")).isEqualTo("0");
        assertThat(answer.header("Upload-Length")).isEqualTo("10");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Upload-Expires")).isNull();
        assertThat(answer.header("Upload-Concat")).isNull();
    }

    @Test
    @Scenario({"B-199", "B-211"})
    void whatWasNotCreatedIsNotThere() {
        head(init()).isEmpty(404);
        head(UNKNOWN).isEmpty(404);
        Answer answer = patch(init(), 0, "01234").isEmpty(404);
        assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
        delete(init()).isEmpty(404);
        head(created(10) + "/partial/0123456789abcdef0123456789abcdef").isEmpty(404);
    }

    @Test
    @Scenario({"B-200", "B-201", "B-202"})
    void aChunkMovesTheOffset() {
        String id = created(10);
        Answer answer = patch(id, 0, "01234").isEmpty(204);
        assertThat(answer.header("Upload-Offset")).isEqualTo("5");
        assertThat(answer.header("Upload-Expires")).endsWith(" GMT");
        assertThat(offset(id)).isEqualTo(5);
        isText(patch(id, 0, "01234"), 409, "Offset does not match file. File offset: 5. Request offset: 0");
        isText(patch(id, 6, "6789"), 409, "Offset does not match file. File offset: 5. Request offset: 6");
        assertThat(status(id)).isEqualTo("UploadStarted");
    }

    @Test
    @Scenario("B-205")
    void aChunkHasItsOwnContentType() {
        String id = created(10);
        Answer answer = tus("PATCH", id, token(S, WRITE), DIGITS, "Content-Type", OCTETS, "Upload-Offset", "0");
        isText(
                answer,
                415,
                "Content-Type application/octet-stream is invalid. Must be application/offset+octet-stream");
        assertThat(offset(id)).isZero();
    }

    @Test
    @Scenario("B-206")
    void aChunkSaysWhereItBegins() {
        String id = created(10);
        isText(tus("PATCH", id, token(S, WRITE), DIGITS, "Content-Type", CHUNK), 400, "Missing Upload-Offset header");
        isText(patch(id, -1, "0"), 400, "Header Upload-Offset must be a positive number");
        isText(
                tus("PATCH", id, token(S, WRITE), DIGITS, "Content-Type", CHUNK, "Upload-Offset", "x"),
                400,
                "Could not parse Upload-Offset header");
    }

    @Test
    @Scenario("B-207")
    void aChunkDoesNotChangeTheLength() {
        String id = created(10);
        isText(
                tus(
                        "PATCH",
                        id,
                        token(S, WRITE),
                        DIGITS,
                        "Content-Type",
                        CHUNK,
                        "Upload-Offset",
                        "0",
                        "Upload-Length",
                        "10"),
                400,
                "Upload-Length cannot be updated once set");
    }

    @Test
    @Scenario("B-208")
    void moreThanTheLengthIsRefusedWhole() {
        String id = created(10);
        String text = "Request contains more data than the file's upload length";
        isText(patch(id, 0, "0123456789A"), 413, text);
        assertThat(offset(id)).isZero();
        Answer chunked = send(
                "PATCH",
                "/upload/tus/" + id,
                token(S, WRITE),
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream("0123456789A".getBytes(StandardCharsets.US_ASCII))),
                "Tus-Resumable",
                "1.0.0",
                "Content-Type",
                CHUNK,
                "Upload-Offset",
                "0");
        isText(chunked, 413, text);
        assertThat(offset(id)).isZero();
    }

    @Test
    @Scenario("B-209")
    void aChecksumIsNeverFoundRightAlthoughTheChunkIsTaken() {
        String id = created(10);
        isText(
                checksummed(id, "md5 eB5eJF1ptWaXm4bijSPyxw=="),
                460,
                "Header Upload-Checksum does not match the checksum of the file");
        assertThat(offset(id)).isEqualTo(10);
        awaitStatus(id, "Published");
    }

    @ParameterizedTest
    @CsvSource({
        "md5, Could not parse Upload-Checksum header",
        "md5 ???, Could not parse Upload-Checksum header",
        "sha1 YQ==, Unsupported checksum algorithm. Supported algorithms are: md5"
    })
    void anUnreadableChecksumIsRefusedBeforeTheChunk(String checksum, String text) {
        String id = created(10);
        isText(checksummed(id, checksum), 400, text);
        assertThat(offset(id)).isZero();
    }

    private Answer checksummed(String id, String checksum) {
        return tus(
                "PATCH",
                id,
                token(S, WRITE),
                DIGITS,
                "Content-Type",
                CHUNK,
                "Upload-Offset",
                "0",
                "Upload-Checksum",
                checksum);
    }

    @Test
    @Scenario("B-210")
    void anEmptyChunkChangesNothing() {
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        assertThat(patch(id, 5, "").isEmpty(204).header("Upload-Offset")).isEqualTo("5");
        assertThat(offset(id)).isEqualTo(5);
    }

    @Test
    @Scenario("B-212")
    void whileAChunkIsComingTheUploadIsLocked() throws IOException {
        String id = created(10);
        try (RawCall first = RawCall.to(emulator)
                .head(
                        "PATCH " + TUS + id,
                        token(S, WRITE),
                        "Tus-Resumable: 1.0.0",
                        "Content-Type: " + CHUNK,
                        "Upload-Offset: 0",
                        "Content-Length: 10")) {
            first.send("01234".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> upload(id).isBusy());
            isText(patch(id, 0, DIGITS), 423, "File is currently being updated. Please try again later");
            head(id).isEmpty(423);
            delete(id).isStatus(423);
            first.send("56789".getBytes(StandardCharsets.US_ASCII));
            assertThat(first.line()).contains(" 204 ");
        }
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    @Scenario("B-213")
    void aTerminatedUploadIsGoneAndItsTransferStays() {
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        assertThat(stagedFiles(id)).isEqualTo(1);
        assertThat(delete(id).isEmpty(204).header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(status(id)).isEqualTo("UploadStarted");
        assertThat(events(id)).hasSize(1);
        head(id).isEmpty(404);
        delete(id).isEmpty(404);
        assertThat(stagedFiles(id)).isZero();
    }

    @Test
    @Scenario("B-214")
    void afterATerminationTheTransferCanBeUploadedAnew() {
        String id = created(10);
        patch(id, 0, "xxxxx").isStatus(204);
        delete(id).isStatus(204);
        created(id, 10);
        assertThat(offset(id)).isZero();
        patch(id, 0, DIGITS).isStatus(204);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    @Scenario("B-215")
    void whatIsPublishedIsNotTerminated() {
        isText(delete(pub()), 409, ALREADY);
    }

    @Test
    void aClientThatGoesAwayInTheMiddleOfAChunkLeavesNothingOfIt() throws IOException {
        String id = created(10);
        patch(id, 0, "01").isStatus(204);
        try (RawCall call = RawCall.to(emulator)
                .head(
                        "PATCH " + TUS + id,
                        token(S, WRITE),
                        "Tus-Resumable: 1.0.0",
                        "Content-Type: " + CHUNK,
                        "Upload-Offset: 2",
                        "Content-Length: 8")) {
            call.send("xxxx".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> upload(id).isBusy());
        }
        await().until(() -> head(id).status() == 200);
        assertThat(offset(id)).isEqualTo(2);
        patch(id, 2, "23456789").isStatus(204);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void tooManyChunksAreRefused() {
        broker().tus().maxBlocks(2);
        String id = created(10);
        patch(id, 0, "0").isStatus(204);
        patch(id, 1, "1").isStatus(204);
        isText(
                patch(id, 2, "2"),
                400,
                "Upload exceeds maximum block count (2) for file id " + id
                        + ". Increase TUS chunk size to at least 5 bytes.");
        assertThat(offset(id)).isEqualTo(2);
    }

    @Test
    void tooLargeAChunkIsRefused() {
        broker().tus().maxChunkSize(4);
        String id = created(10);
        assertThat(patch(id, 0, "01234").isStatus(400).text()).startsWith("TUS chunk size exceeds maximum");
        patch(id, 0, "0123").isStatus(204);
        assertThatIllegalArgumentException().isThrownBy(() -> broker().tus().maxChunkSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> broker().tus().maxBlocks(0));
    }

    @Test
    void aServerThatLostItsStateKnowsNothingOfTheUpload() {
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        broker().tus().forget(broker().transfer(id));
        head(id).isEmpty(404);
        patch(id, 5, "56789").isEmpty(404);
        assertThat(stagedFiles(id)).isZero();
        assertThat(status(id)).isEqualTo("UploadStarted");
    }
}
