package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Files whose upload was broken off, and that a route offers again, also in another life. */
@Timeout(60)
class SendResumeTest {

    private static final int CHUNK = 10_000;
    private static final int CHUNKS = 12;

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    Path folder;

    private final byte[] content = new byte[CHUNK * CHUNKS];
    private File file;
    private CamelWithAltinn camel;

    @BeforeEach
    void start() throws IOException {
        altinn.emulator().rateLimits().enabled(false);
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
        new Random(7).nextBytes(content);
        file = Files.write(folder.resolve("content"), content).toFile();
        camel = started();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private CamelWithAltinn started() {
        CamelWithAltinn started = new CamelWithAltinn(altinn.service());
        started.component().getConfiguration().setTusRetryTimeout(300);
        started.start();
        return started;
    }

    /** As after a restart: nothing but files is left of what was known before. */
    private void restart() {
        camel.close();
        camel = started();
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
    }

    private String uri(String options) {
        return camel.uri(altinn.service().sender()) + "&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=f&uploadMode=tus"
                + "&waitForPublication=true&tusChunkSize=" + CHUNK + "&uploadStoreDirectory=" + folder.resolve("store")
                + options + (options.contains("disableVirusScan") ? "" : "&disableVirusScan=true");
    }

    private Exchange send(String options, Object body) {
        return send(options, message -> message.setBody(body));
    }

    private Exchange send(String options, Consumer<Message> message) {
        return camel.template().request(uri(options), exchange -> message.accept(exchange.getMessage()));
    }

    /** @return the transfer */
    private String brokenOff(String options, int chunks) {
        for (int i = 0; i < chunks; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, 10_000, Fault.status(503));
        Exchange failed = send(options, file);
        assertThat(failed.getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
                    assertThat(e.isResumable()).isTrue();
                    assertThat(e.isRetryable()).isTrue();
                })
                .hasMessageContaining("send the same file again and it goes on from there");
        assertThat(calls(Operation.TUS_DELETE)).isZero();
        return ((AltinnBrokerException) failed.getException()).getFileTransferId();
    }

