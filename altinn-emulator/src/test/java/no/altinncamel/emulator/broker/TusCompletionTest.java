package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

/** What becomes of a transfer whose last byte has come. */
class TusCompletionTest extends TusFixture {

    private String complete(String id) {
        created(id, 10);
        patch(id, 0, "01234").isStatus(204);
        patch(id, 5, "56789").isStatus(204);
        return id;
    }

    @Test
    @Scenario("B-203")
    void aWholeFileIsPublishedAndCanBeDownloaded() {
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        assertThat(patch(id, 5, "56789").isEmpty(204).header("Upload-Offset")).isEqualTo("10");
        awaitStatus(id, "Published");
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferSize").asLong()).isEqualTo(10);
        await().untilAsserted(
                        () -> assertThat(overview(id).get("checksum").asText()).isEqualTo(DIGITS_MD5));
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(DIGITS);
        assertThat(download(id, R1, "Range", "bytes=5-6").isStatus(206).text()).isEqualTo("56");
        confirm(id, R1).isStatus(204);
        assertThat(events(id))
                .startsWith(
                        "filetransferinitialized Sender " + S,
                        "published Sender " + S,
                        "published Recipient " + R1,
                        "downloadconfirmed Recipient " + R1);
        assertThat(stagedFiles(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 1000})
    @Scenario("B-204")
    void aRepeatedLastChunkIsFine(long offset) {
        String id = complete(init());
        awaitStatus(id, "Published");
        Answer answer = patch(id, token(X, WRITE), offset, DIGITS).isEmpty(204);
        assertThat(answer.header("Upload-Offset")).isEqualTo("10");
        assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
    }

    @Test
    void whoUploadedIsToldThatItIsOver() {
        String id = init();
        String session = briefToken(S, "session-1");
        tus("POST", id, session, null, "Upload-Length", "10").isStatus(201);
        patch(id, session, 0, DIGITS).isStatus(204);
        awaitStatus(id, "Published");
        tus("HEAD", id, session, null).isEmpty(409);
        isText(patch(id, session, 0, DIGITS), 409, ALREADY);
    }

    @Test
    @Scenario("B-216")
    void aWrongChecksumShowsOnlyInTheStatus() {
        String id = initWith("checksum", "0".repeat(32));
        complete(id);
        awaitStatus(id, "Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText()).isEqualTo("Checksum mismatch");
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S,
                        "uploadprocessing Sender " + S,
                        "uploadfailed Sender " + S);
        assertThat(broker().transfer(id).file()).isEmpty();
        isText(create(id, "Upload-Length", "10"), 409, ALREADY);
    }

    @Test
    void aRightChecksumIsVerifiedBeforeThePublication() {
        String id = complete(initWith("checksum", DIGITS_MD5));
        awaitStatus(id, "Published");
        assertThat(events(id)).contains("uploadprocessing Sender " + S, "published Recipient " + R1);
        assertThat(broker().transfer(id).history())
                .extracting(Transfer.StatusChange::status)
                .containsExactly(
                        TransferStatus.INITIALIZED,
                        TransferStatus.UPLOAD_STARTED,
                        TransferStatus.UPLOAD_PROCESSING,
                        TransferStatus.PUBLISHED);
    }

    @Test
    @Scenario("B-217")
    void withTheScanItIsPublishedAfterIt() {
        broker().scanner().hold();
        String id = complete(initWith("disableVirusScan", false));
        awaitStatus(id, "UploadProcessing");
        assertThat(events(id)).endsWith("uploadprocessing Sender " + S);
        broker().scanner().release();
        awaitStatus(id, "Published");
        await().untilAsserted(
                        () -> assertThat(overview(id).get("checksum").asText()).isEqualTo(DIGITS_MD5));
    }

    @Test
    void scanAndChecksumMustBothBeRight() {
        broker().scanner().hold();
        String wrong = initialize(metadata -> {
                    metadata.put("disableVirusScan", false);
                    metadata.put("checksum", "0".repeat(32));
                })
                .id();
        complete(wrong);
        awaitStatus(wrong, "Failed");
        broker().scanner().release();
        assertThat(status(wrong)).isEqualTo("Failed");
        assertThat(events(wrong)).noneMatch(event -> event.startsWith("published"));
    }

    @Test
    void malwareIsFoundInATusUploadToo() {
        broker().scanner().delay(Duration.ZERO);
        byte[] eicar = MalwareScanner.EICAR_MARKER.getBytes(StandardCharsets.US_ASCII);
        String id = created(initWith("disableVirusScan", false), eicar.length);
        patch(id, 0, eicar).isStatus(204);
        awaitStatus(id, "Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText()).startsWith("Malware scan failed: ");
    }

    @Test
    void theFileIsPutTogetherInTheBackground() {
        broker().tus().joinDuration(HOUR);
        String id = complete(init());
        assertThat(status(id)).isEqualTo("UploadStarted");
        emulator.clock().advance(HOUR);
        awaitStatus(id, "Published");
    }

    @Test
    void anUploadThatIsTerminatedWhileItIsPutTogetherIsNotPublished() {
        broker().tus().joinDuration(HOUR);
        String id = complete(init());
        delete(id).isStatus(204);
        created(id, 10);
        patch(id, 0, "abcde").isStatus(204);
        emulator.clock().advance(HOUR);
        assertThat(status(id)).isEqualTo("UploadStarted");
        patch(id, 5, "fghij").isStatus(204);
        emulator.clock().advance(HOUR);
        awaitStatus(id, "Published");
        assertThat(content(id)).isEqualTo("abcdefghij");
    }

    @Test
    void aTransferThatIsPurgedMeanwhileStaysPurged() {
        resource.fileTransferTimeToLive(HOUR);
        broker().tus().joinDuration(Duration.ofHours(2));
        String id = complete(init());
        emulator.clock().advance(HOUR);
        assertThat(status(id)).isEqualTo("Purged");
        emulator.clock().advance(HOUR);
        await().until(() -> stagedFiles(id) == 0);
        assertThat(status(id)).isEqualTo("Purged");
    }

    @Test
    @Scenario("B-233")
    void anUploadThatWasLeftAloneForADayIsGone() {
        broker().jobs().automatic(false);
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        emulator.clock().advance(Duration.ofHours(25));
        patch(id, 5, "56789").isEmpty(404);
        head(id).isEmpty(404);
        broker().jobs().run();
        assertThat(stagedFiles(id)).isZero();
        assertThat(status(id)).isEqualTo("Failed");
    }

    @Test
    void everyRequestRenewsTheUpload() {
        broker().jobs().automatic(false);
        String id = created(10);
        emulator.clock().advance(Duration.ofHours(23));
        assertThat(offset(id)).isZero();
        emulator.clock().advance(Duration.ofHours(23));
        patch(id, 0, "01234").isStatus(204);
    }

    @Test
    @Scenario("B-185")
    void anUploadWithRecentActivityIsNotStuck() {
        String id = created(10);
        emulator.clock().advance(Duration.ofHours(24).minusMinutes(30));
        patch(id, 0, "01234").isStatus(204);
        emulator.clock().advance(Duration.ofMinutes(40));
        assertThat(status(id)).isEqualTo("UploadStarted");
        emulator.clock().advance(HOUR);
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText()).contains("stuck in UploadStarted");
        assertThat(stagedFiles(id)).isZero();
    }
}
