package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Routes that are stopped while they send, and started again. */
@Timeout(60)
class RouteStopTest {

    private static final String ROUTE = "sending";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    Path folder;

    private String reference;
    private CamelWithAltinn camel;
    private volatile long moved;

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
        reference = "stop-" + System.nanoTime();
        camel = new CamelWithAltinn(altinn.service());
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {

            @Override
            public void notify(CamelEvent event) {
                if (event instanceof FileTransferProgressEvent progress) {
                    moved = progress.getProgress().bytes();
                }
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        altinn.emulator().faults().clear();
        camel.close();
    }

    private String uri(String options) {
        return camel.uri(altinn.service().sender()) + "&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization()
                + "&disableVirusScan=true&progressInterval=1&sendersFileTransferReference=" + reference + options;
    }

    private void route(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder.resolve("outbox") + "?initialDelay=0&delay=100")
                        .routeId(ROUTE)
                        .to(uri(options))
                        .log("sent");
            }
        });
    }

    private void offer(int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(3).nextBytes(content);
        Files.createDirectories(folder.resolve("outbox"));
        Files.write(folder.resolve("outbox").resolve("f"), content);
    }

    private boolean isDone() {
        return Files.exists(folder.resolve("outbox").resolve(".camel").resolve("f"));
    }

    private void stopRoute() throws Exception {
        camel.getRouteController().stopRoute(ROUTE, 100, TimeUnit.MILLISECONDS);
    }

    /** Whatever was sent is published unless it was ended; counted when nothing is under way any more. */
    private List<Transfer> published() {
        return altinn.emulator().broker().transfers().stream()
                .filter(transfer -> Objects.equals(transfer.sendersFileTransferReference(), reference))
                .filter(transfer -> transfer.published().isPresent())
                .toList();
    }

    private static int calls(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    @Test
    void aStreamThatWasStoppedIsNotSentBehindTheRoutesBack() throws Exception {
        // the client writes into buffers that nobody empties
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.delay(Duration.ofSeconds(16)));
        offer(60_000_000);
        route("&uploadMode=stream");
        await().atMost(Duration.ofSeconds(30)).until(() -> moved > 0);

        long began = System.nanoTime();
        stopRoute();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        assertThat(isDone()).isFalse();

        camel.getRouteController().startRoute(ROUTE);
        await().atMost(Duration.ofSeconds(40)).until(this::isDone);
        assertThat(calls(Operation.UPLOAD)).isEqualTo(2);
        assertThat(published()).hasSize(1);
    }

    /** A route that takes one body, without a consumer that would offer it again. */
    private CompletableFuture<Exchange> sending(String options, Object body) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:outbox").routeId(ROUTE).noStreamCaching().to(uri(options));
            }
        });
        return camel.template()
                .asyncSend("direct:outbox", exchange -> exchange.getMessage().setBody(body));
    }

    @Test
    void aStopBeforeTheTransferIsMadeMakesNone() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        InputStream slow = new InputStream() {

            @Override
            public int read() throws IOException {
                reading.countDown();
                try {
                    never.await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        };
        CompletableFuture<Exchange> sending = sending("&fileName=f&uploadMode=tus", slow);
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        stopRoute();

        // it has ended with the route
        assertThat(sending.get(2, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isOutcomeUnknown())
                        .isFalse())
                .hasMessageContaining("the upload was stopped");
        assertThat(calls(Operation.INITIALIZE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&uploadMode=stream", "&uploadMode=tus", "&uploadMode=tus&parallelUploads=2&tusChunkSize=10"})
    void aStopWhileTheTransferIsMadeSendsNothing(String options) throws Exception {
        altinn.emulator().faults().next(Operation.INITIALIZE, Fault.delay(Duration.ofSeconds(2)));
        CompletableFuture<Exchange> sending = sending("&fileName=f" + options, "what nobody is to get");
        await().atMost(Duration.ofSeconds(30)).until(() -> calls(Operation.INITIALIZE) == 1);

        stopRoute();

        // it has ended with the route
        assertThat(sending.get(2, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
                    assertThat(e.isOutcomeUnknown()).isFalse();
                    assertThat(e.getFileTransferId()).isNotNull();
                })
                .hasMessageContaining("the upload was stopped");
        assertThat(calls(Operation.UPLOAD)).isZero();
        assertThat(calls(Operation.TUS_CREATE)).isZero();
    }
}
