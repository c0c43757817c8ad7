package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** Each operation as it goes when nothing goes wrong, and the requests that it makes. */
class BrokerClientTest {

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private RecordedCall only(Operation operation) {
        assertThat(altinn.emulator.recorder().calls(operation)).hasSize(1);
        return altinn.emulator.recorder().calls(operation).get(0);
    }

    @Test
    void aFileTravelsFromSenderToRecipient() throws Exception {
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter()
                        .property("kind", "letter")
                        .property("æøå", "")
                        .checksum(BrokerFixture.HELLO_MD5)
                        .build());
        altinn.sender().upload(id, UploadSource.of(BrokerFixture.HELLO));
        FileTransfer transfer = altinn.recipient().awaitPublished(id, Duration.ofSeconds(10));

        assertThat(transfer.id()).isEqualTo(id);
        assertThat(transfer.fileName()).isEqualTo("letter.txt");
        assertThat(transfer.resourceId()).isEqualTo(BrokerFixture.RESOURCE);
        assertThat(transfer.reference()).isEqualTo("ref-1");
        assertThat(transfer.sender()).isEqualTo("0192:" + BrokerFixture.SENDER);
        assertThat(transfer.properties()).containsExactly(Map.entry("kind", "letter"), Map.entry("æøå", ""));
        assertThat(transfer.checksum()).isEqualTo(BrokerFixture.HELLO_MD5);
        assertThat(transfer.virusScan()).isFalse();
        assertThat(transfer.size()).isEqualTo(5);
        assertThat(transfer.status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(transfer.statusText()).isEqualTo("Ready for download");
        assertThat(transfer.expires()).isAfter(transfer.created());
        assertThat(transfer.published()).isEqualTo(transfer.statusChanged());
        assertThat(transfer.recipient(BrokerFixture.RECIPIENT))
                .hasValueSatisfying(own -> assertThat(own.status()).isEqualTo(RecipientStatus.INITIALIZED));

        try (Download download = altinn.recipient().download(id, transfer.size(), transfer.checksum())) {
            assertThat(download.readAllBytes()).isEqualTo(BrokerFixture.HELLO);
        }
        altinn.recipient().confirm(id);
        assertThat(altinn.sender().overview(id).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
    }

    @Test
    void requestsAreAsTheContractHasThem() throws Exception {
        UUID id = altinn.initialized();
        altinn.sender().upload(id, UploadSource.of(BrokerFixture.HELLO));
        try (Download download = altinn.recipient().download(id, 5)) {
            download.readAllBytes();
        }
        altinn.recipient().confirm(id);
        altinn.sender().overview(id);
        altinn.sender().details(id);

        assertThat(only(Operation.INITIALIZE).header("Content-Type")).startsWith("application/json");
        assertThat(only(Operation.INITIALIZE).header("Accept")).isEqualTo("application/json");
        RecordedCall upload = only(Operation.UPLOAD);
        assertThat(upload.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(upload.header("Content-Length")).isEqualTo("5");
        assertThat(upload.header("Expect")).isEqualTo("100-continue");
        RecordedCall download = only(Operation.DOWNLOAD);
        assertThat(download.header("Accept")).isEqualTo("*/*");
        assertThat(download.header("Range")).isNull();
        assertThat(only(Operation.CONFIRM).header("Accept")).isEqualTo("application/json");
        assertThat(only(Operation.OVERVIEW).header("Accept")).isEqualTo("application/json");
        assertThat(only(Operation.DETAILS).uri()).isEqualTo("/broker/api/v1/filetransfer/" + id + "/details");
        assertThat(download.header("Authorization")).startsWith("Bearer ey");
        assertThat(download.header("Cookie")).isNull();
        assertThat(download.header("Accept-Encoding")).isNull();
    }

    @Test
    void extraHeadersGoWithEveryCall() {
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .header("Ocp-Apim-Subscription-Key", "abc")
                .build();
        client.list(TransferQuery.of(BrokerFixture.RESOURCE));
        client.withIdentity(altinn.identity(BrokerFixture.RECIPIENT)).list(TransferQuery.of(BrokerFixture.RESOURCE));
        assertThat(altinn.emulator.recorder().calls(Operation.LIST))
                .extracting(call -> call.header("Ocp-Apim-Subscription-Key"))
                .containsExactly("abc", "abc");
    }

    @Test
    void anotherIdentityIsAnotherCaller() {
        BrokerClient sender = altinn.sender();
        BrokerClient other = sender.withIdentity(altinn.identity(BrokerFixture.OTHER));
        assertThat(sender.organization()).isEqualTo(BrokerFixture.SENDER);
        assertThat(other.organization()).isEqualTo(BrokerFixture.OTHER);
        assertThat(other.identity().clientId()).isEqualTo(BrokerFixture.OTHER);

        UUID id = altinn.initialized();
        assertThatThrownBy(() -> other.overview(id))
                .isInstanceOfSatisfying(AltinnClientException.class, refused -> assertThat(refused.code())
                        .isEqualTo("BRO-00006"));
    }

    @Test
    void aPlatformUrlMayEndWithASlash() {
        BrokerClient client = BrokerClient.builder(
                        URI.create(altinn.emulator.platformUrl() + "/"),
                        altinn.transport,
                        altinn.tokens,
                        altinn.identity(BrokerFixture.SENDER))
                .build();
        assertThat(client.list(TransferQuery.of(BrokerFixture.RESOURCE))).isNotNull();
    }

    @Test
    void listsAreAskedForWithEverythingTheQuerySays() {
        Instant from = Instant.parse("2026-08-18T11:40:51.123456789Z");
        altinn.recipient()
                .list(new TransferQuery(
                        BrokerFixture.RESOURCE,
                        FileTransferStatus.ALL_CONFIRMED_DOWNLOADED,
                        RecipientStatus.DOWNLOAD_STARTED,
                        TransferQuery.Role.RECIPIENT,
                        from,
                        from.plusSeconds(1),
                        true));
        assertThat(only(Operation.LIST).uri())
                .isEqualTo("/broker/api/v1/filetransfer?resourceId=letters&status=AllConfirmedDownloaded"
                        + "&recipientStatus=DownloadStarted&role=Recipient&from=2026-08-18T11%3A40%3A51.123456Z"
                        + "&to=2026-08-18T11%3A40%3A52.123456Z&orderAscending=true");
    }

    @Test
    void aListHoldsTheIdsInTheOrderAskedFor() {
        UUID first = altinn.published(BrokerFixture.HELLO);
        UUID second = altinn.published(BrokerFixture.HELLO);
        UUID initialized = altinn.initialized();
        TransferQuery published = TransferQuery.of(BrokerFixture.RESOURCE).withStatus(FileTransferStatus.PUBLISHED);
        assertThat(altinn.recipient().list(published))
                .containsSubsequence(second, first)
                .doesNotContain(initialized);
        assertThat(altinn.recipient().list(published.oldestFirst())).containsSubsequence(first, second);
        assertThat(altinn.recipient().list(published.withTo(Instant.EPOCH))).isEmpty();
    }

    @Test
    void detailsTellThePastOldestFirst() {
        UUID id = altinn.published(BrokerFixture.HELLO);
        FileTransferDetails details = altinn.sender().details(id);
        assertThat(details.transfer().id()).isEqualTo(id);
        assertThat(details.history())
                .extracting(FileTransferDetails.StatusEvent::status)
                .containsExactly(
                        FileTransferStatus.INITIALIZED,
                        FileTransferStatus.UPLOAD_STARTED,
                        FileTransferStatus.PUBLISHED);
        assertThat(details.recipientHistory())
                .extracting(RecipientState::status)
                .containsExactly(RecipientStatus.INITIALIZED);
    }

    @Test
    void whatTheBrokerWouldRefuseIsNotSent() {
        assertThatThrownBy(() -> altinn.sender()
                        .initialize(BrokerFixture.letter().fileName("").build()))
                .isInstanceOf(InvalidTransferException.class);
        assertThat(altinn.emulator.recorder().calls()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotTheBrokersIsAFailure() {
        UUID id = altinn.initialized();
        altinn.next(Operation.OVERVIEW, Fault.answer(200, "text/html", "<html>Please log in to this network</html>"));
        assertThatThrownBy(() -> altinn.sender().overview(id))
                .isInstanceOfSatisfying(AltinnClientException.class, failure -> {
                    assertThat(failure.status()).isEqualTo(200);
                    assertThat(failure.retryable()).isFalse();
                    assertThat(failure)
                            .hasMessageContaining("not a JSON object")
                            .hasMessageContaining("platform URL");
                    assertThat(failure.getMessage()).doesNotContain("log in");
                });
        altinn.next(Operation.LIST, Fault.answer(200, "application/json", "{\"ids\":[]}"));
        assertThatThrownBy(() -> altinn.sender().list(TransferQuery.of(BrokerFixture.RESOURCE)))
                .hasMessageContaining("not a JSON array");
        altinn.next(Operation.INITIALIZE, Fault.answerAfterEffect(200, "application/json", "{}"));
        assertThatThrownBy(altinn::initialized)
                .isInstanceOfSatisfying(AltinnClientException.class, failure -> assertThat(failure.outcomeUnknown())
                        .isTrue());
    }

    @Test
    void anOverviewOfAnotherTransferIsNotTaken() {
        UUID id = altinn.initialized();
        altinn.next(
                Operation.OVERVIEW,
                Fault.answer(
                        200,
                        "application/json",
                        "{\"fileTransferId\":\"" + UUID.randomUUID() + "\",\"fileTransferStatus\":\"Published\"}"));
        assertThatThrownBy(() -> altinn.sender().overview(id)).hasMessageContaining("another file transfer");
    }
}
