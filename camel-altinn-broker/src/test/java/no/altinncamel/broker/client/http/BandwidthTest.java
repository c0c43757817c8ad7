package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shares of a bandwidth, in time that only the test moves. */
@Timeout(60)
class BandwidthTest {

    private static final int MB = 1_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Bandwidth bandwidth(long bytesPerSecond) {
        return new Bandwidth(bytesPerSecond, now::get);
    }

    /** What an idle time has left is gone. */
    private Bandwidth usedUp(int bytesPerSecond) {
        Bandwidth bandwidth = bandwidth(bytesPerSecond);
        bandwidth.share("before", "upload").take(bytesPerSecond);
        return bandwidth;
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(1));
    }

    /** One more who waits, and has come after those before. */
    private Future<?> comes(Bandwidth bandwidth, String file, int bytes) {
        int before = bandwidth.waiting();
        Future<?> caller = threads.submit(() -> {
            bandwidth.share(file, "upload").take(bytes);
            order.add(file);
        });
        patiently().until(() -> bandwidth.waiting() == before + 1);
        return caller;
    }

    /** Moves the time and makes everybody who waits look again. */
    private void advance(Bandwidth bandwidth, Duration by) {
        now.addAndGet(by.toNanos());
        bandwidth.limit(bandwidth.limit());
    }

    private static AltinnClientException failureOf(Future<?> caller) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> caller.get(30, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(AltinnClientException.class);
        return (AltinnClientException) failure.getCause();
    }

    @Test
    void withoutACapNothingWaitsAndNothingIsCut() {
        Bandwidth.Share share = bandwidth(0).share("a", "upload");
        assertThat(share.piece(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            share.take(Integer.MAX_VALUE);
        }
    }

    @Test
    void aSecondIsThereAtOnceAndThenEachByteTakesItsTime() {
        Bandwidth bandwidth = bandwidth(10 * MB);
        Bandwidth.Share share = bandwidth.share("a", "upload");
        for (int i = 0; i < 10; i++) {
            share.take(MB);
        }
        // the account is even, and what is taken now has to be paid for
        share.take(MB);
        Future<?> next = comes(bandwidth, "a", MB);
        advance(bandwidth, Duration.ofMillis(99));
        assertThat(bandwidth.waiting()).isEqualTo(1);
        advance(bandwidth, Duration.ofMillis(1));
        patiently().until(next::isDone);
    }

    @Test
    void whatIsNotUsedIsKeptForASecondOnly() {
        Bandwidth bandwidth = bandwidth(MB);
        now.addAndGet(Duration.ofHours(1).toNanos());
        bandwidth.share("a", "upload").take(2 * MB);
        comes(bandwidth, "a", 1);
        advance(bandwidth, Duration.ofMillis(999));
        assertThat(bandwidth.waiting()).isEqualTo(1);
        advance(bandwidth, Duration.ofMillis(1));
        patiently().until(() -> bandwidth.waiting() == 0);
    }

    @Test
    void aSmallCapLets64KiBPassAtOnce() {
        Bandwidth bandwidth = bandwidth(1024);
        Bandwidth.Share share = bandwidth.share("a", "upload");
        for (int i = 0; i < 64; i++) {
            share.take(share.piece(MB));
        }
        share.take(1);
        comes(bandwidth, "a", 1);
        assertThat(bandwidth.waiting()).isEqualTo(1);
    }

    @Test
    void piecesAreATwentiethOfASecondWithinReason() {
        assertThat(bandwidth(MB).share("a", "upload").piece(MB)).isEqualTo(50_000);
        assertThat(bandwidth(MB).share("a", "upload").piece(100)).isEqualTo(100);
        assertThat(bandwidth(10).share("a", "upload").piece(MB)).isEqualTo(1024);
        assertThat(bandwidth(1000L * MB).share("a", "upload").piece(MB)).isEqualTo(256 * 1024);
    }

    @Test
    void turnsGoRoundBetweenTheFilesHoweverManyPartsEachHas() {
        Bandwidth bandwidth = usedUp(MB);
        bandwidth.share("before", "upload").take(MB);
        for (String file : List.of("a", "a", "a", "a", "b", "b", "c")) {
            comes(bandwidth, file, MB);
        }
        for (int served = 1; served <= 7; served++) {
            int expected = served;
            advance(bandwidth, Duration.ofSeconds(1));
            patiently().until(() -> order.size() == expected);
        }
        assertThat(order).containsExactly("a", "b", "c", "a", "b", "a", "a");
    }

    @Test
    void filesGetEquallyManyBytesInWhateverPiecesTheyTravel() {
        Bandwidth bandwidth = usedUp(MB);
        bandwidth.share("before", "upload").take(MB);
        comes(bandwidth, "large", MB);
        comes(bandwidth, "large", MB);
        for (int i = 0; i < 6; i++) {
            comes(bandwidth, "small", MB / 4);
        }
        List<String> fair = List.of("large", "small", "small", "small", "small", "large", "small", "small");
        Duration cost = Duration.ofSeconds(1);
        for (int served = 1; served <= fair.size(); served++) {
            int expected = served;
            advance(bandwidth, cost);
            patiently().until(() -> order.size() == expected);
            cost = Duration.ofMillis(fair.get(served - 1).equals("large") ? 1000 : 250);
        }
        assertThat(order).isEqualTo(fair);
    }

    @Test
    void aFileThatComesBackStandsWhereItWas() {
        Bandwidth bandwidth = usedUp(MB);
        bandwidth.share("a", "upload").take(9 * MB);
        advance(bandwidth, Duration.ofMillis(8999));
        comes(bandwidth, "a", MB);
        comes(bandwidth, "b", MB);
        advance(bandwidth, Duration.ofMillis(1));
        patiently().until(() -> order.equals(List.of("b")));
        advance(bandwidth, Duration.ofSeconds(1));
        patiently().until(() -> order.equals(List.of("b", "a")));
    }

    @Test
    void aFileThatComesBackAfterLongIsAsGoodAsANewOne() {
        Bandwidth bandwidth = usedUp(MB);
        bandwidth.share("a", "upload").take(11 * MB);
        advance(bandwidth, Duration.ofMillis(10_999));
        comes(bandwidth, "a", MB);
        comes(bandwidth, "b", MB);
        advance(bandwidth, Duration.ofMillis(1));
        patiently().until(() -> order.equals(List.of("a")));
    }

    @Test
    void filesThatDoNotComeAgainAreForgotten() {
        Bandwidth bandwidth = usedUp(MB);
        for (int file = 0; file < 20_000; file++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            bandwidth.share(file, "upload").take(MB);
        }
        // those of the last ten seconds
        assertThat(bandwidth.files()).isEqualTo(10);
    }

    @Test
    void whoeverIsNextIsCalledWhenTheOneBeforeHimGivesUp() {
        Bandwidth bandwidth = usedUp(MB);
        bandwidth.share("before", "upload").take(MB);
        Future<?> first = comes(bandwidth, "a", MB);
        comes(bandwidth, "b", MB);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        first.cancel(true);
        patiently().until(() -> order.equals(List.of("b")));
    }

    @Test
    void anInterruptEndsAWaitAndStays() throws Exception {
        Bandwidth bandwidth = usedUp(1024);
        bandwidth.share("before", "upload").take(64 * 1024);
        Thread[] thread = new Thread[1];
        Future<Boolean> waits = threads.submit(() -> {
            thread[0] = Thread.currentThread();
            AltinnClientException failure = catchThrowableOfType(
                    AltinnClientException.class,
                    () -> bandwidth.share("a", "upload").take(1));
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("upload").hasMessageContaining("interrupted");
            return Thread.interrupted();
        });
        patiently().until(() -> bandwidth.waiting() == 1);
        thread[0].interrupt();
        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bandwidth.waiting()).isZero();
    }

    @Test
    void closingEndsAllWaits() {
        Bandwidth bandwidth = usedUp(1024);
        bandwidth.share("before", "upload").take(64 * 1024);
        List<Future<?>> waits = List.of(comes(bandwidth, "a", 1), comes(bandwidth, "a", 1), comes(bandwidth, "b", 1));
        bandwidth.close();
        assertThat(waits).allSatisfy(wait -> assertThat(failureOf(wait)).hasMessageContaining("closed"));
        assertThatThrownBy(() -> bandwidth.share("c", "upload").take(1)).isInstanceOf(AltinnClientException.class);
    }

    @Test
    void aCapThatIsLiftedLetsAllGo() {
        Bandwidth bandwidth = usedUp(1024);
        bandwidth.share("before", "upload").take(64 * 1024);
        comes(bandwidth, "a", MB);
        comes(bandwidth, "b", MB);
        bandwidth.limit(0);
        patiently().until(() -> order.size() == 2);
        bandwidth.limit(MB);
        bandwidth.share("a", "upload").take(MB);
        comes(bandwidth, "a", MB);
        assertThatThrownBy(() -> bandwidth.limit(-1)).hasMessageContaining("-1");
    }

    /** With the real clock: what passes in a time is never more than the cap and one burst. */
    @RepeatedTest(3)
    void manyThreadsTogetherTakeNoMoreThanThereIs() throws Exception {
        long cap = 4L * MB;
        Bandwidth bandwidth = new Bandwidth(cap, System::nanoTime);
        AtomicLong moved = new AtomicLong();
        long began = System.nanoTime();
        List<Future<?>> waits = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            String file = "file-" + i % 4;
            waits.add(threads.submit(() -> {
                Bandwidth.Share share = bandwidth.share(file, "upload");
                for (long left = 750_000; left > 0; ) {
                    int piece = share.piece((int) Math.min(left, 256 * 1024));
                    share.take(piece);
                    left -= piece;
                    long sofar = moved.addAndGet(piece);
                    double seconds = (System.nanoTime() - began) / 1e9;
                    // each thread may be one piece ahead of what it has paid for
                    assertThat((double) sofar).isLessThanOrEqualTo(cap * (seconds + 1) + 8 * 256 * 1024);
                }
            }));
        }
        for (Future<?> wait : waits) {
            wait.get(30, TimeUnit.SECONDS);
        }
        assertThat(moved).hasValue(6L * MB);
        assertThat(bandwidth.waiting()).isZero();
    }
}
