package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop of the consumer without Camel's graceful shutdown before it, with files in hand. */
class StopFromWithinTest extends ReceiveFixture {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMinutes(5);

    private final AtomicReference<Boolean> interrupted = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private void stopOnce() {
        if (stopped.getCount() == 0) {
            return;
        }
        camel.getShutdownStrategy().setTimeout(SHUTDOWN_TIMEOUT.toSeconds());
        consumer().stop();
        interrupted.compareAndSet(null, Thread.currentThread().isInterrupted());
        stopped.countDown();
    }

    private void awaitStopped() throws InterruptedException {
        try {
            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            camel.getShutdownStrategy().setTimeout(20);
        }
        assertThat(interrupted).hasValue(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aStepOfTheRouteThatStopsItDoesNotWaitForItself(int concurrentTransfers) throws Exception {
        String id = send("hello");
        receive(
                "&concurrentTransfers=" + concurrentTransfers,
                route -> route.process(exchange -> {
                    stopOnce();
                    read(exchange);
                }));

        awaitStopped();
        // Camel rejects an exchange whose route is stopped under it
        await().atMost(LONG).until(() -> consumer().getFailed() == 1);
        consumer().start();
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello", "hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRoutePolicyThatStopsItDoesNotWaitForItself(int concurrentTransfers) throws Exception {
        String id = send("hello");
        receive("&concurrentTransfers=" + concurrentTransfers, route -> route.routePolicy(new RoutePolicySupport() {
                    @Override
                    public void onExchangeDone(Route done, Exchange exchange) {
                        stopOnce();
                    }
                })
                .process(this::read));

        awaitStopped();
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aStepThatStopsItWaitsForTheOtherFiles() throws Exception {
        CountDownLatch bothThere = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        List<String> ids =
                IntStream.range(0, 2).mapToObj(i -> send("file-" + i)).toList();
        receive(
                "&concurrentTransfers=2",
                route -> route.process(exchange -> {
                    bothThere.countDown();
                    assertThat(bothThere.await(30, TimeUnit.SECONDS)).isTrue();
                    if (exchange.getMessage().getHeader(Exchange.FILE_NAME).equals("file-0.txt")) {
                        stopOnce();
                    } else {
                        release.await();
                    }
                    read(exchange);
                }));

        AltinnBrokerConsumer consumer = consumer();
        await().atMost(LONG).until(() -> !consumer.isRunAllowed());
        assertThat(stopped.await(300, TimeUnit.MILLISECONDS)).isFalse();
        release.countDown();
        awaitStopped();
        awaitConfirmed(ids.get(1));
    }

    @Test
    void aRouteThatWasForcedToStopOnceWaitsForItsFilesAtTheNextStop() throws Exception {
        CountDownLatch firstThere = new CountDownLatch(1);
        CountDownLatch secondThere = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        send("first");
        receive(
                "",
                route -> route.process(exchange -> {
                    if (firstThere.getCount() > 0) {
                        firstThere.countDown();
                        // interrupted by the forced stop
                        new CountDownLatch(1).await();
                    }
                    secondThere.countDown();
                    release.await();
                    read(exchange);
                }));
        assertThat(firstThere.await(30, TimeUnit.SECONDS)).isTrue();
        camel.getRouteController().stopRoute("receive", 1, TimeUnit.SECONDS);
        assertThat(camel.getRoute("receive").getProperties()).containsKey("forcedShutdown");

        camel.getRouteController().startRoute("receive");
        assertThat(secondThere.await(30, TimeUnit.SECONDS)).isTrue();
        AltinnBrokerConsumer consumer = consumer();
        Thread stopping = new Thread(consumer::stop);
        stopping.start();
        await().atMost(LONG).until(() -> !consumer.isRunAllowed());
        stopping.join(300);
        assertThat(stopping.isAlive()).isTrue();
        release.countDown();
        stopping.join(30_000);
        assertThat(received).containsExactly("first");
    }
}
