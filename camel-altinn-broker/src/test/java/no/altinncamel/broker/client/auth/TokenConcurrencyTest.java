package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;

/** Many callers at once. */
class TokenConcurrencyTest extends WithEmulator {

    /** Invariant c of maskinporten 17.15. */
    @Test
    void aThousandFirstCallersShareOneGrantAndOneExchange() throws Exception {
        MaskinportenTokenProvider provider = opened(builder(transport, threads).build());
        Identity identity = exchanged().build();

        List<BearerToken> tokens = together(1000, caller -> provider.get(identity));

        System.out.printf("1000 threads, 1 identity: %d grants, %d exchanges%n", grants(), exchanges());
        assertThat(tokens).hasSize(1000).containsOnly(tokens.get(0));
        assertThat(grants()).isOne();
        assertThat(exchanges()).isOne();
    }

    @Test
    void fiftyCallersOfTwoHundredIdentitiesCauseTwoHundredGrants() throws Exception {
        MaskinportenTokenProvider provider = opened(builder(transport, threads).build());
        List<Identity> identities = IntStream.range(0, 200)
                .mapToObj(i -> direct().resources("https://" + i + ".example").build())
                .toList();
        Set<String> values = ConcurrentHashMap.newKeySet();

        together(50, caller -> {
            List<Identity> inAnyOrder = new ArrayList<>(identities);
            Collections.shuffle(inAnyOrder, new Random(caller));
            inAnyOrder.forEach(identity -> values.add(
                    identity.resources().first() + " " + provider.get(identity).value()));
            return null;
        });

        System.out.printf("50 threads, each asking for 200 identities: %d grants%n", grants());
        assertThat(values).hasSize(200);
        assertThat(grants()).isEqualTo(200);
    }

    @Test
    @Scenario("M-137")
    void thirtyRefusalsOfOneTokenCauseOneNewFetch() throws Exception {
        MaskinportenTokenProvider provider = opened(builder(transport, threads).build());
        Identity identity = exchanged().build();
        BearerToken refused = provider.get(identity);

        List<BearerToken> tokens = together(30, caller -> {
            provider.invalidate(identity, refused);
            return provider.get(identity);
        });

        assertThat(tokens).containsOnly(tokens.get(0)).doesNotContain(refused);
        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    @Scenario("M-102")
    void inAnOutageFiftyCallersFailWithinOneTimeoutAndCauseOneAttempt() throws Exception {
        nextGrants(50, Fault.hang());
        MaskinportenTokenProvider provider = opened(builder(transport(Duration.ofMillis(300)), threads)
                .retryPolicy(RetryPolicy.NONE)
                .build());

        List<TokenException> failures = together(50, caller -> failure(provider, direct().build()));

        assertThat(failures).doesNotHaveDuplicates().allSatisfy(failure -> {
            assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
            assertThat(failure).hasMessageContaining("no answer in time");
        });
        assertThat(grants()).isOne();
    }

    @Test
    void anInterruptedCallerLeavesAndTheOthersStillGetTheirToken() throws Exception {
        HeldExecutor executor = new HeldExecutor();
        MaskinportenTokenProvider provider = opened(builder(transport, executor).build());
        AtomicBoolean interruptKept = new AtomicBoolean();
        FutureTask<TokenException> first = new FutureTask<>(() -> {
            TokenException failure = failure(provider, direct().build());
            interruptKept.set(Thread.currentThread().isInterrupted());
            return failure;
        });
        Thread impatient = new Thread(first);
        impatient.start();
        await().until(() -> executor.held() == 1);
        FutureTask<BearerToken> second = started(() -> provider.get(direct().build()));

        impatient.interrupt();

        assertThat(first.get().retryable()).isTrue();
        assertThat(first.get()).hasMessageContaining("interrupted");
        assertThat(interruptKept).isTrue();
        assertThat(second).isNotDone();
        executor.release();
        assertThat(second.get()).isSameAs(provider.get(direct().build()));
        assertThat(grants()).isOne();
    }

    @Test
    void aFlightWhoseThreadNeverComesIsGivenUpAndTheNextOneFlies() {
        List<Runnable> forgotten = new ArrayList<>();
        AtomicBoolean forget = new AtomicBoolean(true);
        MaskinportenTokenProvider provider = opened(builder(transport(Duration.ofMillis(50)), task -> {
                    if (forget.get()) {
                        forgotten.add(task);
                    } else {
                        task.run();
                    }
                })
                .retryPolicy(new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .build());

        TokenException failure = failure(provider, direct().build());

        assertThat(failure.category()).isEqualTo(Category.TRANSIENT);
        assertThat(failure).hasMessageContaining("given up");
        forgotten.forEach(Runnable::run);
        assertThat(grants()).isZero();
        forget.set(false);
        advance(FailureMemory.FIRST_TRANSIENT);
        provider.get(direct().build());
    }

    @Test
    void anExecutorThatTakesNothingFailsTheCallAndNotTheIdentity() {
        List<Throwable> refusals =
                List.of(new RejectedExecutionException("full"), new OutOfMemoryError("unable to create native thread"));
        for (Throwable refusal : refusals) {
            AtomicBoolean refuse = new AtomicBoolean(true);
            Executor executor = task -> {
                if (refuse.get()) {
                    sneaky(refusal);
                }
                task.run();
            };
            MaskinportenTokenProvider provider =
                    opened(builder(transport, executor).build());

            assertThat(failure(provider, direct().build()))
                    .hasMessageContaining("no thread")
                    .hasRootCause(refusal);

            refuse.set(false);
            advance(FailureMemory.FIRST_TRANSIENT);
            provider.get(direct().build());
        }
    }

    @Test
    void aRenewalThatFindsNoThreadLeavesTheGoodTokenAndIsTriedAgain() {
        AtomicBoolean refuse = new AtomicBoolean();
        MaskinportenTokenProvider provider = opened(builder(transport, task -> {
                    if (refuse.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .build());
        BearerToken token = provider.get(direct().build());
        advance(Duration.ofSeconds(90));
        refuse.set(true);
        assertThat(provider.get(direct().build())).isSameAs(token);

        refuse.set(false);
        advance(FailureMemory.FIRST_TRANSIENT);
        provider.get(direct().build());

        assertThat(grants()).isEqualTo(2);
        assertThat(provider.get(direct().build())).isNotEqualTo(token);
    }

    @Test
    void closingWakesAllWhoWaitAlsoThoseInAPauseBetweenAttempts() throws Exception {
        nextGrants(2, Fault.status(503).header("Retry-After", "25"));
        MaskinportenTokenProvider provider = opened(builder(transport, threads).build());
        FutureTask<TokenException> waiting = started(() -> failure(provider, direct().build()));
        await().until(() -> grants() == 1);

        provider.close();

        assertThat(waiting.get()).hasMessageContaining("closed");
        threads.shutdown();
        await().until(threads::isTerminated);
        assertThat(grants()).isOne();
    }

    private interface Call<T> {
        T as(int caller) throws Exception;
    }

    /** All callers start at the same moment, each in a thread of its own. */
    private static <T> List<T> together(int callers, Call<T> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch go = new CountDownLatch(1);
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            tasks.add(started(() -> {
                ready.countDown();
                go.await();
                return call.as(caller);
            }));
        }
        ready.await();
        go.countDown();
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get());
        }
        return results;
    }

    private static <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
