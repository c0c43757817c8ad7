package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.broker.receive.KnownTransfers;
import no.altinncamel.emulator.http.Operation;

/** A received file that the route hands to a queue in the process while it goes on itself. */
class HandedOverTest extends ReceiveFixture {

    private static final int SIZE = 3 * 1024 * 1024;

    private final byte[] sent = new byte[SIZE];
    private final AtomicReference<byte[]> arrived = new AtomicReference<>();

    private String sendLarge() {
        new Random(7).nextBytes(sent);
        return send(sent, message -> {});
    }

    private void queue(Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:later").routeId("later").process(processor);
            }
        });
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Reads one byte, waits, and reads the rest. */
    private static byte[] read(Exchange exchange, Pause pause) throws Exception {
        InputStream stream = exchange.getMessage().getBody(InputStream.class);
        byte[] whole = new byte[SIZE];
        whole[0] = (byte) stream.read();
        pause.pause();
        byte[] rest = stream.readAllBytes();
        System.arraycopy(rest, 0, whole, 1, Math.min(rest.length, SIZE - 1));
        return rest.length == SIZE - 1 ? whole : Arrays.copyOf(whole, rest.length + 1);
    }

    @FunctionalInterface
    private interface Pause {
        void pause() throws Exception;
    }

    @Test
    void theQueuesReaderIsNotDisturbedByTheStepsThatFollow() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mainEnded = new CountDownLatch(1);
        queue(exchange -> arrived.set(read(exchange, () -> {
            begun.countDown();
            await(mainEnded);
        })));
        String id = sendLarge();
        receive("", route -> route.to("seda:later")
                .process(exchange -> await(begun))
                .process(exchange -> {})
                .process(exchange -> mainEnded.countDown()));

        awaitConfirmed(id);
        assertThat(arrived.get()).isEqualTo(sent);
    }

    @Test
    void theStepsThatFollowAreNotDisturbedByTheEndOfTheQueuesRoute() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        queue(exchange -> await(begun));
        String id = sendLarge();
        receive("", route -> route.to("seda:later").process(exchange -> {
            try {
                arrived.set(read(exchange, () -> {
                    begun.countDown();
                    awaitConfirmed(id);
                }));
            } catch (Exception e) {
                failure.set(e);
            } finally {
                read.countDown();
            }
        }));

        await(read);
        assertThat(failure.get()).isNull();
        assertThat(arrived.get()).isEqualTo(sent);
    }

    @Test
    void theStepsThatFollowADownloadAreNotDisturbedByTheEndOfTheQueuesRoute() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        queue(exchange -> exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended.countDown();
            }

            @Override
            public int getOrder() {
                return Ordered.LOWEST;
            }
        }));
        String download =
                camel.uri(resource, altinn.service().recipient()) + "&operation=download&fileTransferId=" + sendLarge();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fetch")
                        .to(download)
                        .process(exchange -> arrived.set(read(exchange, () -> {
                            template.send("seda:later", ExchangeHelper.createCorrelatedCopy(exchange, true));
                            await(ended);
                        })));
            }
        });

        assertThat(template.send("direct:fetch", exchange -> {}).getException()).isNull();
        assertThat(arrived.get()).isEqualTo(sent);
    }

    /** Camel's own queues copy the body; a pooled exchange that pollEnrich takes from a route is handed over as here. */
    @Test
    void whoTakesOverWithoutCopyingTheBodyHasAStreamOfHisOwn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mainEnded = new CountDownLatch(1);
        String id = sendLarge();
        receive("", route -> route.process(exchange -> {
                    Exchange taken = ExchangeHelper.createCorrelatedCopy(exchange, true);
                    new Thread(() -> template.send("direct:taken", taken)).start();
                })
                .process(exchange -> await(begun))
                .process(exchange -> mainEnded.countDown()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:taken")
                        .process(exchange -> arrived.set(read(exchange, () -> {
                            begun.countDown();
                            await(mainEnded);
                        })));
            }
        });

        awaitConfirmed(id);
        assertThat(arrived.get()).isEqualTo(sent);
    }

    @Test
    void whoSharesTheBodyWithTheRouteIsToldThatItWasRewoundUnderHim() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rewound = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        sendLarge();
        receive("", route -> route.process(exchange -> {
                    new Thread(() -> {
                                try {
                                    arrived.set(read(exchange, () -> {
                                        begun.countDown();
                                        await(rewound);
                                    }));
                                } catch (Exception e) {
                                    failure.set(e);
                                }
                            })
                            .start();
                    await(begun);
                })
                .process(exchange -> {
                    rewound.countDown();
                    Awaitility.await().atMost(LONG).until(() -> failure.get() != null || arrived.get() != null);
                }));

        await(rewound);
        Awaitility.await().atMost(LONG).until(() -> failure.get() != null || arrived.get() != null);
        assertThat(arrived.get()).isNull();
        assertThat(failure.get()).isInstanceOf(IOException.class).hasMessageContaining("rewound by another thread");
    }

    @Test
    void aFileThatAFullQueueHasDroppedIsAFailedOneAndComesAgain() throws Exception {
        String uri = "seda:full?size=1";
        template.sendBody(uri, "in the way");
        AtomicInteger routed = new AtomicInteger();
        String id = send("hello");
        receive(
                "&failureBackoff=3600000&failureBackoffMax=7200000",
                route -> route.process(exchange -> routed.incrementAndGet()).to(uri));

        Awaitility.await().atMost(LONG).until(() -> {
            System.gc();
            return consumer().getFailed() == 1;
        });
        assertThat(routed).hasValue(1);
        assertThat(consumer().getEndpoint().knownTransfers().in(State.FAILED))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.id()).hasToString(id);
                    assertThat(failed.attempts()).isEqualTo(1);
                    assertThat(failed.lastFailure()).contains("was dropped");
                });

        camel.getEndpoint(uri, SedaEndpoint.class).purgeQueue();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(HandedOverTest.this::read);
            }
        });
        consumer().retry(id);
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void whatStillWaitsInAQueueIsNotTakenForDropped() throws Exception {
        String id = send("hello");
        receive("", route -> route.to("seda:later"));
        Awaitility.await().atMost(LONG).until(() -> consumer().getInProgress() == 1);

        int polls = altinn.emulator().recorder().count(Operation.LIST) + 30;
        Awaitility.await().atMost(LONG).until(() -> {
            System.gc();
            return altinn.emulator().recorder().count(Operation.LIST) >= polls;
        });
        assertThat(consumer().getInProgress()).isEqualTo(1);
        queue(this::read);
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aFileThatAnAggregationOfPollEnrichHasDroppedIsAFailedOne() throws Exception {
        String uri = from("&failureBackoff=3600000&failureBackoffMax=7200000");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich").pollEnrich(uri, 10_000, (before, file) -> {
                    throw new IllegalStateException("cannot be aggregated");
                });
            }
        });
        String id = send("hello");
        KnownTransfers known =
                camel.getEndpoint(uri, AltinnBrokerEndpoint.class).knownTransfers();

        assertThat(template.send("direct:enrich", exchange -> {}).isFailed()).isTrue();
        Awaitility.await().atMost(LONG).until(() -> {
            System.gc();
            return known.counts().get(State.FAILED) == 1;
        });
        assertThat(known.in(State.FAILED)).singleElement().satisfies(failed -> assertThat(failed.id())
                .hasToString(id));
    }
}
