package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Broker's JSON with everything that is odd, missing or new about it. */
class TransferJsonTest {

    private static final UUID ID = UUID.fromString("a4c1b2e0-6f0e-4d40-8b0e-1f6f4d1c2a11");

    private static byte[] utf8(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static FileTransfer overview(String json) throws Exception {
        return TransferJson.overview(ID, utf8(json));
    }

    @Test
    void theContractsExampleIsRead() throws Exception {
        FileTransfer transfer = overview(
                """
                {'fileTransferId':'A4C1B2E0-6f0e-4d40-8b0e-1f6f4d1c2a11','resourceId':'my-resource','fileName':'report.xml',
                 'sendersFileTransferReference':'ref-1','checksum':'9e107d9d372bb6826bd81d3542a419d6','useVirusScan':true,
                 'fileTransferSize':1024,'fileTransferStatus':'Published','fileTransferStatusText':'Ready for download',
                 'fileTransferStatusChanged':'2026-08-18T11:40:51.123456+00:00','created':'2026-08-18T11:40:40.1+00:00',
                 'expirationTime':'2026-09-17T11:40:40+00:00','sender':'0192:991825827',
                 'recipients':[{'recipient':'0192:986252932','currentRecipientFileTransferStatusCode':'DownloadStarted',
                  'currentRecipientFileTransferStatusText':'text',
                  'currentRecipientFileTransferStatusChanged':'2026-08-18T11:40:40.2+00:00'}],
                 'propertyList':{'key':'value'},'published':'2026-08-18T11:40:51.123456+00:00'}""");
        assertThat(transfer.id()).isEqualTo(ID);
        assertThat(transfer.size()).isEqualTo(1024);
        assertThat(transfer.statusChanged()).isEqualTo("2026-08-18T11:40:51.123456Z");
        assertThat(transfer.recipients())
                .containsExactly(new RecipientState(
                        "0192:986252932",
                        RecipientStatus.DOWNLOAD_STARTED,
                        "text",
                        Instant.parse("2026-08-18T11:40:40.2Z")));
        assertThat(transfer.properties()).containsEntry("key", "value");
    }

    @Test
    void whatIsMissingOrNewOrTwiceDoesNoHarm() throws Exception {
        FileTransfer transfer = overview(
                "{'fileTransferStatus':'Published','fileTransferStatus':'Quarantined','new':{'a':[1]},'checksum':'',"
                        + "'published':null,'recipients':[{},{'recipient':null,"
                        + "'currentRecipientFileTransferStatusCode':'Praised'}],'created':'yesterday',"
                        + "'fileTransferSize':'77','propertyList':null}");
        assertThat(transfer.id()).isEqualTo(ID);
        assertThat(transfer.status()).isEqualTo(FileTransferStatus.UNKNOWN);
        assertThat(transfer.checksum()).isNull();
        assertThat(transfer.created()).isNull();
        assertThat(transfer.published()).isNull();
        assertThat(transfer.size()).isEqualTo(77);
        assertThat(transfer.recipients())
                .extracting(RecipientState::status)
                .containsOnly(RecipientStatus.UNKNOWN)
                .hasSize(2);
        assertThat(transfer.properties()).isEmpty();
        assertThat(transfer.recipient("986252932")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-18T11:40:51+00:00, 2026-08-18T11:40:51Z",
        "2026-08-18T11:40:51.1+00:00, 2026-08-18T11:40:51.1Z",
        "2026-08-18T11:40:51.1234567+00:00, 2026-08-18T11:40:51.1234567Z",
        "2026-08-18T13:40:51.12+02:00, 2026-08-18T11:40:51.12Z",
        "2026-08-18T11:40:51.12Z, 2026-08-18T11:40:51.12Z",
        "2026-08-18T11:40:51.12, 2026-08-18T11:40:51.12Z"
    })
    void timesHaveAnyNumberOfFractionDigits(String text, Instant expected) throws Exception {
        assertThat(overview("{'fileTransferStatus':'Failed','created':'" + text + "'}")
                        .created())
                .isEqualTo(expected);
    }

    @Test
    void historiesAreSorted() throws Exception {
        FileTransferDetails details = TransferJson.details(
                ID,
                utf8("{'fileTransferStatus':'Published','fileTransferStatusHistory':["
                        + "{'fileTransferStatus':'Published','fileTransferStatusChanged':'2026-08-18T11:40:52Z'},"
                        + "{'fileTransferStatus':'Initialized','fileTransferStatusChanged':'2026-08-18T11:40:50Z'},"
                        + "{'fileTransferStatus':'UploadStarted','fileTransferStatusChanged':null}],"
                        + "'recipientFileTransferStatusHistory':["
                        + "{'recipient':'b','recipientFileTransferStatusChanged':'2026-08-18T11:40:52Z'},"
                        + "{'recipient':'a','recipientFileTransferStatusChanged':'2026-08-18T11:40:50Z'}]}"));
        assertThat(details.history())
                .extracting(FileTransferDetails.StatusEvent::status)
                .containsExactly(
                        FileTransferStatus.UPLOAD_STARTED,
                        FileTransferStatus.INITIALIZED,
                        FileTransferStatus.PUBLISHED);
        assertThat(details.recipientHistory())
                .extracting(RecipientState::recipient)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "<html>", "{", "{}", "{'fileTransferStatus':{}}"})
    void whatIsNoOverviewIsNotTakenForOne(String body) {
        assertThatThrownBy(() -> overview(body)).isInstanceOf(UnreadableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'fileTransferId':'7'}",
                "{'fileTransferId':'1-1-1-1-1'}",
                "{'fileTransferId':null}",
                "[]"
            })
    void whatHoldsNoIdIsNotTaken(String body) {
        assertThatThrownBy(() -> TransferJson.id(utf8(body))).isInstanceOf(UnreadableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "['x']", "[null]", "[[]]", "[1]", "['a4c1b2e0-6f0e-4d40-8b0e-1f6f4d1c2a11'"})
    void whatIsNoListOfIdsIsNotTaken(String body) {
        assertThatThrownBy(() -> TransferJson.ids(utf8(body))).isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void anInitializationIsWrittenAsTheContractHasIt() {
        String json = new String(
                TransferJson.write(BrokerFixture.letter()
                        .fileName("å\"\\/b")
                        .property("k", "v")
                        .build()),
                StandardCharsets.UTF_8);
        assertThat(json)
                .isEqualTo("{\"fileName\":\"å\\\"\\\\/b\",\"resourceId\":\"letters\","
                        + "\"sendersFileTransferReference\":\"ref-1\",\"sender\":\"991825827\","
                        + "\"recipients\":[\"986252932\"],\"propertyList\":{\"k\":\"v\"},\"disableVirusScan\":true}");
    }
}
