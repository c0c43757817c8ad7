package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class OverviewTest extends BrokerFixture {

    private static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";

    @Test
    @Scenario("B-99")
    void senderAndRecipientSeeTheSame() {
        String id = initWith("propertyList", Map.of("secret", "of the sender"));
        JsonNode seen = get("/" + id, token(R1, READ)).isStatus(200).json();
        assertThat(seen).isEqualTo(overview(id));
        assertThat(seen.at("/propertyList/secret").asText()).isEqualTo("of the sender");
    }

    @Test
    @Scenario({"B-100", "B-101"})
    void strangersLearnWhatExistsAndNothingMore() {
        get("/" + init(), token(X, BOTH)).isError(401, 6);
        get("/" + UNKNOWN, token(X, BOTH)).isError(404, 1);
        get("/" + init(), token(R2, BOTH)).isError(401, 6);
    }

    @Test
    @Scenario("B-102")
    void detailsHaveTheHistories() {
        JsonNode details = details(pub());
        assertThat(details.get("fileTransferStatusHistory").findValuesAsText("fileTransferStatus"))
                .containsExactly("Initialized", "UploadStarted", "Published");
        assertThat(details.get("fileTransferStatusHistory").findValuesAsText("fileTransferStatusText"))
                .containsExactly("Ready for upload", "Upload started", "Ready for download");
        JsonNode recipients = details.get("recipientFileTransferStatusHistory");
        assertThat(recipients).hasSize(1);
        assertThat(recipients.at("/0/recipient").asText()).isEqualTo("0192:" + R1);
        assertThat(recipients.at("/0/recipientFileTransferStatusCode").asText()).isEqualTo("Initialized");
        assertThat(recipients.at("/0/recipientFileTransferStatusText").asText()).isEqualTo("Initialized");
        OffsetDateTime.parse(
                recipients.at("/0/recipientFileTransferStatusChanged").asText());
    }

    @Test
    @Scenario("B-103")
    void recipientsSeeWhatTheOthersDid() {
        String id = uploaded(initTo(R1, R2));
        download(id, R1).isStatus(200);
        JsonNode recipients =
                get("/" + id, token(R2, READ)).isStatus(200).json().get("recipients");
        assertThat(recipients.findValuesAsText("currentRecipientFileTransferStatusCode"))
                .containsExactly("DownloadStarted", "Initialized");
    }

    @Test
    @Scenario("B-104")
    void detailsOfAnUnknownTransferAreNotFound() {
        get("/" + UNKNOWN + "/details", token(S, WRITE)).isError(404, 1);
        get("/" + init() + "/details", token(X, BOTH)).isError(401, 6);
    }

    @Test
    @Scenario("B-105")
    void errorsHaveAllTheirMembers() {
        String published = pub();
        Stream.of(
                        get("/" + UNKNOWN, token(S, WRITE)),
                        get("/" + published, token(X, BOTH)),
                        upload(published, DIGITS),
                        confirm(published, R1),
                        download(init(), R1),
                        download(published, R1, "Range", "bytes=10-"))
                .forEach(answer -> {
                    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
                    for (String member : List.of("type", "title", "detail", "traceId", "statusDescription")) {
                        assertThat(answer.json().get(member).asText()).isNotEmpty();
                    }
                    assertThat(answer.json().get("code").asText()).matches("BRO-\\d{5}");
                    assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
                    assertThat(answer.json().get("type").asText())
                            .startsWith("https://tools.ietf.org/html/rfc9110#section-15.5.");
                    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
                });
    }

    @Test
    @Scenario("B-106")
    void datesAreIsoWithOffsetAndIdsAreLowerCase() {
        JsonNode view = overview(pub());
        for (String date : List.of("created", "expirationTime", "fileTransferStatusChanged", "published")) {
            assertThat(view.get(date).asText())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{0,6}[1-9])?\\+00:00");
            OffsetDateTime.parse(view.get(date).asText());
        }
        String id = view.get("fileTransferId").asText();
        assertThat(UUID.fromString(id)).hasToString(id);
    }

    @Test
    void fractionsOfSecondsLoseTheirTrailingZeros() {
        assertThat(BrokerTime.write(Instant.parse("2026-08-18T11:40:51.120Z")))
                .isEqualTo("2026-08-18T11:40:51.12+00:00");
        assertThat(BrokerTime.write(Instant.parse("2026-08-18T11:40:51Z"))).isEqualTo("2026-08-18T11:40:51+00:00");
    }

    @Test
    void aCallerWithOneRightForOneRecipientSees() {
        String id = initTo(R1, R2);
        broker().policy().delegate(X, resource.id(), R2, Action.READ);
        get("/" + id, token(X, READ)).isStatus(200);
    }

    @Test
    void aResourceThatIsGoneGivesNobodyRights() {
        String id = init();
        broker().removeResource(resource.id());
        get("/" + id, token(S, WRITE)).isError(401, 6);
    }

    @Test
    void testsCanLookAtTheStoredTransfer() {
        String id = pub();
        Transfer transfer = broker().transfer(id);
        assertThat(transfer.status()).isEqualTo(TransferStatus.PUBLISHED);
        assertThat(transfer.size()).isEqualTo(10);
        assertThat(transfer.checksum()).isEqualTo(DIGITS_MD5);
        assertThat(transfer.file().orElseThrow()).hasBinaryContent(DIGITS);
        assertThat(transfer.recipient(R1).orElseThrow().latest()).isEqualTo(RecipientStatus.INITIALIZED);
        assertThat(broker().transfers()).contains(transfer);
    }
}
