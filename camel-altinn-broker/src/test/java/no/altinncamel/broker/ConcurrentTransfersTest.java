package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Several files routed at the same time, with the guarantees that one has. */
class ConcurrentTransfersTest extends ReceiveFixture {

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private void hold(Exchange exchange) throws InterruptedException {
        running.add(id(exchange));
        most.accumulateAndGet(running.size(), Math::max);
        assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
        read(exchange);
        running.remove(id(exchange));
    }

    private List<String> sendMany(int number) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            sent.add(send("file-" + i));
        }
        return sent;
    }

    @Test
    void soManyRunAtTheSameTimeAndNoMore() throws Exception {
        List<String> sent = sendMany(12);
        receive("&concurrentTransfers=4", route -> route.process(this::hold));

        await().atMost(LONG).until(() -> running.size() == 4);
        assertThat(consumer().getPendingExchangesSize()).isGreaterThanOrEqualTo(4);
        go.countDown();
        sent.forEach(this::awaitConfirmed);
        assertThat(most).hasValue(4);
        assertThat(received).hasSize(12).doesNotHaveDuplicates();
    }

    /** The route that the manual shows; a temporary name made of the sender's name would be the same for both. */
    @Test
    void filesOfOneNameThatAreWrittenAtTheSameTimeBothArriveWhole(@TempDir Path inbox) throws Exception {
        Matcher documented = Pattern.compile("file:inbox(\\?fileName=[^\"]+)\"")
                .matcher(Files.readString(Path.of("../docs/receiving.md")).replaceAll("\"\\s*\\+ \"", ""));
        assertThat(documented.find()).isTrue();
        String first = send("a".repeat(200_000), "same.txt");
        String second = send("b".repeat(200_000), "same.txt");
        altinn.emulator().faults().next(Operation.DOWNLOAD, 2, Fault.slowBody(400_000));
        receive("&concurrentTransfers=2", route -> route.to("file:" + inbox + documented.group(1)));

        awaitConfirmed(first);
        awaitConfirmed(second);
        assertThat(inbox.resolve(first + "-same.txt")).hasContent("a".repeat(200_000));
        assertThat(inbox.resolve(second + "-same.txt")).hasContent("b".repeat(200_000));
    }

    @Test
    void downloadsAreLazyAndWhatIsNotStartedIsUntouched() throws Exception {
        List<String> sent = sendMany(6);
        int downloads = altinn.emulator().recorder().count(Operation.DOWNLOAD);
        receive("&concurrentTransfers=2", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> running.size() == 2);

        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD)).isEqualTo(downloads);
        assertThat(sent).allSatisfy(id -> assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.INITIALIZED));
        go.countDown();
        sent.forEach(this::awaitConfirmed);
    }

    @Test
    void aSlowFileDoesNotHoldUpTheOthers() throws Exception {
        String slow = send("slow");
        List<String> others = sendMany(5);
        receive(
                "&concurrentTransfers=2",
                route -> route.process(exchange -> {
                    if (id(exchange).equals(slow)) {
                        assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                    read(exchange);
                }));

        others.forEach(this::awaitConfirmed);
        assertThat(received).hasSize(5);
        go.countDown();
        awaitConfirmed(slow);
    }

    @Test
    void aFailureIsThatOfItsFileOnly() throws Exception {
        String bad = send("bad");
        List<String> others = sendMany(8);
        receive(
                "&concurrentTransfers=4&maxAttempts=1",
                route -> route.process(exchange -> {
                    if (id(exchange).equals(bad)) {
                        throw new IllegalStateException("bad");
                    }
                    read(exchange);
                }));

        others.forEach(this::awaitConfirmed);
        await().atMost(LONG).until(() -> consumer().getGivenUp() == 1);
        assertThat(received).hasSize(8);
    }

    @Test
    void onStopWhatRunsIsFinishedAndWhatWaitsIsLeftAlone() throws Exception {
        List<String> sent = sendMany(10);
        receive("&concurrentTransfers=3", route -> route.process(this::hold));
        await().atMost(LONG).until(() -> running.size() == 3);
        List<String> started = List.copyOf(running);

        Thread stopping = new Thread(() -> {
            try {
                camel.getRouteController().stopRoute("receive");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        await().atMost(LONG)
                .until(() -> !consumer().isRunAllowed() || consumer().isSuspended());
        go.countDown();
        stopping.join(30_000);

        assertThat(received).hasSize(3);
        started.forEach(this::awaitConfirmed);
        List<String> left = new ArrayList<>(sent);
        left.removeAll(started);
        assertThat(left).allSatisfy(id -> assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.INITIALIZED));
    }

    @Test
    void suspendedNothingNewIsStartedAndResumedEverythingIs() throws Exception {
        go.countDown();
        receive("&concurrentTransfers=3", route -> route.process(this::hold));
        awaitPolls(2);
        camel.getRouteController().suspendRoute("receive");
        List<String> sent = sendMany(5);
        assertThat(received).isEmpty();
        assertThat(consumer().isSuspended()).isTrue();

        camel.getRouteController().resumeRoute("receive");
        sent.forEach(this::awaitConfirmed);
        assertThat(received).hasSize(5);
    }

    @Test
    void startingAndStoppingLeavesNoThreadsBehind() throws Exception {
        go.countDown();
        receive("&concurrentTransfers=3", route -> route.process(this::hold));
        awaitPolls(1);
        camel.getRouteController().stopRoute("receive");
        camel.getRouteController().startRoute("receive");
        awaitPolls(2);
        camel.getRouteController().stopRoute("receive");
        long before = threads();
        for (int i = 0; i < 10; i++) {
            camel.getRouteController().startRoute("receive");
            awaitPolls(1);
            camel.getRouteController().stopRoute("receive");
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(before));
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(camel.getName() + ")"))
                .count();
    }
}
