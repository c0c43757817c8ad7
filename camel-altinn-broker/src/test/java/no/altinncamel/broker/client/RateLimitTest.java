package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Many calls: the gateway's limits, and tokens that are refused to many threads at once. */
@Timeout(60)
class RateLimitTest {

    private static final int THREADS = 30;

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private BrokerClient.Builder client() {
        return altinn.client(altinn.identity(BrokerFixture.SENDER));
    }

    private static AltinnClientException listFailure(BrokerClient client) {
        AltinnClientException failure = catchThrowableOfType(
                AltinnClientException.class, () -> client.list(TransferQuery.of(BrokerFixture.RESOURCE)));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void aBudgetThatIsUsedUpFailsInsteadOfCollectingRefusals() {
        altinn.emulator.rateLimits().clear();
        altinn.emulator.rateLimits().enabled(true);
        try (RateBudget budget = BrokerOperation.newRateBudget(Duration.ofSeconds(1))) {
            BrokerClient client = client().rateBudget(budget).build();
            for (int i = 0; i < BrokerOperation.LIST.callsPerMinute(); i++) {
                client.list(TransferQuery.of(BrokerFixture.RESOURCE));
            }
            AltinnClientException failure = listFailure(client);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.status()).isZero();
            assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61));
            assertThat(failure).hasMessageContaining("rate budget");
            // other operations have limits of their own
            client.overview(altinn.initialized());
        }
        assertThat(altinn.emulator.recorder().calls())
                .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
        assertThat(altinn.calls(Operation.LIST)).isEqualTo(10);
    }

    @Test
    void aRefusalWithoutRetryAfterIsWaitedForAndTriedAgain() {
        altinn.next(Operation.LIST, Fault.answer(429, "application/json", "{\"statusCode\":429,\"message\":\"wait\"}"));
        BrokerClient client = client().build();
        assertThat(client.list(TransferQuery.of(BrokerFixture.RESOURCE))).isNotNull();
        assertThat(altinn.calls(Operation.LIST)).isEqualTo(2);
    }

    @Test
    void aRefusalWithARetryAfterBeyondTheLongestWaitFailsAtOnceForEverybody() {
        altinn.next(Operation.LIST, Fault.status(429).header("Retry-After", "59"));
        try (RateBudget budget = RateBudget.unlimited(Duration.ofSeconds(10))) {
            BrokerClient client = client().rateBudget(budget).build();
            AltinnClientException failure = listFailure(client);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(59));
            assertThat(listFailure(client).status()).isZero();
            assertThat(altinn.calls(Operation.LIST)).isEqualTo(1);
            // a closure is for one operation
            client.overview(altinn.initialized());
        }
    }

    @Test
    void refusalsAreTriedAsOftenAsThePolicySays() {
        altinn.next(Operation.LIST, 9, Fault.status(429).header("Retry-After", "0"));
        AltinnClientException failure = listFailure(client().build());
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure).hasMessageContaining("calls a minute");
        assertThat(altinn.calls(Operation.LIST)).isEqualTo(3);
    }

    @Test
    void aPolicyWithoutRepetitionDoesNotRepeatRefusals() {
        altinn.next(Operation.LIST, 9, Fault.status(429).header("Retry-After", "0"));
        listFailure(client().retryPolicy(RetryPolicy.NONE).build());
        assertThat(altinn.calls(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void aBudgetPacesWithoutRefusals() throws Exception {
        altinn.emulator.rateLimits().enabled(false);
        long[] now = {0};
        try (RateBudget budget = new RateBudget(Map.of("overview", 2), 0, Duration.ofMinutes(5), () -> {
            synchronized (now) {
                return now[0];
            }
        })) {
            UUID id = altinn.initialized();
            BrokerClient client = client().rateBudget(budget).build();
            client.overview(id);
            client.overview(id);
            altinn.emulator.recorder().clear();
            Future<FileTransfer> third = altinn.workers.submit(() -> client.overview(id));
            assertThatThereIsAWaiter(budget, third);
            assertThat(altinn.calls(Operation.OVERVIEW)).isZero();
            synchronized (now) {
                now[0] = Duration.ofSeconds(61).toNanos();
            }
            // anything that happens to the budget makes those who wait look again
            budget.refused(BrokerFixture.SENDER, "list", Duration.ZERO);
            assertThat(third.get(30, TimeUnit.SECONDS).id()).isEqualTo(id);
        }
    }

    @Test
    void aClientThatIsStoppedWaitsNoLongerAndAnotherOneGoesOn() throws Exception {
        Duration wait = Duration.ofHours(1);
        try (RateBudget budget = BrokerOperation.newRateBudget(wait)) {
            budget.refused(BrokerFixture.SENDER, "list", wait.minusMinutes(1));
            BrokerClient consumer = client().rateBudget(budget)
                    .rateParty(new RateParty("the consumer"))
                    .build();
            BrokerClient producer = client().rateBudget(budget).build();
            // whom it acts for makes no other party of it
            BrokerClient view = consumer.withIdentity(consumer.identity());
            Future<?> list = altinn.workers.submit(() -> view.list(TransferQuery.of(BrokerFixture.RESOURCE)));
            assertThatThereIsAWaiter(budget, list);

            consumer.stopTurns();
            assertThatThrownBy(() -> list.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RateLimitedException.class)
                    .hasMessageContaining("the consumer was stopped");
            UUID id = altinn.initialized();
            assertThatThrownBy(() -> view.overview(id)).isInstanceOf(RateLimitedException.class);
            producer.overview(id);

            consumer.startTurns();
            consumer.overview(id);
        }
        assertThat(altinn.calls(Operation.LIST)).isZero();
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2);
    }

    private static void assertThatThereIsAWaiter(RateBudget budget, Future<?> call) {
        Awaitility.await().untilAsserted(() -> assertThat(budget.waiting()).isEqualTo(1));
        assertThat(call).isNotDone();
    }

    @Test
    @Scenario("M-137")
    void thirtyThreadsWhoseTokenIsRefusedAtOnceFetchOneNewToken() throws Exception {
        UUID id = altinn.initialized();
        BrokerClient client = client().build();
        client.organization();
        int before = altinn.tokens.minted.get();
        altinn.emulator.recorder().clear();
        // the whole first wave is refused, and only then does any of it get its answer
        altinn.next(Operation.OVERVIEW, THREADS, Fault.status(401).header("WWW-Authenticate", "Bearer"));
        CyclicBarrier together = new CyclicBarrier(THREADS);
        altinn.tokens.beforeInvalidate = () -> {
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        try {
            List<Future<FileTransfer>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(altinn.workers.submit(() -> client.overview(id)));
            }
            for (Future<FileTransfer> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS).id()).isEqualTo(id);
            }
        } finally {
            altinn.tokens.beforeInvalidate = () -> {};
        }
        assertThat(altinn.tokens.minted.get() - before).isEqualTo(1);
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2 * THREADS);
    }
}
