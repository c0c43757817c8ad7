package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns of several parties, in time that only the test moves. */
@Timeout(60)
class FairTurnsTest {

    private static final Duration LONG = Duration.ofDays(365);
    private static final int PARTIES = 10;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RateParty a = new RateParty("A");
    private final RateParty b = new RateParty("B");
    private final RateParty c = new RateParty("C");
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private RateBudget budget(int limit) {
        return new RateBudget(Map.of("list", limit), limit, LONG, now::get);
    }

    private RateBudget usedUp(int limit) {
        RateBudget budget = budget(limit);
        for (int i = 0; i < limit; i++) {
            budget.await("client", "list", Duration.ZERO, a);
        }
        return budget;
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(1));
    }

    private static void awaitWaiting(RateBudget budget, int number) {
        patiently().until(() -> budget.waiting() == number);
    }

    /** One more who waits, and has come after those before. */
    private Future<?> comes(RateBudget budget, RateParty party, Duration longestWait, String name) {
        int before = budget.waiting();
        Future<?> caller = threads.submit(() -> {
            budget.await("client", "list", longestWait, party);
            order.add(name);
        });
        awaitWaiting(budget, before + 1);
        return caller;
    }

    /** Moves the time and makes everybody who waits look again. */
    private void advance(RateBudget budget, Duration by) {
        now.addAndGet(by.toNanos());
        budget.start(c);
    }

    private void advanceAWindow(RateBudget budget, int served) {
        advance(budget, RateBudget.WINDOW);
        patiently().until(() -> order.size() == served);
    }

    private static RateLimitedException refusalOf(Future<?> caller) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> caller.get(30, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(RateLimitedException.class);
        RateLimitedException refusal = (RateLimitedException) failure.getCause();
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal.outcomeUnknown()).isFalse();
        return refusal;
    }

    @Test
    void turnsGoRoundBetweenThePartiesAndInsideAPartyInTheOrderOfTheCallers() {
        RateBudget budget = usedUp(1);
        for (String name : List.of("A1", "A2", "A3", "A4", "B1", "C1", "B2")) {
            RateParty party = name.startsWith("A") ? a : name.startsWith("B") ? b : c;
            comes(budget, party, LONG, name);
        }
        for (int served = 1; served <= 7; served++) {
            advanceAWindow(budget, served);
        }
        assertThat(order).containsExactly("A1", "B1", "C1", "A2", "B2", "A3", "A4");
    }

    @Test
    void fiftyThreadsGetNoMoreThanOneThatComesAgainAndAgain() {
        RateBudget budget = usedUp(1);
        for (int i = 0; i < 50; i++) {
            threads.submit(() -> {
                budget.await("client", "list", LONG, a);
                order.add("A");
            });
        }
        awaitWaiting(budget, 50);
        threads.submit(() -> {
            for (int i = 0; i < 20; i++) {
                budget.await("client", "list", LONG, b);
                order.add("B");
            }
        });
        awaitWaiting(budget, 51);
        for (int served = 1; served <= 20; served++) {
            advanceAWindow(budget, served);
            int fifty = 50 - (served + 1) / 2;
            awaitWaiting(budget, fifty + 1);
        }
        assertThat(order).startsWith("A", "B", "A", "B");
        assertThat(order.stream().filter("B"::equals)).hasSize(10);
    }

    @Test
    void aTurnIsReckonedAlongTheRound() {
        RateBudget budget = usedUp(1);
        comes(budget, a, LONG, "A1");
        comes(budget, a, LONG, "A2");
        comes(budget, a, LONG, "A3");
        comes(budget, b, Duration.ofSeconds(122), "B1");
        // A1 after 61 seconds, B1, A2, A3
        assertThat(budget.untilTurn("client", "list", a)).isEqualTo(Duration.ofSeconds(305));
        // A1, B1, A2
        assertThat(budget.untilTurn("client", "list", b)).isEqualTo(Duration.ofSeconds(244));
        // A1, B1
        assertThat(budget.untilTurn("client", "list", c)).isEqualTo(Duration.ofSeconds(183));
        RateLimitedException refusal = catchThrowableOfType(
                RateLimitedException.class, () -> budget.await("client", "list", Duration.ofSeconds(304), a));
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(305));
        assertThat(budget.waiting()).isEqualTo(4);
        advanceAWindow(budget, 1);
        advanceAWindow(budget, 2);
        assertThat(order).containsExactly("A1", "B1");
    }

    @Test
    void whoIsPushedBackBehindHisTimeIsSentAwayAsSoonAsThatShows() {
        RateBudget budget = usedUp(1);
        comes(budget, a, LONG, "A1");
        Future<?> second = comes(budget, a, Duration.ofSeconds(130), "A2");
        comes(budget, b, LONG, "B1");
        advanceAWindow(budget, 1);
        // 61 of its 130 seconds are over; before it comes B1
        assertThat(refusalOf(second).retryAfter()).isEqualTo(Duration.ofSeconds(122));
        advanceAWindow(budget, 2);
        assertThat(order).containsExactly("A1", "B1");
    }

    @Test
    void nobodyWaitsLongerThanHeWantsToWhenTheGatewayClosesMeanwhile() {
        RateBudget budget = usedUp(1);
        Future<?> caller = comes(budget, a, Duration.ofSeconds(70), "A1");
        advance(budget, Duration.ofSeconds(10));
        budget.refused("client", "list", Duration.ofSeconds(60));
        assertThat(caller).isNotDone();
        budget.refused("client", "list", Duration.ofSeconds(61));
        assertThat(refusalOf(caller).retryAfter()).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void turnsAfterAClosureFollowOneAnotherAsTheLimitSays() {
        RateBudget budget = budget(1);
        budget.refused("client", "list", Duration.ofSeconds(100));
        comes(budget, a, LONG, "A1");
        assertThat(budget.untilTurn("client", "list", b)).isEqualTo(Duration.ofSeconds(161));
        advance(budget, Duration.ofSeconds(100));
        patiently().until(() -> order.size() == 1);
        assertThat(budget.untilTurn("client", "list", b)).isEqualTo(RateBudget.WINDOW);
    }

    @Test
    void aStopEndsTheWaitsOfThePartyAndNobodyElses() {
        RateBudget budget = usedUp(1);
        List<Future<?>> stopped = new ArrayList<>();
        stopped.add(comes(budget, a, LONG, "A1"));
        Future<?> other = comes(budget, b, LONG, "B1");
        stopped.add(comes(budget, a, LONG, "A2"));
        budget.refused("client", "overview", LONG);
        stopped.add(threads.submit(() -> budget.await("client", "overview", LONG, a)));
        awaitWaiting(budget, 4);

        budget.stop(a);
        for (Future<?> caller : stopped) {
            assertThat(refusalOf(caller)).hasMessageContaining("A was stopped");
        }
        assertThat(other).isNotDone();
        assertThat(catchThrowableOfType(RateLimitedException.class, () -> budget.await("client", "details", LONG, a)))
                .hasMessageContaining("A was stopped");

        budget.start(a);
        budget.await("client", "details", LONG, a);
        comes(budget, a, LONG, "A3");
        advanceAWindow(budget, 1);
        advanceAWindow(budget, 2);
        assertThat(order).containsExactly("B1", "A3");
    }

    @Test
    void whoWaitedAtAStopFailsEvenIfThePartyIsStartedAtOnce() {
        RateBudget budget = usedUp(1);
        for (int i = 0; i < 50; i++) {
            Future<?> caller = comes(budget, a, LONG, "A1");
            budget.stop(a);
            budget.start(a);
            refusalOf(caller);
        }
        assertThat(order).isEmpty();
    }

    @RepeatedTest(50)
    void tenPartiesWithOneToTenThreadsAreServedAlike() {
        RateBudget budget = usedUp(PARTIES);
        AtomicIntegerArray served = new AtomicIntegerArray(PARTIES);
        int callers = 0;
        for (int i = 0; i < PARTIES; i++) {
            int index = i;
            RateParty party = new RateParty("party " + i);
            for (int k = 0; k <= i; k++) {
                threads.submit(() -> {
                    budget.await("client", "list", LONG, party);
                    served.incrementAndGet(index);
                });
                callers++;
            }
        }
        awaitWaiting(budget, callers);
        for (int all = PARTIES; all < callers + PARTIES; all += PARTIES) {
            advance(budget, RateBudget.WINDOW);
            int expected = Math.min(all, callers);
            patiently().until(() -> sum(served) == expected);
            assertAlike(served);
        }
        assertThat(budget.waiting()).isZero();
    }

    private static int sum(AtomicIntegerArray numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length(); i++) {
            sum += numbers.get(i);
        }
        return sum;
    }

    /** Who still waits (party i has i + 1 threads) has had as many turns as anybody, or one less. */
    private static void assertAlike(AtomicIntegerArray served) {
        int most = 0;
        int leastOfWaiting = Integer.MAX_VALUE;
        for (int i = 0; i < PARTIES; i++) {
            most = Math.max(most, served.get(i));
            if (served.get(i) <= i) {
                leastOfWaiting = Math.min(leastOfWaiting, served.get(i));
            }
        }
        assertThat(leastOfWaiting).as(served.toString()).isGreaterThanOrEqualTo(most - 1);
    }

    @RepeatedTest(20)
    void stopsAndStartsAmongManyThreadsLoseNoTurnAndNoCaller() {
        RateBudget budget = budget(3);
        RateParty[] parties = new RateParty[PARTIES];
        Arrays.setAll(parties, i -> new RateParty("party " + i));
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 5 * PARTIES; i++) {
            RateParty party = parties[i % PARTIES];
            callers.add(threads.submit(() -> {
                for (int k = 0; k < 5; k++) {
                    try {
                        budget.await("client", "list", LONG, party);
                        passed.incrementAndGet();
                    } catch (RateLimitedException e) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        Random random = new Random(1);
        patiently().until(() -> {
            advance(budget, Duration.ofSeconds(30));
            RateParty party = parties[random.nextInt(PARTIES)];
            budget.stop(party);
            budget.start(party);
            budget.snapshot().forEach(usage -> assertThat(usage.used()).isBetween(0, 3));
            return callers.stream().allMatch(Future::isDone);
        });
        assertThat(passed.get() + refused.get()).isEqualTo(25 * PARTIES);
        assertThat(passed.get()).isPositive();
        assertThat(budget.waiting()).isZero();
        // a turn that was lost would be missing here
        advance(budget, RateBudget.WINDOW);
        for (int i = 0; i < 3; i++) {
            budget.await("client", "list", Duration.ZERO, a);
        }
        assertThat(budget.untilTurn("client", "list", a)).isEqualTo(RateBudget.WINDOW);
    }
}
