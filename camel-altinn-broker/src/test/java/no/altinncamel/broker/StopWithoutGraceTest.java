package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Stops that no graceful shutdown by Camel comes before, as when a cluster takes the leadership away. */
class StopWithoutGraceTest extends ReceiveFixture {

    private static final int MIB = 1024 * 1024;

    private final CountDownLatch go = new CountDownLatch(1);
    private final List<String> routing = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> interrupts = Collections.synchronizedList(new ArrayList<>());

    private void hold(Exchange exchange) throws InterruptedException {
        routing.add(exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class));
        try {
            go.await();
        } catch (InterruptedException e) {
            interrupts.add(e);
            throw e;
        }
        read(exchange);
    }

    /** Returns when the stop has begun. */
    private Thread stopping(AltinnBrokerConsumer consumer) {
        Thread stopping = new Thread(consumer::stop);
        stopping.start();
        await().atMost(LONG).until(() -> !consumer.isRunAllowed());
        return stopping;
    }

    private void join(Thread stopping) throws InterruptedException {
        stopping.join(LONG.toMillis());
        assertThat(stopping.isAlive()).isFalse();
    }

    private List<FileTransferStatus> statuses(List<String> ids) {
        return ids.stream().map(id -> overview(id).status()).toList();
    }

    @Test
    void theFileInHandIsFinishedAndConfirmedAndNoOtherIsBegun() throws Exception {
        List<String> sent = List.of(send("one"), send("two"), send("three"));
        receive("", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> routing.size() == 1);
        AltinnBrokerConsumer consumer = consumer();

        Thread stopping = stopping(consumer);
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(interrupts::isEmpty);
        go.countDown();
        join(stopping);

        assertThat(received).containsExactly("one");
        assertThat(statuses(sent))
                .containsExactly(
                        FileTransferStatus.ALL_CONFIRMED_DOWNLOADED,
                        FileTransferStatus.PUBLISHED,
                        FileTransferStatus.PUBLISHED);
        assertThat(recipientStatus(sent.get(1))).isEqualTo(RecipientStatus.INITIALIZED);
        assertThat(consumer.getEndpoint().knownTransfers().in(KnownTransfer.State.IN_PROGRESS))
                .isEmpty();
        consumer.start();
        sent.forEach(this::awaitConfirmed);
        assertThat(received).containsExactly("one", "two", "three");
    }

    @Test
    void whoLosesTheLeadershipFinishesAndConfirmsTheFileInHand() throws Exception {
        AppointedLeader cluster = new AppointedLeader();
        camel.addService(cluster);
        String first = send("one");
        send("two");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:altinn:" + StopWithoutGraceTest.this.from(""))
                        .process(StopWithoutGraceTest.this::hold)
                        .process(exchange -> received.add("the last step"));
            }
        });
        cluster.lead(true);
        await().atMost(LONG).until(() -> routing.size() == 1);

        Thread losing = new Thread(() -> cluster.lead(false));
        losing.start();
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(interrupts::isEmpty);
        go.countDown();
        join(losing);

        assertThat(overview(first).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
        assertThat(received).containsExactly("one", "the last step");
    }

    @Test
    void filesInTheHandsOfWorkersAreFinishedHoweverLongTheyTake() throws Exception {
        List<String> sent = List.of(send("one"), send("two"), send("three"));
        receive("&concurrentTransfers=2", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> routing.size() == 2);

        Thread stopping = stopping(consumer());
        // longer than Camel's executors wait when they are shut down
        await().during(Duration.ofSeconds(13)).atMost(LONG).until(interrupts::isEmpty);
        go.countDown();
        join(stopping);

        assertThat(received).containsExactlyInAnyOrder("one", "two");
        assertThat(statuses(sent))
                .containsExactly(
                        FileTransferStatus.ALL_CONFIRMED_DOWNLOADED,
                        FileTransferStatus.ALL_CONFIRMED_DOWNLOADED,
                        FileTransferStatus.PUBLISHED);
    }

    @Test
    void aLargeFileThatIsComingIsNotCutOff(@TempDir Path directory) throws Exception {
        byte[] content = new byte[17 * MIB];
        Arrays.fill(content, (byte) 'x');
        String id = send((Object) content, message -> {});
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.slowBody(8 * MIB));
        int downloads = altinn.emulator().recorder().count(Operation.DOWNLOAD);
        receive("&localWorkDirectory=" + directory, route -> route.process(this::read));
        await().atMost(LONG).until(() -> altinn.emulator().recorder().count(Operation.DOWNLOAD) > downloads);

        join(stopping(consumer()));

        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
        assertThat(received).hasSize(1);
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD) - downloads)
                .isEqualTo(1);
    }

    @Test
    void aRouteThatDoesNotEndIsInterruptedAfterTheShutdownTimeout() throws Exception {
        String id = send("one");
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setTimeout(100);
        receive("", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> routing.size() == 1);
        AltinnBrokerConsumer consumer = consumer();

        join(stopping(consumer));

        assertThat(interrupts).hasSize(1);
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        go.countDown();
        consumer.start();
        awaitConfirmed(id);
    }

    /** Camel has waited for the timeout then; to wait once more would double it. */
    @Test
    void aStopThatAGracefulOneEndsInInterruptsAtOnce() throws Exception {
        send("one");
        receive("", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> routing.size() == 1);
        camel.getShutdownStrategy().setTimeout(LONG.multipliedBy(2).toSeconds());

        camel.getRouteController().stopRoute("receive", 1, TimeUnit.SECONDS);

        assertThat(interrupts).hasSize(1);
    }
}
