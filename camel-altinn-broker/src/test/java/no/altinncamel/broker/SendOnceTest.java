package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
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

/** Files that are offered more than once, by one node after a crash or by several, and arrive once. */
@Timeout(60)
class SendOnceTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    Path folder;

    private final Repository repository = new Repository();
    private final List<CamelWithAltinn> nodes = new ArrayList<>();
    private String reference;
    private CamelWithAltinn camel;

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
        reference = "case-" + System.nanoTime();
        camel = node();
    }

    @AfterEach
    void stop() {
        nodes.forEach(CamelWithAltinn::close);
    }

    private CamelWithAltinn node() {
        return node(repository);
    }

    private CamelWithAltinn node(IdempotentRepository repository) {
        CamelWithAltinn node = new CamelWithAltinn(altinn.service());
        node.component().getConfiguration().setTusRetryTimeout(300);
        node.getRegistry().bind("sent", repository);
        node.start();
        nodes.add(node);
        return node;
    }

    /** As after a crash: only the repository and files are left. */
    private void restart() {
        camel.close();
        camel = node();
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
    }

    private String uri(CamelWithAltinn node, String options) {
        return node.uri(altinn.service().sender()) + "&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=f&sendOnce=true"
                + "&idempotentRepository=#bean:sent&sendersFileTransferReference=" + reference + options
                + (options.contains("disableVirusScan") ? "" : "&disableVirusScan=true");
    }

    private Exchange send(Object body, String options) {
        return send(camel, body, options);
    }

    private Exchange send(CamelWithAltinn node, Object body, String options) {
        return node.template()
                .request(uri(node, options), exchange -> exchange.getMessage().setBody(body));
    }

    private static String id(Exchange sent) {
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private static Boolean alreadySent(Exchange sent) {
        return sent.getMessage().getHeader(AltinnBrokerConstants.ALREADY_SENT, Boolean.class);
    }

    private static int calls(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    private List<Transfer> arrived() {
        return altinn.emulator().broker().transfers().stream()
                .filter(transfer -> Objects.equals(transfer.sendersFileTransferReference(), reference))
                .filter(transfer -> transfer.published().isPresent())
                .toList();
    }

    @Test
    void aFileThatWasSentIsSkipped() throws Exception {
        Exchange first = send("hello", "");
        assertThat(alreadySent(first)).isFalse();
        String id = id(first);

        Exchange second = send("hello", "");
        assertThat(alreadySent(second)).isTrue();
        assertThat(id(second)).isEqualTo(id);

        restart();
        Exchange third = send(new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)), "");
        assertThat(alreadySent(third)).isTrue();
        assertThat(id(third)).isEqualTo(id);
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void anotherContentOrReferenceIsAnotherFile() throws Exception {
        send("hello", "");
        assertThat(alreadySent(send("hello again", ""))).isFalse();
        String first = reference;
        reference = first + "-b";
        assertThat(alreadySent(send("hello", ""))).isFalse();
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(3);
    }

    @Test
    void aTransferThatGotItsFileBeforeTheCrashIsFoundAgain() throws Exception {
        // the file arrives; that it was sent cannot be noted any more
        repository.failing = key -> key.matches("send/[0-9a-f-]{36}");
        Exchange crashed = send("hello", "");
        assertThat(crashed.getException()).isNotNull();
        assertThat(arrived()).hasSize(1);
        repository.failing = key -> false;
        restart();

        Exchange again = send("hello", "");

        assertThat(id(again)).isEqualTo(arrived().get(0).id().toString());
        assertThat(alreadySent(again)).isTrue();
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(calls(Operation.UPLOAD)).isZero();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void aTransferThatWasMadeBeforeTheCrashGetsTheFile() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, 100, Fault.status(403));
        assertThat(send("hello", "").getException()).isNotNull();
        restart();

        Exchange again = send("hello", "");

        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(id(again)).isEqualTo(arrived().get(0).id().toString());
        assertThat(alreadySent(again)).isFalse();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void aTransferThatWasNotNotedHasNoFile() throws Exception {
        repository.failing = key -> key.matches(".*#[0-9a-f]{8}-.*");
        assertThat(send("hello", "").getException()).isNotNull();
        assertThat(arrived()).isEmpty();
        repository.failing = key -> false;
        restart();

        Exchange again = send("hello", "");

        assertThat(alreadySent(again)).isFalse();
        assertThat(arrived()).hasSize(1);
        assertThat(repository.keys).as("claims and notes of what was begun").allMatch(key -> !key.contains("claim"));
    }

    @Test
    void anUploadByTusGoesOn() throws Exception {
        byte[] content = new byte[100_000];
        new Random(5).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        String options = "&uploadMode=tus&tusChunkSize=10000&uploadStoreDirectory=" + folder.resolve("store");
        for (int i = 0; i < 4; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, 10_000, Fault.status(503));
        assertThat(send(file.toFile(), options).getException())
                .hasMessageContaining("send the same file again and it goes on from there");
        restart();

        Exchange again = send(file.toFile(), options);

        assertThat(id(again)).isNotNull();
        assertThat(calls(Operation.INITIALIZE)).isZero();
        assertThat(calls(Operation.TUS_PATCH)).isEqualTo(6);
        await().until(() -> arrived().size() == 1);
        assertThat(Files.readAllBytes(arrived().get(0).file().orElseThrow())).isEqualTo(content);
    }

    @Test
    void aTransferThatCannotBeCompletedIsReplaced() throws Exception {
        byte[] content = new byte[50_000];
        String options = "&uploadMode=tus&tusChunkSize=10000";
        altinn.emulator().faults().pass(Operation.TUS_PATCH);
        altinn.emulator().faults().next(Operation.TUS_PATCH, 10_000, Fault.status(503));
        Exchange failed = send(content, options);
        assertThat(failed.getException()).hasMessageContaining("create a new transfer");
        restart();

        Exchange again = send(content, options);

        assertThat(id(again)).isNotEqualTo(((AltinnBrokerException) failed.getException()).getFileTransferId());
        await().until(() -> arrived().size() == 1);
    }

    @Test
    void anUploadThatMayHaveArrivedIsNotReplaced() throws Exception {
        byte[] content = new byte[50_000];
        String options = "&uploadMode=tus&tusChunkSize=10000";
        for (int i = 0; i < 4; i++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        altinn.emulator().faults().next(Operation.TUS_HEAD, 10_000, Fault.status(503));
        altinn.emulator().faults().pass(Operation.OVERVIEW);
        altinn.emulator().faults().next(Operation.OVERVIEW, 10_000, Fault.status(503));
        assertThat(send(content, options).getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isOutcomeUnknown())
                        .isTrue());
        assertThat(calls(Operation.TUS_DELETE)).isZero();
        restart();

        Exchange again = send(content, options);

        assertThat(alreadySent(again)).isTrue();
        assertThat(arrived()).hasSize(1);
        assertThat(calls(Operation.INITIALIZE)).isZero();
    }

    @Test
    void whatMayHaveArrivedIsLookedForByTheNextAttempt() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetAfterEffect());
        altinn.emulator().faults().next(Operation.OVERVIEW, Fault.status(400));
        Exchange failed = send("hello", "");
        assertThat(failed.getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e.isRetryable())
                    .as("it is known which transfer may have it")
                    .isTrue();
        });

        Exchange again = send("hello", "");

        assertThat(alreadySent(again)).isTrue();
        assertThat(arrived()).hasSize(1);
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void aPublicationThatTakesItsTimeIsWaitedForByTheNextAttempt() throws Exception {
        String scanned = "&disableVirusScan=false&waitForPublication=true&publicationTimeout=200";
        altinn.emulator().broker().scanner().hold();
        try {
            assertThat(send("hello", scanned).getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
                assertThat(e.isOutcomeUnknown()).isTrue();
                assertThat(e.isRetryable()).isTrue();
            });
        } finally {
            altinn.emulator().broker().scanner().release();
        }

        Exchange again = send("hello", scanned.replace("200", "20000"));

        assertThat(alreadySent(again)).isTrue();
        assertThat(arrived()).hasSize(1);
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void whatAnotherNodeHasMadeOfItMeanwhileCounts() throws Exception {
        byte[] content = new byte[50_000];
        String options = "&uploadMode=tus&tusChunkSize=10000";
        altinn.emulator().faults().next(Operation.TUS_PATCH, 10_000, Fault.status(503));
        assertThat(send(content, options).getException()).isNotNull();
        altinn.emulator().faults().clear();
        // the other node replaces that transfer, and dies before it has noted that the file is sent
        repository.failing = key -> key.matches("send/[0-9a-f-]{36}");
        assertThat(send(node(), content, options).getException()).isNotNull();
        repository.failing = key -> false;
        await().until(() -> arrived().size() == 1);

        Exchange again = send(content, options);

        assertThat(alreadySent(again)).isTrue();
        assertThat(id(again)).isEqualTo(arrived().get(0).id().toString());
        assertThat(arrived()).hasSize(1);
    }

    @RepeatedTest(3)
    void ofTwoNodesOneSends() throws Exception {
        CamelWithAltinn other = node();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (CamelWithAltinn node : List.of(camel, other, camel, other)) {
            sent.add(node.template()
                    .asyncSend(uri(node, ""), exchange -> exchange.getMessage().setBody("hello")));
        }
        int fresh = 0;
        for (CompletableFuture<Exchange> one : sent) {
            Exchange exchange = one.get(30, TimeUnit.SECONDS);
            if (exchange.getException() != null) {
                // who came while another was at it is to come again
                assertThat(exchange.getException())
                        .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isRetryable())
                                .isTrue())
                        .hasMessageContaining("is just being sent");
            } else if (!alreadySent(exchange)) {
                fresh++;
            }
        }
        assertThat(fresh).isLessThanOrEqualTo(1);
        // which transfer it was is not looked up more often than once a minute
        assertThat(send(other, "hello", "").getException()).isNull();
        assertThat(arrived()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&parallelUploads=2", "&parallelUploads=1"})
    void aNodeThatLosesTheRepositoryLeavesTheFileToTheOneThatTakesItOver(String options) throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        isTakenOver(options, key -> {
            lost.countDown();
            throw new IllegalStateException("the database is away");
        });
        assertThat(lost.getCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&parallelUploads=2", "&parallelUploads=1"})
    void aNodeThatStoodStillLeavesTheFileToTheOneThatTookItOver(String options) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try {
            // nothing tells it that time has passed
            isTakenOver(options, key -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } finally {
            over.countDown();
        }
    }

    /** @param trouble what the first node has with the repository once it is at its upload */
    private void isTakenOver(String parts, Consumer<String> trouble) throws Exception {
        Unreachable cut = new Unreachable(repository);
        CamelWithAltinn first = node(cut);
        byte[] content = new byte[50_000];
        String options = "&uploadMode=tus&tusChunkSize=10000&claimTimeout=2000" + parts;
        altinn.emulator().faults().pass(Operation.TUS_PATCH);
        altinn.emulator().faults().next(Operation.TUS_PATCH, Fault.hang());
        CompletableFuture<Exchange> slow = first.template()
                .asyncSend(
                        uri(first, options), exchange -> exchange.getMessage().setBody(content));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> altinn.emulator().faults().waiting(Operation.TUS_PATCH) == 0);
        cut.trouble = trouble;

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> send(content, options).getException() == null);
        // the first one's line works again
        altinn.emulator().faults().clear();

        assertThat(slow.get(20, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isRetryable())
                        .isTrue())
                .hasMessageContaining("is just being sent");
        await().until(() -> arrived().size() == 1);
        assertThat(altinn.emulator().broker().transfers())
                .filteredOn(transfer -> Objects.equals(transfer.sendersFileTransferReference(), reference))
                .filteredOn(transfer -> transfer.published().isEmpty())
                .allMatch(transfer -> transfer.status() == TransferStatus.UPLOAD_STARTED);
        assertThat(alreadySent(send(content, options))).isTrue();
    }

    @Test
    void aRepositoryThatFailsLetsNothingBeSent() {
        repository.failing = key -> true;
        assertThat(send("hello", "").getException()).hasStackTraceContaining("the database is down");
        assertThat(calls(Operation.INITIALIZE)).isZero();
    }

    @Test
    void aRepositoryIsNeeded() {
        assertThatThrownBy(() -> camel.getEndpoint(uri(camel, "").replace("&idempotentRepository=#bean:sent", "")))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasStackTraceContaining("sendOnce")
                .hasStackTraceContaining("idempotentRepository");
    }

    @Test
    void aReferenceIsNeeded() {
        Exchange sent = camel.template()
                .request(
                        uri(camel, "").replace("&sendersFileTransferReference=" + reference, ""),
                        exchange -> exchange.getMessage().setBody("hello"));
        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE);
        assertThat(calls(Operation.INITIALIZE)).isZero();
    }

    /** As one node sees the database. */
    private static final class Unreachable extends ServiceSupport implements IdempotentRepository {

        private final IdempotentRepository database;
        private volatile Consumer<String> trouble = key -> {};

        Unreachable(IdempotentRepository database) {
            this.database = database;
        }

        @Override
        public boolean add(String key) {
            trouble.accept(key);
            return database.add(key);
        }

        @Override
        public boolean contains(String key) {
            return database.contains(key);
        }

        @Override
        public boolean remove(String key) {
            return database.remove(key);
        }

        @Override
        public boolean confirm(String key) {
            return database.confirm(key);
        }

        @Override
        public void clear() {
            database.clear();
        }
    }

    /** As a database: all nodes see it, it outlives them, and it can fail. */
    private static final class Repository extends ServiceSupport implements IdempotentRepository {

        private final Set<String> keys = ConcurrentHashMap.newKeySet();
        private volatile java.util.function.Predicate<String> failing = key -> false;

        private void check(String key) {
            if (failing.test(key)) {
                throw new IllegalStateException("the database is down");
            }
        }

        @Override
        public boolean add(String key) {
            check(key);
            return keys.add(key);
        }

        @Override
        public boolean contains(String key) {
            if (failing.test("")) {
                check("");
            }
            return keys.contains(key);
        }

        @Override
        public boolean remove(String key) {
            return keys.remove(key);
        }

        @Override
        public boolean confirm(String key) {
            return true;
        }

        @Override
        public void clear() {
            keys.clear();
        }
    }
}
