package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.management.Attribute;
import javax.management.ObjectName;

import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.Bandwidth;

/** Files that wait for their share of maxBytesPerSecond. */
@Timeout(120)
class MaxBytesPerSecondTest extends ReceiveFixture {

    /** More than what goes at full speed, however small the cap. */
    private static final int LENGTH = 100_000;
    /** So small that a test ends before the next byte goes. */
    private static final long ALMOST_NOTHING = 1;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[LENGTH];

    @BeforeEach
    void fill() {
        new Random(3).nextBytes(content);
    }

    private Bandwidth bandwidth() {
        return camel.component().connections().bandwidth();
    }

    private void awaitWaiting(int number) {
        await().atMost(LONG).until(() -> bandwidth().waiting() == number);
    }

    private String to(String options) {
        return camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=big.bin" + options;
    }

    private Path file() throws Exception {
        return Files.write(folder.resolve("big"), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&uploadMode=stream", "&uploadMode=tus&tusChunkSize=30000&parallelUploads=3"})
    void filesWaitUpAndDownLongerThanAnyTimeoutAndArriveAsTheyAre(String mode) throws Exception {
        String id = send(content, message -> {});
        camel.component().setMaxBytesPerSecond(ALMOST_NOTHING);
        AtomicReference<byte[]> read = new AtomicReference<>();
        receive(
                "&responseTimeout=200",
                route -> route.process(exchange -> {
                    try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
                        read.compareAndSet(null, body.readAllBytes());
                    }
                }));
        awaitWaiting(1);
        CompletableFuture<Exchange> sending = template.asyncSend(
                to("&responseTimeout=200" + mode),
                ExchangeBuilder.anExchange(camel).withBody(file().toFile()).build());
        await().atMost(LONG).until(() -> bandwidth().waiting() > 1);
        // several times as long as the longest silence that is allowed
        await().pollDelay(Duration.ofMillis(1000)).until(() -> bandwidth().waiting() > 1);
        assertThat(sending).isNotDone();
        assertThat(read).hasNullValue();

        ManagementFactory.getPlatformMBeanServer()
                .setAttribute(
                        new ObjectName("org.apache.camel:context=" + camel.getManagementName()
                                + ",type=components,name=\"altinn-broker\""),
                        new Attribute("MaxBytesPerSecond", 0L));

        Exchange sent = sending.get(30, TimeUnit.SECONDS);
        assertThat(sent.getException()).isNull();
        String other = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        // after TUS the Broker puts the file in its place a little later
        await().atMost(LONG)
                .until(() -> altinn.emulator().broker().transfer(other).file().isPresent());
        assertThat(Files.readAllBytes(
                        altinn.emulator().broker().transfer(other).file().orElseThrow()))
                .isEqualTo(content);
        awaitConfirmed(id);
        assertThat(Arrays.equals(read.get(), content)).isTrue();
        assertThat(bandwidth().waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&uploadMode=stream", "&uploadMode=tus&tusChunkSize=30000&parallelUploads=3"})
    void aRouteThatIsStoppedEndsTheWait(String mode) throws Exception {
        camel.component().setMaxBytesPerSecond(ALMOST_NOTHING);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").routeId("send").to(to(mode));
            }
        });
        CompletableFuture<Exchange> sending = template.asyncSend(
                "direct:send",
                ExchangeBuilder.anExchange(camel).withBody(file().toFile()).build());
        await().atMost(LONG).until(() -> bandwidth().waiting() > 0);

        camel.getRouteController().stopRoute("send", 100, TimeUnit.MILLISECONDS);

        assertThat(sending.get(30, TimeUnit.SECONDS).getException()).isInstanceOf(AltinnBrokerException.class);
        assertThat(bandwidth().waiting()).isZero();
    }

    @Test
    void aRouteThatIsStoppedEndsTheWaitOfItsDownload() throws Exception {
        send(content, message -> {});
        camel.component().setMaxBytesPerSecond(ALMOST_NOTHING);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        receive(
                "",
                route -> route.process(exchange -> {
                    try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
                        body.readAllBytes();
                    } catch (Exception e) {
                        failure.complete(e);
                        throw e;
                    }
                }));
        awaitWaiting(1);

        camel.getRouteController().stopRoute("receive", 100, TimeUnit.MILLISECONDS);

        assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("share of the bandwidth");
        assertThat(bandwidth().waiting()).isZero();
    }

    @Test
    void aComponentThatIsStoppedEndsTheWaitAndCapsAgainAfterItsStart() throws Exception {
        camel.component().setMaxBytesPerSecond(ALMOST_NOTHING);
        CompletableFuture<Exchange> sending = template.asyncSend(
                to("&uploadMode=stream"),
                ExchangeBuilder.anExchange(camel).withBody(content).build());
        awaitWaiting(1);

        camel.component().stop();

        assertThat(sending.get(30, TimeUnit.SECONDS).getException()).isInstanceOf(AltinnBrokerException.class);
        camel.component().start();
        assertThat(bandwidth().limit()).isEqualTo(ALMOST_NOTHING);
    }

    @Test
    void aNegativeCapIsRefusedWithItsName() {
        assertThatThrownBy(() -> camel.component().setMaxBytesPerSecond(-1))
                .hasMessageContaining("maxBytesPerSecond: -1 is too small");
    }
}
