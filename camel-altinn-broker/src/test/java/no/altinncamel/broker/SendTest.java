package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.UploadFailedException;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What {@code operation=send} makes of a message, as the Broker tells it afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendTest {

    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";
    /** More than the buffers of two sockets hold, so that a break in the middle is one. */
    private static final String LARGE = "hello".repeat(6_000_000);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    private CamelWithAltinn camel;
    private ProducerTemplate template;
    private String sender;
    private String recipient;
    private String endpoint;

    @BeforeAll
    void start() {
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
        sender = altinn.service().sender().organization();
        recipient = altinn.service().recipient().organization();
        endpoint = camel.uri(altinn.service().sender()) + "&sender=" + sender + "&recipients=" + recipient
                + "&waitForPublication=true";
    }

    @AfterAll
    void stop() {
        camel.close();
    }

    @BeforeEach
    void withoutLimits() {
        altinn.emulator().rateLimits().enabled(false);
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) throws Exception {
        ExchangeBuilder exchange = ExchangeBuilder.anExchange(camel).withBody(body);
        exchange.withHeader(Exchange.FILE_NAME, "letter.txt");
        headers.forEach(exchange::withHeader);
        Exchange result = template.send(uri, exchange.build());
        if (result.getException() != null) {
            throw result.getException();
        }
        return result;
    }

    private FileTransfer overview(Exchange sent) {
        return template.requestBody(
                camel.uri(altinn.service().recipient()) + "&operation=overview&fileTransferId=" + id(sent),
                null,
                FileTransfer.class);
    }

    private static String id(Exchange sent) {
        return sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private String content(Exchange sent) {
        return template.requestBody(
                camel.uri(altinn.service().recipient()) + "&operation=download&fileTransferId=" + id(sent),
                null,
                String.class);
    }

    @Test
    void aSentFileIsPublishedWithItsMetadata() throws Exception {
        Exchange sent = send(
                endpoint + "&sendersFileTransferReference=order-7&property.kind=letter&property.page=1",
                "hello",
                Map.of());

        FileTransfer transfer = overview(sent);
        assertThat(transfer.fileName()).isEqualTo("letter.txt");
        assertThat(transfer.resourceId()).isEqualTo(altinn.service().resourceId());
        assertThat(transfer.reference()).isEqualTo("order-7");
        assertThat(transfer.sender()).isEqualTo("0192:" + sender);
        assertThat(transfer.recipients()).hasSize(1);
        assertThat(transfer.recipient(recipient)).isPresent();
        assertThat(transfer.properties()).containsOnly(Map.entry("kind", "letter"), Map.entry("page", "1"));
        assertThat(transfer.checksum()).isEqualTo(MD5_OF_HELLO);
        assertThat(transfer.virusScan()).isTrue();
        assertThat(transfer.size()).isEqualTo(5);
        assertThat(transfer.status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(content(sent)).isEqualTo("hello");
    }

    @Test
    void theMessageKeepsItsBodyAndLearnsIdAndStatus() throws Exception {
        Exchange sent = send(endpoint, "hello", Map.of());

        assertThat(sent.getMessage().getBody()).isEqualTo("hello");
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("Published");
        assertThat(sent.getMessage()
                        .getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class)
                        .id())
                .hasToString(id(sent));
    }

    @Test
    void withoutWaitingTheTransferIsBeingProcessedAfterTheUpload() throws Exception {
        Exchange sent = send(endpoint.replace("&waitForPublication=true", ""), "hello", Map.of());

        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("UploadProcessing");
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER))
                .isNull();
    }

    @Test
    void headersWinOverOptionsAndAreTakenLiterally() throws Exception {
        Exchange sent = send(
                endpoint + "&fileName=option.txt&sendersFileTransferReference=option&property.a=option",
                "hello",
                Map.of(
                        AltinnBrokerConstants.FILE_NAME,
                        "${body}-{{x}}.txt",
                        AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE,
                        "header",
                        AltinnBrokerConstants.PROPERTY_LIST,
                        Map.of("b", 2),
                        AltinnBrokerConstants.RECIPIENTS,
                        List.of("0192:" + recipient, sender),
                        AltinnBrokerConstants.DISABLE_VIRUS_SCAN,
                        true));

        FileTransfer transfer = overview(sent);
        assertThat(transfer.fileName()).isEqualTo("${body}-{{x}}.txt");
        assertThat(transfer.reference()).isEqualTo("header");
        assertThat(transfer.properties()).containsOnly(Map.entry("b", "2"));
        assertThat(transfer.recipients()).hasSize(2);
        assertThat(transfer.virusScan()).isFalse();
    }

    @Test
    void theReferenceIsTheExchangeIdUnlessGiven() throws Exception {
        Exchange sent = send(endpoint, "hello", Map.of());
        assertThat(overview(sent).reference()).isEqualTo(sent.getExchangeId());
    }

    @Test
    void onlyTheLastSegmentOfCamelFileNameBecomesTheFileName() throws Exception {
        Exchange sent = send(endpoint, "hello", Map.of(Exchange.FILE_NAME, "2026/november/letter.txt"));
        assertThat(overview(sent).fileName()).isEqualTo("letter.txt");
    }

    @Test
    void aFileIsSentFromDiskWithItsLengthAndChecksum() throws Exception {
        File file = Files.writeString(folder.resolve("file.txt"), "hello").toFile();
        Exchange sent = send(endpoint, file, Map.of());

        assertThat(overview(sent).checksum()).isEqualTo(MD5_OF_HELLO);
        assertThat(uploads().get(0).header("Content-Length")).isEqualTo("5");
        assertThat(content(sent)).isEqualTo("hello");
    }

    @Test
    void aFileOfTheFileComponentIsSentAsAFile() throws Exception {
        Files.writeString(folder.resolve("wrapped.txt"), "hello");
        GenericFile<?> wrapped = camel.createConsumerTemplate()
                .receiveBody("file:" + folder + "?fileName=wrapped.txt&noop=true", 10_000, GenericFile.class);
        Exchange sent = send(endpoint, wrapped, Map.of());

        assertThat(uploads().get(0).header("Content-Length")).isEqualTo("5");
        assertThat(content(sent)).isEqualTo("hello");
    }

    @Test
    void aStreamThatCanBeReadOnceIsSentChunkedWithoutChecksumUpFront() throws Exception {
        InputStream stream = new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
        Exchange sent = send(endpoint, stream, Map.of());

        assertThat(uploads().get(0).header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(content(sent)).isEqualTo("hello");
    }

    @Test
    void aCachedStreamIsRewoundForTheRestOfTheRoute() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:cached").routeId("cached").to(endpoint).to("mock:after");
            }
        });
        InputStream stream = new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
        Exchange sent = send("direct:cached", stream, Map.of());

        assertThat(overview(sent).checksum()).isEqualTo(MD5_OF_HELLO);
        assertThat(sent.getMessage().getBody(String.class)).isEqualTo("hello");
    }

    @Test
    void anEmptyTextIsAnEmptyFile() throws Exception {
        Exchange sent = send(endpoint, "", Map.of());
        assertThat(overview(sent).size()).isZero();
        assertThat(overview(sent).checksum()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(content(sent)).isEmpty();
    }

    @Test
    void aMessageWithoutBodyIsRefusedBeforeAnyCall() {
        assertThatThrownBy(() -> send(endpoint, null, Map.of())).hasMessageContaining("no body");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void aChecksumGivenByHeaderIsTheOneTheBrokerChecks() {
        assertThatThrownBy(() -> send(endpoint, "hello", Map.of(AltinnBrokerConstants.CHECKSUM, "0".repeat(32))))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getCode()).isEqualTo("BRO-00009");
                    assertThat(failure.getHttpResponseCode()).isEqualTo(400);
                    assertThat(failure.getFileTransferStatus()).isEqualTo("Failed");
                    assertThat(failure.getFileTransferId()).isNotNull();
                    assertThat(failure.isRetryable()).isFalse();
                });
    }

    @Test
    void aFailedUploadSaysWhatStateTheTransferIsInAndIsNotRepeatedOnADeadTransfer() {
        altinn.emulator().faults().next(Operation.UPLOAD, 10, Fault.resetWhileReading(2));
        InputStream once = new ByteArrayInputStream(LARGE.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> send(endpoint, once, Map.of()))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getCause()).isInstanceOf(UploadFailedException.class);
                    assertThat(failure.getFileTransferStatus()).isIn("Initialized", "UploadStarted");
                    assertThat(failure.getMessage()).contains(failure.getFileTransferId());
                });
        assertThat(uploads()).hasSize(1);
    }

    @Test
    void anUploadWhoseAnswerIsLostIsRecognisedAsDone() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetAfterEffect());
        Exchange sent = send(endpoint, "hello", Map.of());

        assertThat(overview(sent).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(uploads()).hasSize(1);
    }

    @Test
    void anUploadThatBreaksInTheMiddleIsRepeatedOnTheSameTransferWhenTheBodyCanBe() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetWhileReading(2));
        Exchange sent = send(endpoint, LARGE, Map.of());

        assertThat(content(sent)).isEqualTo(LARGE);
        assertThat(uploads()).hasSize(2);
        assertThat(altinn.emulator().recorder().count(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void anInitializeWhoseAnswerIsLostIsNotRepeated() {
        altinn.emulator().faults().next(Operation.INITIALIZE, Fault.resetAfterEffect());
        assertThatThrownBy(() -> send(endpoint, "hello", Map.of()))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> assertThat(failure.isOutcomeUnknown())
                        .isTrue());
        assertThat(altinn.emulator().recorder().count(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void anUploadOfUnknownOutcomeIsNotRetryableBecauseTheFileMayHaveArrived() {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.emulator().faults().next(Operation.OVERVIEW, 20, Fault.status(500));
        assertThatThrownBy(() -> send(endpoint + "&retryTimeout=2000", "hello", Map.of()))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.isOutcomeUnknown()).isTrue();
                    assertThat(failure.isRetryable()).isFalse();
                    assertThat(failure.getFileTransferId()).isNotNull();
                    assertThat(failure.getFileTransferStatus()).isNull();
                });
        altinn.emulator().faults().clear();
    }

    @Test
    void anUploadThatGetsNoTurnTellsOfTheTransferThatWasMade() {
        camel.getCamelContextExtension()
                .getContextPlugin(RateBudget.class)
                .refused(altinn.service().sender().clientId(), "upload", Duration.ofSeconds(3));
        assertThatThrownBy(() -> send(endpoint + "&rateLimitTimeout=0", "hello", Map.of()))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getFileTransferId()).isNotNull();
                    assertThat(failure).hasMessageContaining(failure.getFileTransferId());
                    assertThat(failure.isRetryable()).isTrue();
                });
        assertThat(uploads()).isEmpty();
    }

    @Test
    void aPublicationThatTakesTooLongOrFailsTellsOfTheTransfer() {
        altinn.emulator().broker().scanner().hold();
        try {
            assertThatThrownBy(() -> send(endpoint + "&publicationTimeout=200", "hello", Map.of()))
                    .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                        assertThat(failure.getFileTransferId()).isNotNull();
                        assertThat(failure.getFileTransferStatus()).isEqualTo("UploadProcessing");
                        assertThat(failure.isRetryable()).isFalse();
                    });
        } finally {
            altinn.emulator().broker().scanner().release();
        }
        String eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
        assertThatThrownBy(() -> send(endpoint, eicar, Map.of()))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getFileTransferId()).isNotNull();
                    assertThat(failure.getFileTransferStatus()).isEqualTo("Failed");
                    assertThat(failure).hasMessageContaining("Malware scan failed");
                });
    }

    @Test
    void aFileThatTheBrokerCouldNotScanIsRefusedBeforeAnyCall() throws Exception {
        File large = folder.resolve("large.bin").toFile();
        try (RandomAccessFile file = new RandomAccessFile(large, "rw")) {
            // a hole, not bytes on the disk
            file.setLength(50_000_000_001L);
        }
        assertThatThrownBy(() -> send(endpoint, large, Map.of()))
                .hasMessageContaining("50000000001")
                .hasMessageContaining("disableVirusScan");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void noHeaderOfTheMessageGoesOverTheWire() throws Exception {
        send(
                endpoint,
                "hello",
                Map.of("X-Mine", "do-not-send", "CamelHttpQuery", "do-not-send", "Authorization", "mine"));
        assertThat(altinn.emulator().recorder().calls()).isNotEmpty().allSatisfy(call -> {
            assertThat(call.headers()).doesNotContainKeys("X-Mine", "CamelHttpQuery");
            assertThat(call.headers().toString()).doesNotContain("do-not-send");
            assertThat(call.header("Authorization")).isNotEqualTo("mine");
            assertThat(call.uri()).doesNotContain("do-not-send");
        });
    }

    @Test
    void theErrorHandlerSeesTheException() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:handled")
                        .routeId("handled")
                        .onException(AltinnBrokerException.class)
                        .handled(true)
                        .setBody(simple("${exception.code} ${exception.httpResponseCode}"))
                        .end()
                        .to(camel.uri("no-such-resource", altinn.service().sender()) + "&sender=" + sender
                                + "&recipients=" + recipient);
            }
        });
        assertThat(send("direct:handled", "hello", Map.of()).getMessage().getBody(String.class))
                .isEqualTo("BRO-00006 401");
    }

    @Test
    void aMissingSenderIsNamedBeforeAnyCall() {
        String uri = camel.uri(altinn.service().sender()) + "&recipients=" + recipient;
        assertThatThrownBy(() -> template.sendBodyAndHeader(uri, "hello", Exchange.FILE_NAME, "a.txt"))
                .isInstanceOf(CamelExecutionException.class)
                .rootCause()
                .hasMessageContaining("sender");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    private List<no.altinncamel.emulator.control.RecordedCall> uploads() {
        return altinn.emulator().recorder().calls(Operation.UPLOAD);
    }
}