    private static int calls(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    private static Transfer transfer(String id) {
        return altinn.emulator().broker().transfer(id);
    }

    private String assertArrived(Exchange sent, byte[] expected) throws IOException {
        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        assertThat(Files.readAllBytes(transfer(id).file().orElseThrow())).isEqualTo(expected);
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("Published");
        return id;
    }

    private void assertNothingIsRemembered() throws IOException {
        try (var files = Files.list(folder.resolve("store"))) {
            assertThat(files).allMatch(name -> name.endsWith("uploads.lock"));
        }
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        String id = brokenOff("", 5);
        restart();

        assertThat(assertArrived(send("", file), content)).isEqualTo(id);

        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(CHUNKS - 5);
        assertNothingIsRemembered();
    }

    @Test
    void goesOnInPartsAndWithTheReferenceOfTheTransfer() throws Exception {
        String options = "&parallelUploads=3&sendersFileTransferReference=case-1";
        String id = brokenOff(options, 4);
        restart();

        assertThat(assertArrived(send(options, file), content)).isEqualTo(id);

        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(CHUNKS - 4);
        assertNothingIsRemembered();
    }

    @Test
    void anotherReferenceIsAnotherFile() throws Exception {
        String id = brokenOff("&sendersFileTransferReference=case-1", 5);
        restart();

        assertThat(assertArrived(send("&sendersFileTransferReference=case-2", file), content))
                .isNotEqualTo(id);
        assertThat(assertArrived(send("&sendersFileTransferReference=case-1", file), content))
                .isEqualTo(id);
        assertNothingIsRemembered();
    }

    @Test
    void aFileThatWasTouchedIsStillTheSame() throws Exception {
        String id = brokenOff("", 5);
        Files.setLastModifiedTime(file.toPath(), FileTime.fromMillis(file.lastModified() + 60_000));
        restart();

        assertThat(assertArrived(send("", file), content)).isEqualTo(id);
    }

    @Test
    void aFileThatHasChangedIsSentAnew() throws Exception {
        String id = brokenOff("", 5);
        content[3]++;
        Files.write(file.toPath(), content);
        restart();

        assertThat(assertArrived(send("", file), content)).isNotEqualTo(id);

        assertThat(calls(Operation.TUS_DELETE)).isEqualTo(1);
        assertThat(transfer(id).status()).isEqualTo(TransferStatus.UPLOAD_STARTED);
        assertNothingIsRemembered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&parallelUploads=3"})
    void otherPropertiesAreAnotherTransfer(String parts) throws Exception {
        String id = brokenOff("&property.kind=invoice" + parts, 5);
        restart();

        String next = assertArrived(send("&property.kind=reminder" + parts, file), content);

        assertThat(next).isNotEqualTo(id);
        assertThat(transfer(next).propertyList()).containsExactly(Map.entry("kind", "reminder"));
        assertThat(calls(Operation.TUS_DELETE)).isPositive();
        assertThat(transfer(id).status()).isEqualTo(TransferStatus.UPLOAD_STARTED);
        assertNothingIsRemembered();
    }

    @Test
    void theSamePropertiesAreTheSameTransfer() throws Exception {
        String id = brokenOff("&property.kind=invoice&property.year=2026", 5);
        restart();
        assertThat(assertArrived(send("&property.year=2026&property.kind=invoice", file), content))
                .isEqualTo(id);
    }

    @Test
    void aFileThatIsToBeScannedDoesNotGoOnWithoutAScan() throws Exception {
        String id = brokenOff("", 5);
        restart();

        String next = assertArrived(send("", this::scanned), content);

        assertThat(next).isNotEqualTo(id);
        assertNothingIsRemembered();
    }

    /** All bytes arrive, but nobody learns of it. */
    private void loseAnswersFromTheLastChunkOn() {
        for (int i = 0; i < CHUNKS - 1; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.emulator().faults().next(Operation.TUS_HEAD, 10_000, Fault.status(503));
        altinn.emulator().faults().pass(Operation.OVERVIEW);
        altinn.emulator().faults().next(Operation.OVERVIEW, 10_000, Fault.status(503));
    }

    @Test
    void whatHasArrivedCountsAsSentWhateverItsProperties() throws Exception {
        loseAnswersFromTheLastChunkOn();
        Exchange failed = send("&property.kind=invoice", file);
        String id = ((AltinnBrokerException) failed.getException()).getFileTransferId();
        restart();

        Exchange sent = send("&property.kind=reminder", file);

        assertThat(assertArrived(sent, content)).isEqualTo(id);
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.ALREADY_SENT))
                .isEqualTo(true);
        assertThat(calls(Operation.INITIALIZE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&parallelUploads=3"})
    void whatTheBrokerHasForgottenIsSentAnew(String parts) throws Exception {
        String id = brokenOff(parts, 5);
        altinn.emulator().broker().tus().forget(transfer(id));
        restart();

        assertThat(assertArrived(send(parts, file), content)).isNotEqualTo(id);
        assertNothingIsRemembered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&parallelUploads=3"})
    void whatWasPublishedAfterTheAttemptIsFoundByTheOperationUploadToo(String parts) throws Exception {
        Exchange initialized = send("&operation=initialize&disableVirusScan=false", (Object) null);
        String id = initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        String options = "&operation=upload&fileTransferId=" + id + parts;
        altinn.emulator().broker().scanner().hold();
        try {
            assertThat(send(options + "&publicationTimeout=200", file).getException())
                    .hasMessageContaining("it may still be published later");
        } finally {
            altinn.emulator().broker().scanner().release();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> transfer(id).published().isPresent());
        restart();
        altinn.emulator()
                .faults()
                .next(
                        Operation.TUS_HEAD,
                        1000,
                        Fault.answer(
                                409,
                                "text/plain",
                                "A file transfer has already been, or attempted to be, created. Create a new file"
                                        + " transfer resource to try again."));

        assertArrived(send(options, file), content);
        assertThat(calls(Operation.TUS_PATCH)).isZero();
        assertNothingIsRemembered();
    }

    @Test
    void whatHadArrivedBeforeTheCrashIsNotSentAgain() throws Exception {
        loseAnswersFromTheLastChunkOn();
        Exchange failed = send("", file);
        assertThat(failed.getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e.isRetryable())
                    .as("it is known which transfer may have it")
                    .isTrue();
        });
        String id = ((AltinnBrokerException) failed.getException()).getFileTransferId();
        restart();

        Exchange sent = send("", file);

        assertThat(assertArrived(sent, content)).isEqualTo(id);
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.ALREADY_SENT))
                .isEqualTo(true);
        assertThat(calls(Operation.TUS_PATCH)).isZero();
        assertNothingIsRemembered();
    }

    @Test
    void aPublicationThatTakesItsTimeIsWaitedForByTheNextAttempt() throws Exception {
        String scanned = "&disableVirusScan=false&publicationTimeout=200";
        altinn.emulator().broker().scanner().hold();
        Exchange failed;
        try {
            failed = send(scanned, file);
        } finally {
            altinn.emulator().broker().scanner().release();
        }
        assertThat(failed.getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e.isRetryable()).isTrue();
        });
        String id = ((AltinnBrokerException) failed.getException()).getFileTransferId();

