package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

class DownloadTest extends BrokerFixture {

    private static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";

    @AfterEach
    void clockAsUsual() {
        emulator.clock().reset();
    }

    @Test
    @Scenario({"B-137", "B-138"})
    void theFileComesWithItsHeadersAndIsNoted() {
        String id = pub();
        Answer answer = download(id, R1).isStatus(200);
        assertThat(answer.bytes()).isEqualTo(DIGITS);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=report.xml; filename*=UTF-8''report.xml");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.response().headers().map()).doesNotContainKeys("etag", "last-modified", "content-range");
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferStatus").asText()).isEqualTo("Published");
        assertThat(view.at("/recipients/0/currentRecipientFileTransferStatusCode")
                        .asText())
                .isEqualTo("DownloadStarted");
        assertThat(view.at("/recipients/0/currentRecipientFileTransferStatusText")
                        .asText())
                .isEqualTo("Recipient has attempted to download fileTransfer");
    }

    @Test
    @Scenario({"B-139", "B-140"})
    void onlyPublishedFilesCanBeDownloaded() {
        download(init(), R1).isError(403, 7);
        String failed = initWith("checksum", "0".repeat(32));
        upload(failed, DIGITS).isStatus(400);
        download(failed, R1).isError(403, 7);
        String purged = pub();
        emulator.clock().advance(Duration.ofDays(31));
        download(purged, R1).isError(403, 7);
    }

    @Test
    @Scenario("B-141")
    void problemsOfADownloadComeAsProblemJson() {
        Answer answer = download(UNKNOWN, R1).isError(404, 1);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json; charset=utf-8");
    }

    @Test
    @Scenario("B-142")
    void strangersGetNothing() {
        download(pub(), X).isError(401, 6);
        download(pub(), S).isError(401, 6);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, bytes 0-4/10, 01234",
        "bytes=5-, bytes 5-9/10, 56789",
        "bytes=-3, bytes 7-9/10, 789",
        "bytes=-99, bytes 0-9/10, 0123456789",
        "bytes=0-999, bytes 0-9/10, 0123456789",
        "bytes=0-, bytes 0-9/10, 0123456789",
        "bytes=9-99999999999999999999, bytes 9-9/10, 9"
    })
    @Scenario({"B-143", "B-144", "B-145", "B-146", "B-147", "B-148"})
    void oneRangeIsHonoured(String range, String contentRange, String bytes) {
        Answer answer = download(pub(), R1, "Range", range).isStatus(206);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(bytes.length()));
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.text()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=11-20", "bytes=-0"})
    @Scenario({"B-149", "B-150"})
    void aRangeThatIsNotThereIsA416AndNoDownload(String range) {
        String id = pub();
        Answer answer = download(id, R1, "Range", range).isError(416, 29);
        assertThat(answer.header("Content-Range")).isNull();
        assertThat(recipientStatus(id, R1)).isEqualTo("Initialized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "items=0-1", "bytes=9-2", "abc", "bytes=-", "bytes=a-b"})
    @Scenario({"B-151", "B-152"})
    void aRangeThatMakesNoSenseIsIgnored(String range) {
        Answer answer = download(pub(), R1, "Range", range).isStatus(200);
        assertThat(answer.bytes()).isEqualTo(DIGITS);
        assertThat(answer.header("Content-Range")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0", "bytes=0-", "bytes=-1"})
    @Scenario("B-153")
    void anEmptyFileHasNoRanges(String range) {
        String id = init();
        upload(id, new byte[0]).isStatus(200);
        download(id, R1, "Range", range).isError(416, 29);
    }

    @Test
    @Scenario("B-154")
    void rangedDownloadsAreNotedOnceInFiveMinutes() {
        String id = pub();
        emulator.clock().freeze();
        download(id, R1, "Range", "bytes=0-4").isStatus(206);
        download(id, R1, "Range", "bytes=5-").isStatus(206);
        assertThat(downloadsStarted(id)).isEqualTo(1);
        emulator.clock().advance(Duration.ofMinutes(5));
        download(id, R1, "Range", "bytes=5-").isStatus(206);
        assertThat(downloadsStarted(id)).isEqualTo(2);
    }

    @Test
    @Scenario("B-155")
    void eachFullDownloadIsNoted() {
        String id = pub();
        download(id, R1).isStatus(200);
        download(id, R1).isStatus(200);
        assertThat(downloadsStarted(id)).isEqualTo(2);
    }

    @Test
    @Scenario("B-156")
    void aDownloadIsNotedThoughNobodyReadsIt() throws IOException {
        String id = init();
        upload(id, new byte[4_000_000]).isStatus(200);
        try (RawCall call =
                RawCall.to(emulator).head("GET /broker/api/v1/filetransfer/" + id + "/download", token(R1, READ))) {
            assertThat(call.line()).contains(" 200 ");
        }
        await().until(() -> recipientStatus(id, R1).equals("DownloadStarted"));
    }

    @Test
    @Scenario("B-157")
    void headIsNotAllowed() {
        Answer answer = send("HEAD", "/" + pub() + "/download", token(R1, READ), HttpRequest.BodyPublishers.noBody());
        assertThat(answer.isStatus(405).header("Allow")).isEqualTo("GET");
    }

    @Test
    @Scenario("B-158")
    void theFileNameIsEncoded() {
        Map<String, String> names = Map.of(
                "å b.txt", "attachment; filename=\"_ b.txt\"; filename*=UTF-8''%C3%A5%20b.txt",
                "a\"b\\c", "attachment; filename=\"a\\\"b\\\\c\"; filename*=UTF-8''a%22b%5Cc",
                "line\nbreak", "attachment; filename=line_break; filename*=UTF-8''line%0Abreak");
        names.forEach((name, header) -> assertThat(
                        download(uploaded(initWith("fileName", name)), R1).header("Content-Disposition"))
                .isEqualTo(header));
    }

    @Test
    @Scenario("B-171")
    void whoDownloadsForARecipientBecomesOne() {
        String id = pub();
        broker().policy().delegate(X, resource.id(), R1, Action.READ);
        download(id, X).isStatus(200);
        assertThat(overview(id).get("recipients").findValuesAsText("recipient"))
                .isEqualTo(List.of("0192:" + R1, "0192:" + X));
        assertThat(recipientStatus(id, X)).isEqualTo("DownloadStarted");
        assertThat(recipientStatus(id, R1)).isEqualTo("Initialized");
    }

    @Test
    void aFileThatStorageLostIsAnUnhandledError() {
        String id = pub();
        broker().storage().lose(broker().transfer(id));
        download(id, R1).isUnhandled();
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    void aServiceOwnerMustHaveBeenSetUp() {
        String id = pub();
        resource.serviceOwnerConfigured(false);
        download(id, R1).isError(400, 2);
    }

    private long downloadsStarted(String id) {
        return details(id)
                .get("recipientFileTransferStatusHistory")
                .findValuesAsText("recipientFileTransferStatusCode")
                .stream()
                .filter("DownloadStarted"::equals)
                .count();
    }
}
