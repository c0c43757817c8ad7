package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.FileTransferProgress.Direction;
import no.altinncamel.broker.FileTransferProgress.State;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What event notifiers, JMX, health and dev console tell of files that move, while the Broker holds them up. */
@Timeout(120)
class ProgressTest extends ReceiveFixture {

    private static final int LENGTH = 100_000;
    private static final int CHUNK = 10_000;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[LENGTH];
    private final List<FileTransferProgressEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        new Random(5).nextBytes(content);
        altinn.emulator().faults().clear();
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {

            @Override
            public void notify(CamelEvent event) {
                if (event instanceof FileTransferProgressEvent progress) {
                    events.add(progress);
                }
            }
        });
    }

    @AfterEach
    void heal() {
        altinn.emulator().faults().clear();
    }

    private String to(String options) {
        return camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&progressInterval=1&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=big.bin" + options;
    }

    private CompletableFuture<Exchange> sending(String options, Object body) {
        return template.asyncSend(
                to(options), ExchangeBuilder.anExchange(camel).withBody(body).build());
    }

    private FileTransferProgress awaitEvent(Predicate<FileTransferProgress> wanted) {
        await().atMost(LONG).until(() -> figures().stream().anyMatch(wanted));
        return figures().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until the Broker holds up what was prepared, and an event has told of it. */
    private FileTransferProgress awaitHeld(Operation operation, Predicate<FileTransferProgress> wanted) {
        await().atMost(LONG).until(() -> altinn.emulator().faults().waiting(operation) == 0);
        return awaitEvent(wanted);
    }

    private List<FileTransferProgress> figures() {
        return events.stream().map(FileTransferProgressEvent::getProgress).toList();
    }

    private static void assertSucceeded(CompletableFuture<Exchange> sending) {
        assertThat(sending.join().getException()).isNull();
    }

    /** Some that run, then one that says how it ended, and nothing after it. */
    private FileTransferProgress assertInOrder(State end) {
        // it is told beside the exchange
        awaitEvent(figures -> figures.state() != State.RUNNING);
        List<FileTransferProgress> all = figures();
        assertThat(all.subList(0, all.size() - 1))
                .isNotEmpty()
                .allMatch(figures -> figures.state() == State.RUNNING)
                .extracting(FileTransferProgress::elapsed)
                .isSorted();
        FileTransferProgress last = all.get(all.size() - 1);
        assertThat(last.state()).isEqualTo(end);
        assertThat(last.remaining()).isNull();
        return last;
    }

    @Test
    void anUploadInPartsTellsHowFarItIsAndWhatGoingOnSaved() throws Exception {
        for (int i = 0; i < 4; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, 2, Fault.hang());
        CompletableFuture<Exchange> sending = sending(
                "&uploadMode=tus&tusChunkSize=" + CHUNK + "&parallelUploads=2",
                Files.write(folder.resolve("big"), content).toFile());

        FileTransferProgress held = awaitHeld(Operation.TUS_PATCH, figures -> figures.bytes() >= 4 * CHUNK);
        assertThat(held.direction()).isEqualTo(Direction.SENDING);
        assertThat(held.fileName()).isEqualTo("big.bin");
        assertThat(held.length()).isEqualTo(LENGTH);
        assertThat(held.bytes()).isLessThanOrEqualTo(6 * CHUNK);
        assertThat(held.parts()).isEqualTo(2);
        assertThat(held.bytesSaved()).isZero();
        altinn.emulator().faults().clear();
        assertSucceeded(sending);

        FileTransferProgress last = assertInOrder(State.COMPLETE);
        assertThat(last.bytes()).isEqualTo(LENGTH);
        // both chunks that were cut off had others of their part before them
        assertThat(last.bytesSaved()).isEqualTo(4 * CHUNK);
        assertThat(last.fileTransferId())
                .hasToString(
                        sending.join().getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class));
        assertThat(events)
                .allMatch(event -> event.getSource() instanceof AltinnBrokerEndpoint)
                .allMatch(event -> event.getTimestamp() > 0)
                .allMatch(event -> event.getFileTransferId().equals(last.fileTransferId()));
    }

    @Test
    void aStreamOfUnknownLengthTellsWhatHasGone() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        InputStream held = new FilterInputStream(new ByteArrayInputStream(content, 40_000, 60_000)) {

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                gate.join();
                return super.read(buffer, offset, length);
            }
        };
        CompletableFuture<Exchange> sending = sending(
                "&uploadMode=stream", new SequenceInputStream(new ByteArrayInputStream(content, 0, 40_000), held));

        FileTransferProgress running = awaitEvent(figures -> figures.bytes() > 0);
        assertThat(running.bytes()).isEqualTo(40_000);
        assertThat(running.length()).isEqualTo(-1);
        assertThat(running.remaining()).isNull();
        gate.complete(null);
        assertSucceeded(sending);

        FileTransferProgress last = assertInOrder(State.COMPLETE);
        assertThat(last.bytes()).isEqualTo(LENGTH);
        assertThat(last.bytesSaved()).isZero();
        assertThat(last.parts()).isEqualTo(1);
    }

    @Test
    void anUploadThatFailsSaysSo() {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.hang());
        CompletableFuture<Exchange> sending = sending("&uploadMode=stream&maxCallAttempts=1", content);
        awaitHeld(Operation.UPLOAD, figures -> figures.state() == State.RUNNING);
        altinn.emulator().faults().clear();
        assertThat(sending.join().getException()).isInstanceOf(AltinnBrokerException.class);
        assertInOrder(State.BROKEN_OFF);
    }

    @Test
    void aDownloadThatGoesOnTellsWhatThatSaved() throws Exception {
        String id = send(content, message -> {});
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(60_000));
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.hang());
        receive("&progressInterval=1", route -> route.process(this::count));

        FileTransferProgress held = awaitHeld(Operation.DOWNLOAD, figures -> figures.bytes() == 60_000);
        assertThat(held.fileName()).isEqualTo("file.txt");
        assertThat(held.direction()).isEqualTo(Direction.RECEIVING);
        altinn.emulator().faults().clear();
        awaitConfirmed(id);

        FileTransferProgress last = assertInOrder(State.COMPLETE);
        assertThat(last.bytes()).isEqualTo(LENGTH);
        assertThat(last.bytesSaved()).isEqualTo(60_000);
        assertThat(last.fileTransferId()).hasToString(id);
    }

    @Test
    void aDownloadThatTheRouteLeavesIsBrokenOff() throws Exception {
        String id = send(content, message -> {});
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.hang());
        CompletableFuture<Void> told = new CompletableFuture<>();
        receive(
                "&progressInterval=1&confirm=never",
                route -> route.process(exchange -> {
                    try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
                        body.read();
                    }
                    told.complete(null);
                }));
        awaitHeld(Operation.DOWNLOAD, figures -> figures.state() == State.RUNNING);
        altinn.emulator().faults().clear();
        told.join();
        assertThat(assertInOrder(State.BROKEN_OFF).fileTransferId()).hasToString(id);
    }

    @Test
    void filesThatTakeLessTimeThanTheIntervalAndZeroAreNotToldOf() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.delay(Duration.ofMillis(500)));
        template.sendBody(to("").replace("progressInterval=1", "progressInterval=0"), "hello");
        template.sendBody(to("").replace("progressInterval=1", "progressInterval=1h"), "hello");
        assertThat(events).isEmpty();
    }

    @Test
    void aNegativeIntervalIsRefusedWithItsName() {
        assertThatThrownBy(() -> camel.getEndpoint(to("").replace("progressInterval=1", "progressInterval=-1")))
                .hasStackTraceContaining("progressInterval: -1 is too small");
    }

    private static Object attribute(String beans, String attribute) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(new ObjectName("org.apache.camel:" + beans), null)
                .iterator()
                .next();
        return server.getAttribute(name, attribute);
    }

    private List<Map<String, Object>> ofTheComponent() throws Exception {
        return rows("context=" + camel.getManagementName() + ",type=components,name=\"altinn-broker\"");
    }

    private List<Map<String, Object>> ofTheConsumer() throws Exception {
        return rows("context=" + camel.getManagementName() + ",type=consumers,name=AltinnBrokerConsumer*");
    }

    private static List<Map<String, Object>> rows(String beans) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object value : ((TabularData) attribute(beans, "RunningTransfers")).values()) {
            CompositeData row = (CompositeData) value;
            Map<String, Object> cells = new HashMap<>();
            row.getCompositeType().keySet().forEach(key -> cells.put(key, row.get(key)));
            rows.add(cells);
        }
        return rows;
    }

    private String console(DevConsole.MediaType type) {
        return camel.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("altinn-broker")
                .call(type)
                .toString();
    }

    @Test
    void jmxShowsAnUploadWhileItRunsAndNotWhenItHasFailed() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.hang());
        CompletableFuture<Exchange> sending = sending("&uploadMode=stream&maxCallAttempts=1", content);
        awaitHeld(Operation.UPLOAD, figures -> figures.bytes() == LENGTH);

        assertThat(ofTheComponent()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("direction", "sending")
                .containsEntry("fileName", "big.bin")
                .containsEntry("bytes", (long) LENGTH)
                .containsEntry("length", (long) LENGTH)
                .containsEntry("parts", 1)
                .containsEntry("bytesSaved", 0L)
                .containsEntry("number", 1));
        assertThat(console(DevConsole.MediaType.TEXT)).contains("big.bin");
        altinn.emulator().faults().clear();
        assertThat(sending.join().getException()).isInstanceOf(AltinnBrokerException.class);
        assertThat(ofTheComponent()).isEmpty();
    }

    @Test
    void jmxHealthAndConsoleShowADownloadWhileItRunsAndNotAfterIt() throws Exception {
        String id = send(content, message -> {});
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(60_000));
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.hang());
        receive("&progressInterval=1", route -> route.process(this::count));
        FileTransferProgress held = awaitHeld(Operation.DOWNLOAD, figures -> figures.bytes() == 60_000);

        assertThat(ofTheConsumer()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("fileTransferId", id)
                .containsEntry("direction", "receiving")
                .containsEntry("bytes", 60_000L));
        assertThat(ofTheComponent()).hasSameSizeAs(ofTheConsumer());
        assertThat(held.bytesPerSecond()).isPositive();
        assertThat(held.remaining()).isNotNull();
        assertThat(consumer().getHealthCheck().call().getDetails())
                .containsEntry("receiving", 1)
                .containsKey("bytesPerSecond");
        assertThat(console(DevConsole.MediaType.JSON)).contains("runningTransfers=[{fileTransferId=" + id);
        altinn.emulator().faults().clear();
        awaitConfirmed(id);
        assertThat(ofTheConsumer()).isEmpty();
        assertThat(ofTheComponent()).isEmpty();
        assertThat(console(DevConsole.MediaType.JSON)).contains("runningTransfers=[]");
    }

    @Test
    void nothingThatIsToldHoldsASecret() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.hang());
        CompletableFuture<Exchange> sending = sending("&uploadMode=stream&maxCallAttempts=1", "the secret content");
        awaitHeld(Operation.UPLOAD, figures -> true);
        assertThat(ofTheComponent().toString() + events + figures() + console(DevConsole.MediaType.TEXT))
                .contains("big.bin")
                .doesNotContain("secret content", "PRIVATE", "eyJ");
        altinn.emulator().faults().clear();
        sending.join();
    }

    private void count(Exchange exchange) throws Exception {
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            received.add(String.valueOf(body.readAllBytes().length));
        }
    }
}
