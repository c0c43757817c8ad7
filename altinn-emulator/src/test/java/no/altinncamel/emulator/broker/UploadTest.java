package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class UploadTest extends BrokerFixture {

    private static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";

    @AfterEach
    void scannerAsUsual() {
        broker().scanner().release().delay(MalwareScanner.DEFAULT_DELAY);
    }

    @Test
    @Scenario("B-69")
    void withoutAScanTheFileIsPublishedWhenTheAnswerComes() {
        String id = init();
        assertThat(upload(id, DIGITS).id()).isEqualTo(id);
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferStatus").asText()).isEqualTo("Published");
        assertThat(view.get("fileTransferSize").asLong()).isEqualTo(10);
        assertThat(view.get("checksum").asText()).isEqualTo(DIGITS_MD5);
        assertThat(view.get("published")).isEqualTo(view.get("fileTransferStatusChanged"));
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S, "published Sender " + S, "published Recipient " + R1);
    }

    @Test
    @Scenario("B-70")
    void theLengthNeedNotBeKnown() {
        String id = init();
        uploadChunked(id, DIGITS).isStatus(200);
        assertThat(status(id)).isEqualTo("Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    @Scenario({"B-71", "B-72", "B-78", "B-107", "B-167"})
    void withAScanTheFileIsPublishedLater() {
        broker().scanner().hold();
        String id = uploaded(initWith("disableVirusScan", false));
        assertThat(status(id)).isEqualTo("UploadProcessing");
        download(id, R1).isError(403, 7);
        upload(id, DIGITS).isError(409, 4);
        confirm(id, R1).isError(400, 10);
        assertThat(overview(id).get("checksum").isNull()).isTrue();
        broker().scanner().clean(UUID.fromString(id));
        assertThat(status(id)).isEqualTo("Published");
        assertThat(overview(id).get("checksum").asText()).isEqualTo(DIGITS_MD5);
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S,
                        "uploadprocessing Sender " + S,
                        "published Sender " + S,
                        "published Recipient " + R1);
    }

    @Test
    @Scenario("B-71")
    void theScannerAnswersByItselfAfterAWhile() {
        String id = uploaded(initWith("disableVirusScan", false));
        await().until(() -> status(id).equals("Published"));
    }

    @Test
    void theClockCanBeAdvancedOverAScan() {
        broker().scanner().delay(Duration.ofMinutes(10));
        String id = uploaded(initWith("disableVirusScan", false));
        assertThat(status(id)).isEqualTo("UploadProcessing");
        emulator.clock().advance(Duration.ofMinutes(11));
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    @Scenario("B-73")
    void aGivenChecksumIsCompared() {
        String id = uploaded(initWith("checksum", DIGITS_MD5));
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    @Scenario({"B-74", "B-75", "B-76"})
    void aWrongChecksumFailsTheTransferForGoodAndWithoutAnEvent() {
        String id = initWith("checksum", "0".repeat(32));
        upload(id, DIGITS).isError(400, 9);
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText()).isEqualTo("Checksum mismatch");
        upload(id, DIGITS).isError(409, 4);
        download(id, R1).isError(403, 7);
        assertThat(events(id)).containsExactly("filetransferinitialized Sender " + S);
        assertThat(broker().transfer(id).file()).isEmpty();
    }

    @Test
    @Scenario("B-77")
    void aPublishedTransferTakesNoSecondFile() {
        upload(pub(), DIGITS).isError(409, 4);
    }

    @Test
    @Scenario({"B-79", "B-80"})
    void existenceIsCheckedBeforeAccess() {
        String id = init();
        post("/" + UNKNOWN + "/upload", token(X, WRITE), DIGITS, "Content-Type", OCTETS)
                .isError(404, 1);
        post("/" + id + "/upload", token(X, WRITE), DIGITS, "Content-Type", OCTETS)
                .isError(401, 6);
        assertThat(status(id)).isEqualTo("Initialized");
    }

    @Test
    @Scenario("B-81")
    void anotherContentTypeIsRefusedBeforeAnythingElse() {
        post("/" + init() + "/upload", null, DIGITS, "Content-Type", JSON, "Accept", "text/html")
                .isEmpty(415);
    }

    @Test
    @Scenario("B-82")
    void noContentTypeIsFine() {
        post("/" + init() + "/upload", token(S, WRITE), DIGITS).isStatus(200);
    }

    @Test
    @Scenario("B-83")
    void anEmptyFileIsAFile() {
        String id = init();
        upload(id, new byte[0]).isStatus(200);
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferStatus").asText()).isEqualTo("Published");
        assertThat(view.get("fileTransferSize").asLong()).isZero();
        assertThat(view.get("checksum").asText()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(download(id, R1).isStatus(200).bytes()).isEmpty();
    }

    @Test
    @Scenario({"B-84", "B-85"})
    void theSizeLimitIsForDeclaredLengthsOnly() {
        resource.maxFileTransferSize(5);
        String id = init();
        upload(id, DIGITS).isError(400, 16);
        assertThat(status(id)).isEqualTo("Initialized");
        uploadChunked(id, DIGITS).isStatus(200);
    }

    @Test
    @Scenario("B-86")
    void tooMuchForTheScannerIsRefusedWithoutReading() throws IOException {
        String id = initWith("disableVirusScan", false);
        try (RawCall call = RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 50000000001")) {
            assertThat(call.line()).contains(" 400 ");
        }
        assertThat(status(id)).isEqualTo("Initialized");
    }

    @Test
    @Scenario({"B-87", "B-88"})
    void aClientThatGoesAwayMayTryAgain() throws IOException {
        String id = init();
        try (RawCall call = RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 10")) {
            call.send("01234".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> status(id).equals("UploadStarted"));
        }
        await().until(() -> partialFiles() == 0);
        assertThat(status(id)).isEqualTo("UploadStarted");
        uploaded(id);
        assertThat(status(id)).isEqualTo("Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void aChunkedBodyThatBreaksOffIsNotTakenForAWholeOne() throws IOException {
        String id = init();
        try (RawCall call = RawCall.to(emulator).upload(id, token(S, WRITE), "Transfer-Encoding: chunked")) {
            call.send("5\r\n01234\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> status(id).equals("UploadStarted"));
        }
        await().until(() -> partialFiles() == 0);
        assertThat(status(id)).isEqualTo("UploadStarted");
        uploaded(id);
    }

    @Test
    @Scenario("B-89")
    void storageThatFailsFailsTheTransfer() {
        broker().storage().failNextUploads(1);
        String id = init();
        Answer answer = upload(id, DIGITS).isError(500, 8);
        assertThat(answer.json().get("statusDescription").asText())
                .isEqualTo("An error occurred while processing your request.");
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText())
                .isEqualTo("Error occurred while uploading fileTransfer");
        assertThat(events(id)).containsExactly("filetransferinitialized Sender " + S, "uploadfailed Sender " + S);
        upload(init(), DIGITS).isStatus(200);
    }

    @Test
    @Scenario("B-90")
    void ofTwoUploadsAtOnceTheSecondToEndFailsTheTransfer() throws IOException {
        String id = init();
        try (RawCall slow = RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 10")) {
            slow.send("01234".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> status(id).equals("UploadStarted"));
            upload(id, DIGITS).isStatus(200);
            slow.send("56789".getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.line()).contains(" 500 ");
        }
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(broker().transfer(id).file()).isEmpty();
        assertThat(partialFiles()).isZero();
    }

    @Test
    @Scenario("B-90")
    void twoUploadsAtTheSameMomentNeverBothSucceed() {
        String id = init();
        byte[] large = new byte[3_000_000];
        List<CompletableFuture<Integer>> uploads = List.of(
                CompletableFuture.supplyAsync(() -> upload(id, large).status()),
                CompletableFuture.supplyAsync(() -> upload(id, large).status()));
        List<Integer> statuses =
                uploads.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(statuses.get(0)).isEqualTo(200);
        assertThat(statuses.get(1)).isIn(409, 500);
    }

    @Test
    @Scenario("B-91")
    void malwareFailsTheTransferAndRemovesTheFile() {
        String id = initWith("disableVirusScan", false);
        broker().scanner().delay(Duration.ZERO);
        upload(id, ("text " + MalwareScanner.EICAR_MARKER + " text").getBytes(StandardCharsets.US_ASCII))
                .isStatus(200);
        await().until(() -> status(id).equals("Failed"));
        assertThat(overview(id).get("fileTransferStatusText").asText()).startsWith("Malware scan failed: ");
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S,
                        "uploadprocessing Sender " + S,
                        "uploadfailed Sender " + S,
                        "fileneverconfirmeddownloaded Recipient " + R1,
                        "fileneverconfirmeddownloaded Sender " + S);
        assertThat(broker().transfer(id).file()).isEmpty();
        download(id, R1).isError(403, 7);
    }

    @Test
    void aVerdictCanBeGivenBeforeTheUpload() {
        broker().scanner().hold();
        String id = initWith("disableVirusScan", false);
        broker().scanner().infect(UUID.fromString(id));
        uploaded(id);
        await().until(() -> status(id).equals("Failed"));
    }

    @Test
    void aFileOfManyBlocksKeepsItsBytesAndItsHash() throws Exception {
        byte[] large = new byte[5_000_001];
        new Random(7).nextBytes(large);
        String id = init();
        upload(id, large).isStatus(200);
        assertThat(download(id, R1).bytes()).isEqualTo(large);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(large);
        assertThat(overview(id).get("checksum").asText())
                .isEqualTo(HexFormat.of().formatHex(md5));
    }

    private long partialFiles() throws IOException {
        try (var files = Files.list(broker().storage().folder())) {
            return files.filter(file -> file.toString().endsWith(".part")).count();
        }
    }
}
