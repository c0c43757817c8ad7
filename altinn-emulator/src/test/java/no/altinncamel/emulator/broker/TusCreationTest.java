package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

class TusCreationTest extends TusFixture {

    @Test
    @Scenario("B-186")
    void optionsTellWhatTheServerCan() {
        for (String id : new String[] {init(), UNKNOWN}) {
            Answer answer = plain("OPTIONS", id, token(S, WRITE), null).isEmpty(204);
            assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
            assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
            assertThat(answer.header("Tus-Extension").split(","))
                    .containsExactlyInAnyOrder(
                            "creation",
                            "creation-with-upload",
                            "termination",
                            "checksum",
                            "checksum-trailer",
                            "concatenation",
                            "expiration");
            assertThat(answer.header("Tus-Checksum-Algorithm")).isEqualTo("md5");
            assertThat(answer.header("Tus-Max-Size")).isNull();
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    @Scenario("B-187")
    void evenOptionsNeedAToken() {
        Answer answer = plain("OPTIONS", init(), null, null).isEmpty(401);
        assertThat(answer.header("Tus-Resumable")).isNull();
        plain("OPTIONS", init(), token(S, READ), null).isEmpty(403);
    }

    @Test
    @Scenario("B-188")
    void aCreationTellsWhereAndUntilWhenToUpload() {
        String id = init();
        emulator.clock().freeze();
        Answer answer = create(id, "Upload-Length", "10").isEmpty(201);
        assertThat(answer.header("Location")).isEqualTo(TUS + id);
        Instant expires = ZonedDateTime.parse(answer.header("Upload-Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(emulator.clock().instant(), expires).plusSeconds(1))
                .isBetween(Duration.ofHours(24), Duration.ofHours(24).plusSeconds(1));
        assertThat(status(id)).isEqualTo("UploadStarted");
        assertThat(events(id)).containsExactly("filetransferinitialized Sender " + S);
    }

    @Test
    @Scenario("B-189")
    void withoutTheVersionItIsNotATusRequest() {
        String id = init();
        Answer answer =
                plain("POST", id, token(S, WRITE), null, "Upload-Length", "10").isEmpty(404);
        assertThat(answer.header("Tus-Resumable")).isNull();
        assertThat(status(id)).isEqualTo("Initialized");
    }

    @Test
    @Scenario("B-190")
    void anotherVersionIsRefusedAfterTheRights() {
        String[] headers = {"Tus-Resumable", "0.2.2", "Upload-Length", "10"};
        String id = init();
        Answer answer = plain("POST", id, token(S, WRITE), null, headers).isStatus(412);
        assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
        plain("POST", id, token(X, WRITE), null, headers).isStatus(401);
        assertThat(status(id)).isEqualTo("Initialized");
    }

    @Test
    @Scenario("B-191")
    void theLengthIsNeeded() {
        isText(create(init()), 400, "Missing Upload-Length header");
    }

    @ParameterizedTest
    @CsvSource({"-1, Header Upload-Length must be a positive number", "x, Could not parse Upload-Length"})
    @Scenario("B-192")
    void theLengthIsANumberOfBytes(String length, String text) {
        String id = init();
        isText(create(id, "Upload-Length", length), 400, text);
        assertThat(status(id)).isEqualTo("Initialized");
    }

    @Test
    @Scenario("B-193")
    void theLengthCannotBeToldLater() {
        isText(create(init(), "Upload-Defer-Length", "1"), 400, "Header Upload-Defer-Length is not supported");
        assertThat(create(init(), "Upload-Defer-Length", "1", "Upload-Length", "10")
                        .isStatus(400)
                        .text())
                .contains("mutually exclusive");
    }

    @Test
    @Scenario("B-194")
    void theTransferIsInitializedFirst() {
        isText(create(UNKNOWN, "Upload-Length", "10"), 404, "The requested file transfer was not found");
        isText(create("no-guid", "Upload-Length", "10"), 404, "Missing file transfer id");
    }

    @Test
    @Scenario("B-195")
    void whoMayNotSendMayNotUpload() {
        Answer answer = tus("POST", init(), token(X, WRITE), null, "Upload-Length", "10");
        isText(
                answer,
                401,
                "You must use a bearer token that represents a system user with access to the resource in the Resource"
                        + " Rights Registry");
        assertThat(answer.header("WWW-Authenticate")).isNull();
        assertThat(tus("POST", init(), token(S, READ), null, "Upload-Length", "10")
                        .isEmpty(403)
                        .header("Tus-Resumable"))
                .isNull();
    }

    @Test
    @Scenario("B-196")
    void whatIsPublishedIsNotUploadedAgain() {
        isText(create(pub(), "Upload-Length", "10"), 409, ALREADY);
    }

    @Test
    @Scenario("B-197")
    void theSizeLimitIsAPlain400() {
        resource.maxFileTransferSize(5);
        String id = init();
        isText(create(id, "Upload-Length", "10"), 400, "File size exceeds maximum");
        assertThat(status(id)).isEqualTo("Initialized");
        String scanned = initWith("disableVirusScan", false);
        resource.maxFileTransferSize(Long.MAX_VALUE);
        isText(create(scanned, "Upload-Length", "50000000001"), 400, "File size exceeds maximum");
        create(scanned, "Upload-Length", "50000000000").isStatus(201);
    }

    @Test
    void storageThatIsNotReadyIsATextToo() {
        String id = init();
        resource.storageReady(false);
        isText(create(id, "Upload-Length", "10"), 503, "Storage provider is not ready yet. Please try again later.");
    }

    @Test
    @Scenario("B-218")
    void anEmptyUploadIsCreatedAndNeverEnds() {
        String id = init();
        Answer answer = create(id, "Upload-Length", "0").isStatus(201);
        assertThat(answer.header("Upload-Expires")).isNull();
        assertThat(offset(id)).isZero();
        isText(patch(id, 0, ""), 400, "Upload is already complete.");
        assertThat(upload(id).beginCompletion()).as("nobody has asked for it").isTrue();
        assertThat(status(id)).isEqualTo("UploadStarted");
    }

    @Test
    void aCreationMayBringTheFirstChunk() {
        String id = init();
        Answer answer = tus("POST", id, token(S, WRITE), DIGITS, "Upload-Length", "10", "Content-Type", CHUNK);
        assertThat(answer.isStatus(201).header("Upload-Offset")).isEqualTo("10");
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void aCreationStandsEvenIfItsChunkIsTooLong() {
        String id = init();
        Answer answer = tus("POST", id, token(S, WRITE), DIGITS, "Upload-Length", "9", "Content-Type", CHUNK);
        assertThat(answer.isStatus(201).header("Upload-Offset")).isEqualTo("0");
        assertThat(offset(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", " ,a", "a YQ==,a YQ==", "a ???"})
    void metadataMustBeWellFormed(String metadata) {
        assertThat(create(init(), "Upload-Length", "10", "Upload-Metadata", metadata)
                        .isStatus(400)
                        .text())
                .startsWith("Header Upload-Metadata: ");
    }

    @Test
    void metadataHaveNoEffect() {
        String id = init();
        create(id, "Upload-Length", "10", "Upload-Metadata", "filename YQ==,empty")
                .isStatus(201);
        assertThat(head(id).isStatus(200).header("Upload-Metadata")).isNull();
        assertThat(overview(id).get("fileName").asText()).isEqualTo("report.xml");
    }

    @Test
    @Scenario("B-235")
    void aRepeatedCreationLeavesAnInconsistentUpload() {
        String id = created(10);
        patch(id, 0, "01234").isStatus(204);
        create(id, "Upload-Length", "10").isStatus(201);
        assertThat(offset(id)).isEqualTo(5);
        isText(patch(id, 5, "56789"), 409, "Offset does not match file. File offset: 0. Request offset: 5");
    }
}
