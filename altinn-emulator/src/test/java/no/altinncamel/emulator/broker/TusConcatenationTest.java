package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

class TusConcatenationTest extends TusFixture {

    private static final String ID = "[0-9a-f-]{36}";

    /** Two parts with the ten digits, joined. */
    private String joined(String id) {
        join(id, partial(id, "01234"), partial(id, "56789")).isStatus(201);
        return id;
    }

    @Test
    @Scenario({"B-219", "B-220"})
    void partsHaveUrlsOfTheirOwn() {
        String id = init();
        String first = partial(id, 5);
        assertThat(status(id)).isEqualTo("UploadStarted");
        String second = partial(id, 5);
        assertThat(first).matches(ID + "/partial/[0-9a-f]{32}").isNotEqualTo(second);
        Answer answer = head(first).isEmpty(200);
        assertThat(answer.header("Upload-Concat")).isEqualTo("partial");
        assertThat(answer.header("Upload-Offset")).isEqualTo("0");
        assertThat(answer.header("Upload-Length")).isEqualTo("5");
        head(id).isEmpty(404);
    }

    @Test
    @Scenario({"B-221", "B-222"})
    void joinedPartsAreOneFile() {
        broker().tus().joinDuration(HOUR);
        String id = init();
        String first = partial(id, "01234");
        String second = partial(id, "56789");
        Answer answer = join(id, first, second).isEmpty(201);
        assertThat(answer.header("Location")).isEqualTo(TUS + id);
        assertThat(answer.header("Upload-Expires")).isNull();
        assertThat(status(id)).isEqualTo("UploadProcessing");
        emulator.clock().advance(HOUR);
        awaitStatus(id, "Published");
        assertThat(content(id)).isEqualTo("0123456789");
        assertThat(overview(id).get("fileTransferSize").asLong()).isEqualTo(10);
        await().untilAsserted(
                        () -> assertThat(overview(id).get("checksum").asText()).isEqualTo(DIGITS_MD5));
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S, "published Sender " + S, "published Recipient " + R1);
        assertThat(stagedFiles(id)).isZero();
    }

    @Test
    void referencesMayBeAbsolute() {
        String id = init();
        String url = emulator.platformUrl() + TUS + partial(id, "0123456789");
        create(id, "Upload-Concat", "final;" + url).isStatus(201);
        awaitStatus(id, "Published");
    }

    @Test
    @Scenario("B-223")
    void theOrderOfCreationCounts() {
        String id = init();
        String first = partial(id, "01234");
        String second = partial(id, "56789");
        join(id, second, first).isStatus(201);
        awaitStatus(id, "Published");
        assertThat(content(id)).isEqualTo("0123456789");
    }

    @Test
    @Scenario("B-224")
    void anIncompletePartCannotBeJoined() {
        String id = init();
        String first = partial(id, "01234");
        String second = partial(id, 5);
        patch(second, 0, "56").isStatus(204);
        assertThat(join(id, first, second).isStatus(400).text())
                .isEqualTo("Some of the files supplied for concatenation are not finished and can not be concatenated: "
                        + second.substring(second.length() - 32));
        assertThat(status(id)).isEqualTo("UploadStarted");
        patch(second, 2, "789").isStatus(204);
        join(id, first, second).isStatus(201);
        awaitStatus(id, "Published");
    }

    @Test
    @Scenario("B-225")
    void anUnknownPartCannotBeJoined() {
        String id = init();
        String first = partial(id, "01234");
        String unknown = "0123456789abcdef0123456789abcdef";
        isText(
                join(id, first, id + "/partial/" + unknown),
                400,
                "Could not find some of the files supplied for concatenation: " + unknown);
    }

    @Test
    void anotherTransfersPartCannotBeJoined() {
        String id = init();
        String other = partial(init(), "01234");
        isText(
                join(id, other),
                400,
                "Partial upload " + other.substring(other.length() - 32) + " does not belong to file transfer " + id
                        + ".");
    }

    @Test
    void aWholeUploadIsNotAPart() {
        String id = created(10);
        assertThat(join(id, id).isStatus(400).text()).contains("are not marked as partial");
    }

    @Test
    @Scenario({"B-226", "B-227"})
    void afterTheFinalRequestThereIsNothingMoreToSend() {
        broker().tus().joinDuration(HOUR);
        String id = init();
        String first = partial(id, "01234");
        String second = partial(id, "56789");
        join(id, first, second).isStatus(201);
        isText(join(id, first, second), 409, ALREADY);
        Answer answer = head(id).isEmpty(200);
        assertThat(answer.header("Upload-Concat")).isEqualTo("final;" + TUS + first + " " + TUS + second);
        assertThat(answer.header("Upload-Offset")).isEqualTo("10");
        assertThat(answer.header("Upload-Length")).isEqualTo("10");
        assertThat(patch(id, 10, "").isEmpty(204).header("Upload-Offset")).isEqualTo("10");
        isText(patch(id, 0, DIGITS), 403, "File with \"Upload-Concat: final\" cannot be patched");
        emulator.clock().advance(HOUR);
        awaitStatus(id, "Published");
        isText(join(id, first, second), 409, ALREADY);
    }

    @Test
    void theOffsetMayBeMissingWhileThePartsAreJoined() {
        broker().tus().joinDuration(HOUR).offsetWhileJoining(false);
        broker().scanner().hold();
        String id = joined(initWith("disableVirusScan", false));
        Answer answer = head(id).isEmpty(200);
        assertThat(answer.header("Upload-Offset")).isNull();
        assertThat(answer.header("Upload-Length")).isEqualTo("10");
        emulator.clock().advance(HOUR);
        await().untilAsserted(() -> assertThat(head(id).header("Upload-Offset")).isEqualTo("10"));
        assertThat(status(id)).isEqualTo("UploadProcessing");
        broker().scanner().release();
        awaitStatus(id, "Published");
    }

    @Test
    @Scenario("B-228")
    void aPartThatWasLeftOutSpoilsTheJoin() {
        String id = init();
        String first = partial(id, "01234");
        String second = partial(id, "56789");
        partial(id, "xxx");
        join(id, first, second).isStatus(201);
        assertStaysProcessing(id);
    }

    @Test
    void aDeletedPartSpoilsTheJoinToo() {
        String id = init();
        String given = partial(id, "xxx");
        delete(given).isEmpty(204);
        head(given).isEmpty(404);
        joined(id);
        assertStaysProcessing(id);
    }

    @Test
    void tooManyChunksOfAllPartsSpoilTheJoin() {
        broker().tus().maxBlocks(3);
        String id = init();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String part = partial(id, 2);
            patch(part, 0, "0").isStatus(204);
            patch(part, 1, "1").isStatus(204);
            parts.add(part);
        }
        join(id, parts.get(0), parts.get(1)).isStatus(201);
        assertStaysProcessing(id);
    }

    /** By the time a later join is through, an earlier one would be, too. */
    private void assertStaysProcessing(String id) {
        awaitStatus(joined(init()), "Published");
        assertThat(status(id)).isEqualTo("UploadProcessing");
    }

    @Test
    void aPartWithoutBytesIsNotMissed() {
        String id = init();
        String first = partial(id, "01234");
        partial(id, 1000);
        String third = partial(id, "56789");
        join(id, first, third).isStatus(201);
        awaitStatus(id, "Published");
        assertThat(content(id)).isEqualTo("0123456789");
        assertThat(stagedFiles(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "final", "final;", "final;/elsewhere/1", "final; ", "final;http://localhost"})
    @Scenario("B-229")
    void anythingElseIsNoConcatenation(String concat) {
        assertThat(create(init(), "Upload-Concat", concat, "Upload-Length", "5")
                        .isStatus(400)
                        .text())
                .matches("Header Upload-(Concat: Header is invalid. Valid values are .*|Length is not allowed .*)");
        assertThat(create(init(), "Upload-Concat", concat).isStatus(400).text())
                .startsWith("Header Upload-Concat: Header is invalid. Valid values are \"partial\" and \"final\"");
    }

    @Test
    void theFinalRequestHasNoLength() {
        String id = init();
        String part = partial(id, "01234");
        assertThat(create(id, "Upload-Concat", "final;" + TUS + part, "Upload-Length", "5")
                        .isStatus(400)
                        .text())
                .contains("Upload-Length");
        assertThat(status(id)).isEqualTo("UploadStarted");
    }

    @Test
    void partsNeedALength() {
        isText(create(init(), "Upload-Concat", "partial"), 400, "Missing Upload-Length header");
    }

    @Test
    void theSizeLimitIsPerPart() {
        resource.maxFileTransferSize(5);
        String id = joined(init());
        awaitStatus(id, "Published");
        assertThat(content(id)).isEqualTo("0123456789");
    }

    @Test
    void aWrongChecksumFailsAJoinedFile() {
        String id = joined(initWith("checksum", "0".repeat(32)));
        awaitStatus(id, "Failed");
        assertThat(events(id)).containsExactly("filetransferinitialized Sender " + S, "uploadfailed Sender " + S);
        awaitStatus(joined(initWith("checksum", DIGITS_MD5)), "Published");
    }

    @Test
    void partsCanBeUploadedAtTheSameTime() {
        byte[] file = new byte[4_000_003];
        new Random(11).nextBytes(file);
        String id = init();
        List<String> parts = new ArrayList<>();
        int size = 1_000_001;
        for (int start = 0; start < file.length; start += size) {
            parts.add(partial(id, Math.min(size, file.length - start)));
        }
        List<CompletableFuture<Void>> uploads = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            byte[] content = Arrays.copyOfRange(file, i * size, Math.min(file.length, (i + 1) * size));
            uploads.add(CompletableFuture.runAsync(() -> uploadInChunks(part, content)));
        }
        uploads.forEach(CompletableFuture::join);
        join(id, parts.toArray(String[]::new)).isStatus(201);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(file);
    }

    private void uploadInChunks(String part, byte[] content) {
        int chunk = 300_000;
        for (int start = 0; start < content.length; start += chunk) {
            patch(part, start, Arrays.copyOfRange(content, start, Math.min(content.length, start + chunk)))
                    .isStatus(204);
        }
    }
}
