package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class RetentionTest extends BrokerFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofDays(30);

    @AfterEach
    void asUsual() {
        emulator.clock().reset();
        broker().jobs().automatic(true);
    }

    @Test
    @Scenario({"B-174", "B-175"})
    void theGracePeriodBeginsWithTheLastConfirmation() {
        resource.purgeFileTransferAfterAllRecipientsConfirmed(true);
        String id = confirmed();
        emulator.clock().advance(Duration.ofMinutes(119));
        download(id, R1).isStatus(200);
        emulator.clock().advance(MINUTE);
        assertThat(status(id)).isEqualTo("Purged");
        assertThat(lastEvents(id, 6)).containsExactly("filepurged Sender " + S);
        assertThat(broker().transfer(id).file()).isEmpty();
    }

    @Test
    void theGracePeriodIsTheResources() {
        resource.purgeFileTransferAfterAllRecipientsConfirmed(true).purgeFileTransferGracePeriod(MINUTE);
        String id = confirmed();
        emulator.clock().advance(MINUTE);
        assertThat(status(id)).isEqualTo("Purged");
    }

    @Test
    @Scenario({"B-176", "B-177"})
    void withoutPurgeAfterConfirmationOnlyExpirationPurges() {
        String id = confirmed();
        emulator.clock().advance(LIFE.minus(MINUTE));
        assertThat(status(id)).isEqualTo("AllConfirmedDownloaded");
        emulator.clock().advance(MINUTE);
        assertThat(status(id)).isEqualTo("Purged");
        assertThat(lastEvents(id, 6)).containsExactly("filepurged Sender " + S);
    }

    @Test
    @Scenario("B-178")
    void expirationTellsWhoNeverConfirmed() {
        String id = uploaded(initTo(R1, R2));
        downloadAndConfirm(id, R2);
        int events = events(id).size();
        emulator.clock().advance(LIFE);
        assertThat(status(id)).isEqualTo("Purged");
        assertThat(lastEvents(id, events))
                .containsExactly(
                        "filepurged Sender " + S,
                        "fileneverconfirmeddownloaded Recipient " + R1,
                        "fileneverconfirmeddownloaded Sender " + S);
        emulator.clock().advance(LIFE);
        assertThat(events(id)).hasSize(events + 3);
    }

    @Test
    @Scenario("B-179")
    void whatWasNeverUploadedExpiresToo() {
        String id = init();
        emulator.clock().advance(LIFE);
        assertThat(status(id)).isEqualTo("Purged");
        assertThat(lastEvents(id, 1))
                .containsExactly(
                        "filepurged Sender " + S,
                        "fileneverconfirmeddownloaded Recipient " + R1,
                        "fileneverconfirmeddownloaded Sender " + S);
        upload(id, DIGITS).isError(409, 4);
    }

    @Test
    @Scenario("B-180")
    void whatFailedExpiresToo() {
        String id = initWith("checksum", "0".repeat(32));
        upload(id, DIGITS).isStatus(400);
        emulator.clock().advance(LIFE);
        assertThat(status(id)).isEqualTo("Purged");
    }

    @Test
    @Scenario({"B-181", "B-182"})
    void aPurgedTransferStillTellsWhenItWasPublished() {
        String id = pub();
        download(id, R1).isStatus(200);
        JsonNode published = overview(id).get("published");
        emulator.clock().advance(LIFE);
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferStatusText").asText()).isEqualTo("FileTransfer has been purged");
        assertThat(view.get("published")).isEqualTo(published);
        assertThat(view.get("fileTransferSize").asLong()).isEqualTo(10);
        confirm(id, R1).isError(400, 10);
        download(id, R1).isError(403, 7);
    }

    @Test
    @Scenario("B-183")
    void expirationLeavesAConfirmedTransferToTheGracePeriod() {
        resource.purgeFileTransferAfterAllRecipientsConfirmed(true).fileTransferTimeToLive(Duration.ofHours(1));
        String id = confirmed();
        emulator.clock().advance(Duration.ofMinutes(90));
        assertThat(status(id)).isEqualTo("AllConfirmedDownloaded");
        emulator.clock().advance(Duration.ofMinutes(30));
        assertThat(status(id)).isEqualTo("Purged");
    }

    @Test
    @Scenario("B-184")
    void anUploadThatGotStuckFailsAfterADay() throws IOException {
        String id = init();
        try (RawCall call = RawCall.to(emulator).upload(id, token(S, WRITE), "Content-Length: 10")) {
            call.send("01234".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> status(id).equals("UploadStarted"));
        }
        emulator.clock().advance(Duration.ofHours(23));
        assertThat(status(id)).isEqualTo("UploadStarted");
        emulator.clock().advance(Duration.ofHours(1));
        assertThat(status(id)).isEqualTo("Failed");
        assertThat(overview(id).get("fileTransferStatusText").asText())
                .isEqualTo("File transfer was stuck in UploadStarted as it failed upload mid-request.");
        assertThat(lastEvents(id, 1)).containsExactly("uploadfailed Sender " + S);
    }

    @Test
    void aFileStaysDownloadableUntilALateJobHasRun() {
        String id = pub();
        broker().jobs().automatic(false);
        emulator.clock().advance(LIFE);
        download(id, R1).isStatus(200);
        broker().jobs().run();
        download(id, R1).isError(403, 7);
    }

    @Test
    void jobsAlsoRunWithoutAnybodyMovingTheClock() {
        resource.fileTransferTimeToLive(Duration.ZERO);
        String id = init();
        await().until(() -> status(id).equals("Purged"));
    }

    private String confirmed() {
        String id = pub();
        emulator.clock().freeze();
        downloadAndConfirm(id, R1);
        return id;
    }

    private List<String> lastEvents(String id, int after) {
        List<String> events = events(id);
        return events.subList(after, events.size());
    }
}
