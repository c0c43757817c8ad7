package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns, in time that only the test moves. */
@Timeout(60)
class RateBudgetTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateParty us = new RateParty("us");
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private RateBudget budget(int limit, Duration maxWait) {
        return new RateBudget(Map.of("list", limit), 0, maxWait, now::get);
    }

    /** Moves the time and makes everybody who waits look again. */
    private void advance(RateBudget budget, Duration by) {
        now.addAndGet(by.toNanos());
        budget.refused("nobody", "nothing", Duration.ZERO);
    }

    private static void assertWaiting(RateBudget budget, int number) {
        Awaitility.await().untilAsserted(() -> assertThat(budget.waiting()).isEqualTo(number));
    }

    private void call(RateBudget budget) {
        budget.await("a", "list", budget.maxWait(), us);
    }

    private AltinnClientException refusal(RateBudget budget) {
        AltinnClientException refusal = catchThrowableOfType(AltinnClientException.class, () -> call(budget));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void soManyCallsPassInAnyMinuteAndNoMore() {
        RateBudget budget = budget(3, Duration.ofSeconds(10));
        call(budget);
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        call(budget);
        call(budget);
        AltinnClientException refusal = refusal(budget);
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(31));
        assertThat(refusal.outcomeUnknown()).isFalse();
        // the first call leaves the window 61 seconds after it was made
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        call(budget);
        assertThat(refusal(budget).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void clientsAndOperationsDoNotCountForOneAnother() {
        RateBudget budget = budget(1, Duration.ZERO);
        call(budget);
        budget.await("b", "list", budget.maxWait(), us);
        budget.await("a", "overview", budget.maxWait(), us);
        budget.await("a", "overview", budget.maxWait(), us);
        refusal(budget);
    }

    @Test
    void turnsComeInTheOrderOfTheCallers() throws Exception {
        RateBudget budget = budget(1, LONG);
        call(budget);
        List<Integer> order = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            int caller = i;
            threads.submit(() -> {
                call(budget);
                order.add(caller);
            });
            assertWaiting(budget, i + 1);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(order).hasSize(i);
            advance(budget, RateBudget.WINDOW);
            int passed = i + 1;
            Awaitility.await().untilAsserted(() -> assertThat(order).hasSize(passed));
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoComesBehindManyOthersKnowsItAtOnce() {
        RateBudget budget = budget(1, Duration.ofSeconds(100));
        call(budget);
        threads.submit(() -> call(budget));
        assertWaiting(budget, 1);
        assertThat(refusal(budget).retryAfter()).isEqualTo(Duration.ofSeconds(122));
        assertThat(budget.waiting()).isEqualTo(1);
    }

    @Test
    void aClosureHoldsEverybodyUpForAsLongAsTheServerSays() throws Exception {
        RateBudget budget = budget(0, LONG);
        call(budget);
        budget.refused("a", "list", Duration.ofSeconds(20));
        // a shorter one does not shorten it
        budget.refused("a", "list", Duration.ofSeconds(5));
        Future<?> waiting = threads.submit(() -> call(budget));
        assertWaiting(budget, 1);
        advance(budget, Duration.ofSeconds(19));
        assertWaiting(budget, 1);
        assertThat(waiting).isNotDone();
        advance(budget, Duration.ofSeconds(1));
        waiting.get(30, TimeUnit.SECONDS);
    }

    @Test
    void closuresWithoutATimeGrowUntilACallPasses() {
        RateBudget budget = budget(0, Duration.ZERO);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            budget.refused("a", "list", null);
            assertThat(refusal(budget).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            now.addAndGet(Duration.ofSeconds(seconds).toNanos());
            call(budget);
        }
        budget.accepted("a", "list");
        budget.refused("a", "list", null);
        assertThat(refusal(budget).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void callsThatWereUnderWayTogetherCountAsOneRefusal() {
        RateBudget budget = budget(0, Duration.ZERO);
        for (int i = 0; i < 30; i++) {
            budget.refused("a", "list", null);
        }
        assertThat(refusal(budget).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        RateBudget budget = budget(1, LONG);
        call(budget);
        Thread.currentThread().interrupt();
        try {
            assertThat(refusal(budget)).hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void closingEndsAllWaits() throws Exception {
        RateBudget budget = budget(1, LONG);
        call(budget);
        Future<?> first = threads.submit(() -> call(budget));
        Future<?> second = threads.submit(() -> call(budget));
        assertWaiting(budget, 2);
        budget.close();
        for (Future<?> wait : List.of(first, second)) {
            assertThatThrownBy(() -> wait.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(refusal(budget).retryable()).isFalse();
    }

    @Test
    void aCallerWithoutANameIsRefusedAndBlocksNobody() {
        RateBudget budget = budget(1, Duration.ZERO);
        assertThatThrownBy(() -> budget.await(null, "list", LONG, us)).isInstanceOf(NullPointerException.class);
        call(budget);
    }
}