        Exchange sent = send(scanned.replace("200", "20000"), file);

        assertThat(assertArrived(sent, content)).isEqualTo(id);
        assertThat(sent.getMessage().getHeader(AltinnBrokerConstants.ALREADY_SENT))
                .isEqualTo(true);
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
        assertNothingIsRemembered();
    }

    @Test
    void theOperationUploadGoesOnToo() throws Exception {
        Exchange initialized = send("&operation=initialize", (Object) null);
        String id = initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        String options = "&operation=upload&fileTransferId=" + id;
        assertThat(brokenOff(options, 5)).isEqualTo(id);
        restart();

        assertArrived(send(options, file), content);
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(CHUNKS - 5);
        assertNothingIsRemembered();
    }

    @Test
    void whatIsNotedOfAnotherVersionIsNoTraceOfAStream() throws Exception {
        Exchange initialized = send("&operation=initialize", (Object) null);
        String id = initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        String options = "&operation=upload&fileTransferId=" + id;
        brokenOff(options, 5);
        content[3]++;
        Files.write(file.toPath(), content);
        restart();
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.emulator().faults().pass(Operation.OVERVIEW);
        altinn.emulator().faults().next(Operation.OVERVIEW, 10_000, Fault.status(503));

        Exchange failed = camel.template()
                .request(
                        uri(options).replace("uploadMode=tus", "uploadMode=auto&tusThreshold=1"),
                        exchange -> exchange.getMessage().setBody(file));

        assertThat(calls(Operation.UPLOAD)).isEqualTo(1);
        assertThat(failed.getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e.isRetryable()).isFalse();
        });
    }

    @Test
    void isRemovedInsteadIfThatIsWanted() throws Exception {
        altinn.emulator().faults().pass(Operation.TUS_PATCH);
        altinn.emulator().faults().next(Operation.TUS_PATCH, 10_000, Fault.status(503));
        Exchange failed = send("&terminateUploads=true", file);
        assertThat(failed.getException()).hasMessageContaining("create a new transfer");
        assertThat(calls(Operation.TUS_DELETE)).isEqualTo(1);
        restart();

        assertArrived(send("&terminateUploads=true", file), content);
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(CHUNKS);
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedAtOnce() throws Exception {
        Path occupied = Files.write(folder.resolve("occupied"), content);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> camel.getEndpoint(
                        uri("").replace(folder.resolve("store").toString(), occupied.toString()))))
                .isInstanceOf(org.apache.camel.ResolveEndpointFailedException.class)
                .hasStackTraceContaining("uploadStoreDirectory")
                .hasStackTraceContaining(occupied.toString());
    }

    @RepeatedTest(3)
    void aRouteThatIsStoppedLeavesItsUploadAsItIs() throws Exception {
        CompletableFuture<Exchange> failed = stopped("&parallelUploads=3");
        assertThat(failed.get(20, TimeUnit.SECONDS).getException())
                .hasMessageContaining("the upload was stopped")
                .hasMessageContaining("send the same file again and it goes on from there");
        assertThat(calls(Operation.TUS_DELETE)).isZero();
        restart();

        assertArrived(send("&parallelUploads=3", file), content);
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(calls(Operation.TUS_PATCH)).isLessThan(CHUNKS);
    }

    @Test
    void aRouteThatIsStoppedRemovesItsUploadIfThatIsWanted() throws Exception {
        CompletableFuture<Exchange> failed = stopped("&parallelUploads=3&terminateUploads=true");
        assertThat(failed.get(20, TimeUnit.SECONDS).getException()).hasMessageContaining("the upload was stopped");
        await().until(() -> calls(Operation.TUS_DELETE) == 3);
        assertNothingIsRemembered();
    }

    @Test
    void aResumedUploadThatIsStoppedAndRemovedIsNotSentAnew() throws Exception {
        String id = brokenOff("", 2);
        altinn.emulator().faults().clear();
        altinn.emulator().recorder().clear();

        CompletableFuture<Exchange> failed = stopped("&terminateUploads=true");

        assertThat(failed.get(20, TimeUnit.SECONDS).getException())
                .hasMessageContaining("the upload was stopped")
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.getFileTransferId())
                        .isEqualTo(id));
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(calls(Operation.TUS_DELETE)).isEqualTo(1);
        assertNothingIsRemembered();
    }

    @Test
    void aStopEndsTheWaitForPublicationAndTheFileIsNotSentAgain() throws Exception {
        altinn.emulator().broker().scanner().hold();
        try {
            route("");
            CompletableFuture<Exchange> sent =
                    camel.template().asyncSend("direct:outbox", exchange -> scanned(exchange.getMessage()));
            await().until(() -> calls(Operation.TUS_PATCH) == CHUNKS && calls(Operation.OVERVIEW) > 2);

            camel.getRouteController().stopRoute("sending", 100, TimeUnit.MILLISECONDS);

            // it has ended with the route
            assertThat(sent.get(2, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
                        assertThat(e.isOutcomeUnknown()).isTrue();
                        assertThat(e.isRetryable())
                                .as("it is known which transfer has it")
                                .isTrue();
                        assertThat(e.getFileTransferStatus()).isEqualTo("UploadProcessing");
                    })
                    .hasMessageContaining("it may still be published later");
        } finally {
            altinn.emulator().broker().scanner().release();
        }
        restart();

        Exchange again = send("", this::scanned);

        assertArrived(again, content);
        assertThat(again.getMessage().getHeader(AltinnBrokerConstants.ALREADY_SENT))
                .isEqualTo(true);
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertNothingIsRemembered();
    }

    private void scanned(Message message) {
        message.setBody(file);
        message.setHeader(AltinnBrokerConstants.DISABLE_VIRUS_SCAN, false);
    }

    /** Stops a route at work on chunks that get no answer. */
    private CompletableFuture<Exchange> stopped(String options) throws Exception {
        route(options);
        for (int i = 0; i < 4; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, 3, Fault.hang());
        CompletableFuture<Exchange> sent = camel.template()
                .asyncSend("direct:outbox", exchange -> exchange.getMessage().setBody(file));
        await().until(() -> calls(Operation.TUS_PATCH) > 4);
        camel.getRouteController().stopRoute("sending", 1, TimeUnit.SECONDS);
        return sent;
    }

    private void route(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:outbox").routeId("sending").to(uri(options));
            }
        });
    }
}
