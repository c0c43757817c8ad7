package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.LogCapture;

/** How large a budget is and what it tells about itself, in time that only the test moves. */
class RateLimitUsageTest {

    private final AtomicLong now = new AtomicLong(17);
    private final RateParty us = new RateParty("us");

    private RateBudget budget(int limit) {
        return new RateBudget(Map.of("list", limit), 0, Duration.ZERO, now::get);
    }

    private void call(RateBudget budget, String clientId, String operation) {
        budget.await(clientId, operation, Duration.ZERO, us);
    }

    private void advance(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static int limit(RateBudget budget) {
        return budget.snapshot().get(0).limit();
    }

    @Test
    void eachLimitThatWasMetIsShownByClientAndOperation() {
        RateBudget budget = budget(2);
        call(budget, "b", "list");
        advance(11);
        call(budget, "b", "list");
        call(budget, "a", "overview");
        call(budget, "a", "list");
        budget.refused("a", "list", Duration.ofSeconds(20));
        advance(10);
        assertThat(budget.snapshot())
                .containsExactly(
                        new RateLimitUsage("a", "list", 2, 1, 0, Duration.ofSeconds(10), Duration.ofSeconds(10)),
                        new RateLimitUsage("a", "overview", 0, 0, 0, Duration.ZERO, Duration.ZERO),
                        new RateLimitUsage("b", "list", 2, 2, 0, Duration.ZERO, Duration.ofSeconds(40)));
        advance(40);
        assertThat(budget.snapshot().get(2))
                .isEqualTo(new RateLimitUsage("b", "list", 2, 1, 0, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void whoAsksForTheTimeOfATurnTakesNone() {
        RateBudget budget = budget(1);
        assertThat(budget.untilTurn("a", "list", us)).isZero();
        assertThat(budget.snapshot()).isEmpty();
        call(budget, "a", "list");
        advance(1);
        assertThat(budget.untilTurn("a", "list", us)).isEqualTo(Duration.ofSeconds(60));
        assertThat(budget.untilTurn("b", "list", us)).isZero();
        advance(60);
        assertThat(budget.untilTurn("a", "list", us)).isZero();
        call(budget, "a", "list");
    }

    @ParameterizedTest
    @CsvSource({
        "120, 1.0, 120",
        "120, 0.5, 60",
        "10, 0.5, 5",
        "10, 0.33, 3",
        "10, 0.01, 1",
        "100, 0.29, 29",
        "0, 0.5, 0"
    })
    void aShareIsRoundedDownButIsAtLeastOneCall(int full, double share, int limit) {
        RateBudget budget = budget(full);
        budget.share("a", share);
        call(budget, "a", "list");
        assertThat(limit(budget)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoShareIsRefused(double share) {
        RateBudget budget = budget(10);
        assertThatThrownBy(() -> budget.share("a", share)).isInstanceOf(IllegalArgumentException.class);
        call(budget, "a", "list");
        assertThat(limit(budget)).isEqualTo(10);
    }

    @Test
    void theSmallestShareOfAClientCountsAndTheContradictionIsToldOnce() throws Exception {
        RateBudget budget = budget(10);
        call(budget, "a", "list");
        call(budget, "b", "list");
        String log;
        try (LogCapture capture = LogCapture.of(CallLimits.class)) {
            budget.share("a", 0.5);
            budget.share("a", 0.5);
            assertThat(capture.text()).isEmpty();
            budget.share("a", 1.0);
            assertThat(limit(budget)).isEqualTo(5);
            budget.share("a", 0.2);
            assertThat(limit(budget)).isEqualTo(2);
            log = capture.text();
        }
        assertThat(log.lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("client a", "rateLimitShare", "0.5 and 1.0", "now 0.5"));
        assertThat(budget.snapshot().get(1).limit()).isEqualTo(10);
    }

    @Test
    void aShareCountsUntilTheLastWhoNamedItTakesItBack() throws Exception {
        RateBudget budget = budget(10);
        call(budget, "a", "list");
        budget.share("a", 0.2);
        budget.share("a", 0.2);
        budget.share("a", 0.5);

        budget.unshare("a", 0.2);
        assertThat(limit(budget)).isEqualTo(2);
        budget.unshare("a", 0.2);
        assertThat(limit(budget)).isEqualTo(5);
        budget.unshare("a", 0.5);
        assertThat(limit(budget)).isEqualTo(10);
        try (LogCapture capture = LogCapture.of(CallLimits.class)) {
            budget.share("a", 0.8);
            assertThat(capture.text()).isEmpty();
        }
        assertThat(limit(budget)).isEqualTo(8);
    }

    @Test
    void callsThatWereMadeBeforeTheShareWasCutGoOnCounting() {
        RateBudget budget = budget(4);
        for (int i = 0; i < 4; i++) {
            call(budget, "a", "list");
            advance(10);
        }
        budget.share("a", 0.5);
        // of the calls at 0, 10, 20 and 30 seconds only the last may count when the next is made
        assertThat(budget.untilTurn("a", "list", us)).isEqualTo(Duration.ofSeconds(20 + 61 - 40));
        advance(41);
        call(budget, "a", "list");
        assertThat(budget.untilTurn("a", "list", us)).isEqualTo(Duration.ofSeconds(30 + 61 - 81));
        advance(10);
        call(budget, "a", "list");
        assertThat(budget.untilTurn("a", "list", us)).isEqualTo(Duration.ofSeconds(51));
    }
}
