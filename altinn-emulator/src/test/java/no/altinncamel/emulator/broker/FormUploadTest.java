package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class FormUploadTest extends BrokerFixture {

    private static final String BOUNDARY = "----the-boundary";

    private final ByteArrayOutputStream form = new ByteArrayOutputStream();

    @BeforeEach
    void emptyForm() {
        form.reset();
    }

    @Test
    @Scenario("B-92")
    void oneFormInitializesAndUploads() {
        metadataParts();
        file(DIGITS);
        String id = submit().id();
        JsonNode view = overview(id);
        assertThat(view.get("fileName").asText()).isEqualTo("æ report.xml");
        assertThat(view.get("fileTransferStatus").asText()).isEqualTo("Published");
        assertThat(view.get("checksum").asText()).isEqualTo(DIGITS_MD5);
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
        assertThat(events(id))
                .containsExactly(
                        "filetransferinitialized Sender " + S, "published Sender " + S, "published Recipient " + R1);
    }

    @Test
    @Scenario({"B-93", "B-94"})
    void recipientsAreRepeatedAndPropertiesIndexed() {
        metadataParts();
        text("metadata.RECIPIENTS", "0192:" + R2);
        text("Metadata.PropertyList[a]", "1");
        text("metadata.propertylist[Bø]", "2");
        file(DIGITS);
        JsonNode view = overview(submit().id());
        assertThat(view.findValuesAsText("recipient")).containsExactly("0192:" + R1, "0192:" + R2);
        assertThat(view.get("propertyList").toString()).isEqualTo("{\"a\":\"1\",\"Bø\":\"2\"}");
    }

    @Test
    @Scenario("B-95")
    void theFileIsRequired() {
        metadataParts();
        submit().isInvalid("FileTransfer", "The FileTransfer field is required.");
    }

    @Test
    @Scenario("B-96")
    void mistakesInTheMetadataAreReportedWithTheirPrefix() {
        text("Metadata.Sender", S);
        text("Metadata.DisableVirusScan", "perhaps");
        file(DIGITS);
        submit().isInvalid("Metadata.Sender", "Organization numbers should be")
                .isInvalid("Metadata.FileName", "The FileName field is required.")
                .isInvalid("Metadata.Recipients", "required")
                .isInvalid("Metadata.SendersFileTransferReference", "minimum length of 1")
                .isInvalid("Metadata.DisableVirusScan", "not valid");
    }

    @Test
    @Scenario("B-97")
    void aWrongChecksumLeavesAFailedTransferThatTheAnswerDoesNotName() {
        metadataParts();
        text("Metadata.Checksum", "0".repeat(32));
        file(DIGITS);
        Answer answer = submit().isError(400, 9);
        String id = list(S, "").ids().get(0);
        assertThat(answer.text()).doesNotContain(id);
        assertThat(status(id)).isEqualTo("Failed");
    }

    @Test
    @Scenario("B-98")
    void aFormIsNotJson() {
        post("/upload", token(S, WRITE), json(metadata()), "Content-Type", JSON).isEmpty(415);
    }

    @Test
    void aFormWithoutABoundaryOrWithABrokenBodyIsUnreadable() {
        post("/upload", token(S, WRITE), DIGITS, "Content-Type", "multipart/form-data")
                .isInvalid("", "Failed to read the request form.");
        post("/upload", token(S, WRITE), DIGITS, "Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .isInvalid("", "Failed to read the request form.");
    }

    @Test
    void aFormBeyondTwoGibibytesIsRefusedByItsLength() throws IOException {
        try (RawCall call = RawCall.to(emulator)
                .head(
                        "POST /broker/api/v1/filetransfer/upload",
                        token(S, WRITE),
                        "Content-Type: multipart/form-data; boundary=" + BOUNDARY,
                        "Content-Length: 2147483648")) {
            assertThat(call.line()).contains(" 400 ");
        }
    }

    @Test
    void accessAndSizeAreCheckedAsInTheTwoStepsOnTheirOwn() {
        resource.maxFileTransferSize(5);
        metadataParts();
        file(DIGITS);
        submit().isError(400, 16);
        broker().policy().deny(S);
        submit().isError(401, 6);
    }

    @Test
    void noFileOfAFormStaysBehind() throws IOException {
        metadataParts();
        text("Metadata.Checksum", "0".repeat(32));
        file(new byte[300_000]);
        long before = storedFiles();
        submit().isError(400, 9);
        assertThat(storedFiles()).isEqualTo(before);
    }

    private void metadataParts() {
        text("Metadata.FileName", "æ report.xml");
        text("Metadata.ResourceId", resource.id());
        text("metadata.sendersFileTransferReference", "ref-1");
        text("Metadata.Sender", "0192:" + S);
        text("Metadata.Recipients", "0192:" + R1);
        text("Metadata.DisableVirusScan", "true");
    }

    private void text(String name, String value) {
        part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    private void file(byte[] content) {
        part("form-data; name=\"FileTransfer\"; filename=\"other.bin\"\r\nContent-Type: " + OCTETS, content);
    }

    private void part(String disposition, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n");
        form.writeBytes(content);
        write("\r\n");
    }

    private void write(String text) {
        form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer submit() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(form.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return post(
                "/upload",
                token(S, WRITE),
                whole.toByteArray(),
                "Content-Type",
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private long storedFiles() throws IOException {
        try (var files = Files.list(broker().storage().folder())) {
            return files.count();
        }
    }
}
