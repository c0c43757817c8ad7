package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.ExchangeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** The options of TUS at the endpoint, and what the exchange sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TusSendTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    private final byte[] content = new byte[100_000];
    private CamelWithAltinn camel;
    private ProducerTemplate template;
    private String endpoint;

    @BeforeAll
    void start() {
        new Random(7).nextBytes(content);
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
        endpoint = camel.uri(altinn.service().sender()) + "&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=f&waitForPublication=true";
    }

    @AfterAll
    void stop() {
        camel.close();
    }

    @BeforeEach
    void withoutLimits() {
        altinn.emulator().rateLimits().enabled(false);
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
    }

    private File file() throws IOException {
        return Files.write(folder.resolve("content"), content).toFile();
    }

    private Exchange send(String uri, Object body) {
        return template.send(
                uri, ExchangeBuilder.anExchange(camel).withBody(body).build());
    }

    private void assertArrived(Exchange sent) throws IOException {
        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        Path stored = altinn.emulator().broker().transfer(id).file().orElseThrow();
        assertThat(Files.readAllBytes(stored)).isEqualTo(content);
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("Published");
    }

    private int calls(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    @Test
    @Scenario("B-217")
    void aFileGoesUpInPartsAndIsPublished() throws Exception {
        assertArrived(send(endpoint + "&uploadMode=tus&tusChunkSize=10000&parallelUploads=4", file()));
        assertThat(calls(Operation.TUS_CREATE)).isEqualTo(5);
        assertThat(calls(Operation.UPLOAD)).isZero();
    }

    @Test
    void smallFilesAreStreamedUnlessTheThresholdIsLower() throws Exception {
        assertArrived(send(endpoint, file()));
        assertThat(calls(Operation.TUS_CREATE)).isZero();
        assertArrived(send(endpoint + "&tusThreshold=100000", file()));
        assertThat(calls(Operation.TUS_CREATE)).isEqualTo(1);
        assertArrived(send(endpoint + "&tusThreshold=1&uploadMode=stream", file()));
        assertThat(calls(Operation.TUS_CREATE)).isEqualTo(1);
    }

    @Test
    void aStreamOfUnknownLengthIsSpooledForTusAndTheFileRemoved() throws Exception {
        List<String> before = spooled();
        assertArrived(send(endpoint + "&uploadMode=tus&tusChunkSize=30000", new ByteArrayInputStream(content)));
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(4);
        altinn.emulator().faults().next(Operation.INITIALIZE, Fault.status(403));
        assertThat(send(endpoint + "&uploadMode=tus", new ByteArrayInputStream(content))
                        .getException())
                .isInstanceOf(AltinnBrokerException.class);
        assertThat(spooled()).isEqualTo(before);
        assertArrived(send(endpoint, new ByteArrayInputStream(content)));
        assertThat(calls(Operation.UPLOAD)).isEqualTo(1);
    }

    private static List<String> spooled() {
        String[] names = new File(System.getProperty("java.io.tmpdir"))
                .list((parent, name) -> name.startsWith("altinn-broker-") && name.endsWith(".upload"));
        return names == null ? List.of() : Arrays.stream(names).sorted().toList();
    }

    @Test
    void aTransferThatIsInitializedIsUploadedTo() throws Exception {
        Exchange initialized = send(endpoint + "&operation=initialize", null);
        String id = initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        Exchange uploaded = template.send(
                endpoint + "&operation=upload&uploadMode=tus&tusChunkSize=40000",
                ExchangeBuilder.anExchange(camel)
                        .withBody(content)
                        .withHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, id)
                        .build());
        assertArrived(uploaded);
    }

    @Test
    void withoutWaitingTheStatusIsNotMoreThanIsKnown() throws Exception {
        Exchange sent =
                send(endpoint.replace("&waitForPublication=true", "&uploadMode=tus&disableVirusScan=true"), file());
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("UploadProcessing");
    }

    @Test
    void aBrokenLineCostsAChunkAndNotTheFile() throws Exception {
        altinn.emulator().faults().pass(Operation.TUS_PATCH);
        altinn.emulator().faults().next(Operation.TUS_PATCH, Fault.resetWhileReading(5000));
        assertArrived(send(endpoint + "&uploadMode=tus&tusChunkSize=10000", file()));
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(11);
    }

    @Test
    @Scenario("B-216")
    void aWrongChecksumIsFoundOutByWaiting() throws Exception {
        Exchange sent = template.send(
                endpoint + "&uploadMode=tus",
                ExchangeBuilder.anExchange(camel)
                        .withBody(file())
                        .withHeader(AltinnBrokerConstants.CHECKSUM, "0".repeat(32))
                        .build());
        assertThat(sent.getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.getFileTransferStatus())
                        .isEqualTo("Failed"))
                .hasMessageContaining("Checksum mismatch");
    }

    @Test
    void aTransferThatCannotBeCompletedIsNamed() throws Exception {
        altinn.emulator().broker().storage().failNextUploads(1);
        Exchange sent = send(endpoint + "&uploadMode=tus&tusChunkSize=10000", file());
        assertThat(sent.getException())
                .isInstanceOf(AltinnBrokerException.class)
                .hasMessageContaining("create a new transfer");
        String id = ((AltinnBrokerException) sent.getException()).getFileTransferId();
        assertThat(altinn.emulator().broker().transfer(id).status()).isEqualTo(TransferStatus.UPLOAD_STARTED);
    }

    @Test
    void wrongOptionsAreRefusedWithTheirNames() {
        Map.of(
                        "tusThreshold=-1", "tusThreshold: -1 is too small",
                        "tusChunkSize=-1", "tusChunkSize: -1 is too small",
                        "tusChunkSize=2000000000", "tusChunkSize: 2000000000 is too large - use at most 1073741824",
                        "parallelUploads=0", "parallelUploads: 0 is too small",
                        "parallelUploads=9&maxConnections=8", "parallelUploads: 9 is too large - use at most 8")
                .forEach((option, words) -> assertThatThrownBy(() -> camel.getEndpoint(endpoint + "&" + option))
                        .isInstanceOf(ResolveEndpointFailedException.class)
                        .hasStackTraceContaining(words));
    }
}
