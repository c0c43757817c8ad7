package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What becomes of files whose route fails: back-off, giving up, poison; and of those that nobody confirms in time. */
class ReceiveFailuresTest extends ReceiveFixture {

    private final AtomicBoolean failing = new AtomicBoolean(true);
    private final List<FileTransferEvent> events = Collections.synchronizedList(new ArrayList<>());

    private void failWhileFailing(Exchange exchange) {
        read(exchange);
        if (failing.get()) {
            throw new IllegalStateException("the schema is wrong");
        }
    }

    private KnownTransfer only(State state) {
        await().atMost(LONG)
                .until(() ->
                        !consumer().getEndpoint().knownTransfers().in(state).isEmpty());
        return consumer().getEndpoint().knownTransfers().in(state).get(0);
    }

    private void listen() {
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof FileTransferEvent ours) {
                    events.add(ours);
                }
            }
        });
    }

    @Test
    void aFailedFileWaitsAndItsAttemptsAndNextTryCanBeSeen() throws Exception {
        String id = send("hello");
        Instant before = Instant.now();
        receive("&failureBackoff=3600000&failureBackoffMax=7200000", route -> route.process(this::failWhileFailing));

        KnownTransfer failed = only(State.FAILED);
        assertThat(failed.id()).hasToString(id);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.nextTry())
                .isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
        assertThat(failed.lastFailure()).contains("the schema is wrong");
        awaitPolls(4);
        assertThat(received).containsExactly("hello");
        assertThat(consumer().getTransfers())
                .singleElement()
                .asString()
                .contains(id, "failed", "attempts 1", "next try");
    }

    @Test
    void anOperatorCanHaveAFailedFileTriedAtOnce() throws Exception {
        String id = send("hello");
        receive("&failureBackoff=3600000&failureBackoffMax=7200000", route -> route.process(this::failWhileFailing));
        only(State.FAILED);

        failing.set(false);
        assertThat(consumer().retry(id)).isTrue();
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello", "hello");
        await().atMost(LONG).until(() -> consumer().getTransfers().length == 0);
        assertThat(consumer().retry(id)).isFalse();
    }

    @Test
    void redeliveryByTheErrorHandlerIsOneAttempt() throws Exception {
        String id = send("hello");
        AtomicInteger deliveries = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ReceiveFailuresTest.this.from("&maxAttempts=1"))
                        .routeId("receive")
                        .errorHandler(
                                defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0))
                        .process(exchange -> {
                            if (deliveries.incrementAndGet() < 4) {
                                throw new IllegalStateException("not yet");
                            }
                        });
            }
        });

        awaitConfirmed(id);
        assertThat(deliveries).hasValue(4);
    }

    @Test
    void theConsumerIsSilentAboutAFailureThatTheRoutesErrorHandlerHasLogged() throws Exception {
        List<Throwable> told = toldToTheConsumer();
        send("hello");
        receive("&failureBackoff=1&exceptionHandler=#bean:told", route -> route.process(this::failWhileFailing));

        // the files of one consumer are routed one after the other: when the second attempt begins, the first is over
        await().atMost(LONG).until(() -> received.size() >= 2);
        assertThat(told).isEmpty();
    }

    @Test
    void theConsumerTellsAFailureOfARouteWithoutErrorHandler() throws Exception {
        List<Throwable> told = toldToTheConsumer();
        send("hello");
        receive(
                "&failureBackoff=3600000&failureBackoffMax=7200000&exceptionHandler=#bean:told",
                route -> route.errorHandler(new NoErrorHandlerDefinition()).process(this::failWhileFailing));

        await().atMost(LONG).until(() -> !told.isEmpty());
        assertThat(told).singleElement().extracting(Throwable::getMessage).isEqualTo("the schema is wrong");
    }

    private List<Throwable> toldToTheConsumer() {
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        camel.getRegistry().bind("told", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                told.add(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                told.add(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(exception);
            }
        });
        return told;
    }

    @Test
    void aFileThatFailsTooOftenIsGivenUpReportedAndLeftAtTheBroker() throws Exception {
        listen();
        String id = send("hello");
        receive("&maxAttempts=3", route -> route.process(this::failWhileFailing));

        assertThat(only(State.GIVEN_UP).attempts()).isEqualTo(3);
        awaitPolls(5);
        assertThat(received).hasSize(3);
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
        assertThat(events).singleElement().isInstanceOfSatisfying(FileTransferGivenUpEvent.class, event -> {
            assertThat(event.getFileTransfer().id()).hasToString(id);
            assertThat(event.getAttempts()).isEqualTo(3);
            assertThat(event.getLastFailure()).contains("the schema is wrong");
        });

        failing.set(false);
        assertThat(consumer().retry(id)).isTrue();
        awaitConfirmed(id);
    }

    @Test
    void poisonGoesToItsEndpointWithBodyHeadersAndReasonAndIsConfirmed() throws Exception {
        MockEndpoint poison = camel.getEndpoint("mock:poison", MockEndpoint.class);
        poison.whenAnyExchangeReceived(this::read);
        String id = send("hello", "bad.txt");
        receive(
                "&maxAttempts=2&poisonEndpoint=mock:poison",
                route -> route.setHeader("mine").constant("x").process(exchange -> {
                    throw new IllegalStateException("never");
                }));

        awaitConfirmed(id);
        assertThat(poison.getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(received).containsExactly("hello");
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(AltinnBrokerConstants.FILE_TRANSFER_ID, id)
                    .containsEntry(Exchange.FILE_NAME, "bad.txt")
                    .doesNotContainKey("mine");
            assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                    .hasMessage("never");
        });
    }

    @Test
    void aPoisonEndpointThatDoesNotExistShowsWhenTheRouteStartsAndNothingIsHeld() {
        String options = "&poisonEndpoint=fiel:poison";
        assertThatThrownBy(() -> receive(options, route -> route.process(this::read)))
                .hasStackTraceContaining("poisonEndpoint: 'fiel:poison' is not an endpoint");

        AltinnBrokerEndpoint endpoint = camel.getEndpoint(from(options), AltinnBrokerEndpoint.class);
        endpoint.stop();
        assertThatThrownBy(endpoint.connection()::client).hasMessage("The endpoint is stopped");
    }

    @Test
    void whenThePoisonEndpointFailsTheFileIsNotConfirmedAndTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        MockEndpoint poison = camel.getEndpoint("mock:poison", MockEndpoint.class);
        String id = send("hello");
        poison.whenAnyExchangeReceived(exchange -> {
            assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("the dead letter queue is down");
            }
        });
        receive("&maxAttempts=1&poisonEndpoint=mock:poison", route -> route.process(this::failWhileFailing));

        awaitConfirmed(id);
        assertThat(tries).hasValue(3);
    }

    @Test
    void thePredicateDecidesWhichPoisonIsConfirmed() throws Exception {
        String discard = send("discard");
        String keep = send("keep");
        receive(
                "&maxAttempts=1&poisonPredicate=RAW(${exception.message} contains 'discard')",
                route -> route.process(exchange -> {
                    throw new IllegalStateException(exchange.getMessage().getBody(String.class));
                }));

        awaitConfirmed(discard);
        assertThat(only(State.GIVEN_UP).id()).hasToString(keep);
        assertThat(recipientStatus(keep)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
    }

    @Test
    void poisonWhoseBytesAreWrongIsGivenUpWhateverThePredicateSays() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.DOWNLOAD, 50, Fault.corruptBody());
        receive(
                "&maxAttempts=2&poisonPredicate=RAW(${body} != null)",
                route -> route.process(exchange -> exchange.getMessage().getBody(String.class)));

        await().atMost(LONG).until(() -> consumer().getGivenUp() == 1);
        altinn.emulator().faults().clear();
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
    }

    @Test
    void aFileThatExpiresSoonIsReportedOnce() throws Exception {
        listen();
        String id = send("hello");
        Duration lifetime = Duration.between(Instant.now(), overview(id).expires());
        receive(
                "&expiryWarning=" + lifetime.plusDays(1).toMillis() + "&failureBackoffMax=100&maxAttempts=0",
                route -> route.process(this::failWhileFailing));

        await().atMost(LONG).until(() -> !events.isEmpty());
        awaitPolls(20);
        assertThat(events).singleElement().isInstanceOfSatisfying(FileTransferExpiringEvent.class, event -> {
            assertThat(event.getFileTransfer().id()).hasToString(id);
            assertThat(event.getTimeLeft()).isBetween(lifetime.minusMinutes(5), lifetime);
            assertThat(event.getTimestamp()).isPositive();
        });
    }

    @Test
    void aFileThatIsGoneWhenItsConfirmationIsRepeatedIsForgotten() throws Exception {
        send("hello");
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.status(403));
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.status(404));
        altinn.emulator().faults().pass(Operation.OVERVIEW);
        altinn.emulator().faults().next(Operation.OVERVIEW, Fault.status(404));
        receive("", route -> route.process(this::read));

        // as the list goes on to name it, it is met as a file that nobody knows of
        await().atMost(LONG).until(() -> received.size() == 2);
        assertThat(altinn.emulator().faults().waiting(Operation.CONFIRM)).isZero();
    }

    @Test
    void a404ThatIsNotTheBrokersWordDoesNotHaveTheFileRoutedAgain() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.CONFIRM, 3, Fault.status(404));
        receive("", route -> route.process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(altinn.emulator().faults().waiting(Operation.CONFIRM)).isZero();
    }

    @Test
    void aFileThatExpiredBeforeItsConfirmationIsForgotten() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.CONFIRM, 1000, Fault.status(403));
        receive("", route -> route.process(this::read));
        await().atMost(LONG).until(() -> consumer().getDeliveredNotConfirmed() == 1);
        altinn.emulator().clock().advance(Duration.ofDays(400));
        altinn.emulator().clock().reset();
        assertThat(altinn.emulator().broker().transfer(id).status()).hasToString("PURGED");
        altinn.emulator().faults().clear();

        await().atMost(LONG).until(() -> consumer().getDeliveredNotConfirmed() == 0);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aConfirmationRefusedForWantOfADownloadIsRepeatedAfterOne() throws Exception {
        altinn.emulator()
                .faults()
                .next(Operation.CONFIRM, Fault.answer(400, "application/json", "{\"code\":\"BRO-00019\"}"));
        altinn.emulator()
                .faults()
                .next(Operation.CONFIRM, Fault.answer(400, "application/json", "{\"code\":\"BRO-00019\"}"));
        String id = send("hello");
        int downloads = altinn.emulator().recorder().count(Operation.DOWNLOAD);
        receive("", route -> route.process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD) - downloads)
                .isEqualTo(2);
    }

    @Test
    void whatIsRoutedButNotConfirmedIsConfirmedWhenTheRouteStartsAgain() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.CONFIRM, 7, Fault.status(403));
        receive("", route -> route.process(this::read));
        await().atMost(LONG).until(() -> consumer().getDeliveredNotConfirmed() == 1);
        camel.getRouteController().stopRoute("receive");
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
        altinn.emulator().faults().clear();

        camel.getRouteController().startRoute("receive");
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void poisonIsSentOneWayBecauseAQueueDoesNotAnswer() throws Exception {
        MockEndpoint poison = camel.getEndpoint("mock:poison", MockEndpoint.class);
        String id = send("hello");
        receive("&maxAttempts=1&poisonEndpoint=mock:poison", route -> route.process(this::failWhileFailing));

        awaitConfirmed(id);
        assertThat(poison.getExchanges()).extracting(Exchange::getPattern).containsExactly(ExchangePattern.InOnly);
    }

    @Test
    void poisonInAQueueIsConfirmedWhenItsRouteIsDone() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> buried = Collections.synchronizedList(new ArrayList<>());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:poison").process(exchange -> {
                    reached.countDown();
                    release.await();
                    buried.add(exchange.getMessage().getBody(String.class));
                });
            }
        });
        String id = send("hello");
        receive("&maxAttempts=1&poisonEndpoint=seda:poison", route -> route.process(this::failWhileFailing));

        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        awaitPolls(4);
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        release.countDown();
        awaitConfirmed(id);
        assertThat(buried).containsExactly("hello");
        assertThat(received).containsExactly("hello");
    }

    @Test
    void poisonWhoseQueuesRouteFailsIsTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:poison").process(exchange -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("the disk is full");
                    }
                });
            }
        });
        String id = send("hello");
        receive("&maxAttempts=1&poisonEndpoint=seda:poison", route -> route.process(this::failWhileFailing));

        awaitConfirmed(id);
        assertThat(attempts).hasValue(2);
        assertThat(received).containsExactly("hello", "hello");
    }

    @Test
    void poisonThatAFullQueueRefusesIsTriedAgainLater() throws Exception {
        template.sendBody("seda:poison?size=1", "in the way");
        String id = send("hello");
        receive(
                "&failureBackoff=3600000&failureBackoffMax=7200000&maxAttempts=1"
                        + "&poisonEndpoint=RAW(seda:poison?size=1)",
                route -> route.process(this::failWhileFailing));

        KnownTransfer failed = only(State.FAILED);
        assertThat(failed.id()).hasToString(id);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastFailure()).contains("full");
    }

    @Test
    void aFileThatCannotBeReceivedWholeIsGivenUpThoughItsRouteDoesNotMind() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, 100, Fault.corruptBody());
        listen();
        String id = send("hello");
        receive(
                "&maxAttempts=2&poisonPredicate=RAW(${body} != null)",
                route -> route.process(exchange -> received.add("unread")));

        await().atMost(LONG).until(() -> consumer().getGivenUp() == 1);
        altinn.emulator().faults().clear();
        assertThat(received).containsExactly("unread", "unread");
        assertThat(events)
                .filteredOn(FileTransferGivenUpEvent.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((FileTransferGivenUpEvent) event).getAttempts())
                        .isEqualTo(2));
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
    }

    /** Else the test's own calls would meet them. */
    private void awaitFaultsMet(Operation operation) {
        await().atMost(LONG).until(() -> altinn.emulator().faults().waiting(operation) == 0);
    }

    @Test
    void anOutageAtTheLastAttemptDoesNotGiveUpAFileThatItsRouteHasTaken() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, 100, Fault.status(503));
        camel.component().getConfiguration().setRetryTimeout(1);
        String id = send("hello");
        receive("&maxAttempts=1", route -> route.process(exchange -> received.add("unread")));

        await().atMost(LONG).until(() -> received.size() >= 3);
        assertThat(consumer().getGivenUp()).isZero();
        altinn.emulator().faults().clear();
        awaitConfirmed(id);
    }

    static Stream<Fault> refusalsForGood() {
        return Stream.of(
                Fault.status(404),
                Fault.status(403),
                Fault.answer(401, "application/problem+json", "{\"code\":\"BRO-00006\"}"));
    }

    @ParameterizedTest
    @MethodSource("refusalsForGood")
    void aFileThatTheBrokerDoesNotGiveIsGivenUpThoughItsRouteDoesNotMind(Fault refusal) throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, 100, refusal);
        send("hello");
        receive("&maxAttempts=2", route -> route.process(exchange -> received.add("unread")));

        await().atMost(LONG).until(() -> consumer().getGivenUp() == 1);
        altinn.emulator().faults().clear();
        assertThat(received).containsExactly("unread", "unread");
    }

    @Test
    void poisonThatARouteHasHandedToAQueueBeforeItFailedIsTheQueues() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> buried = Collections.synchronizedList(new ArrayList<>());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:poison").to("seda:poison").process(exchange -> {
                    throw new IllegalStateException("the operator could not be told");
                });
                from("seda:poison").process(exchange -> {
                    release.await();
                    buried.add(exchange.getMessage().getBody(String.class));
                });
            }
        });
        String id = send("hello");
        receive(
                "&failureBackoff=3600000&failureBackoffMax=7200000&maxAttempts=1&poisonEndpoint=direct:poison",
                route -> route.process(this::failWhileFailing));

        await().atMost(LONG).until(() -> !received.isEmpty());
        awaitPolls(2);
        assertThat(consumer().getInProgress()).isEqualTo(1);
        release.countDown();
        awaitConfirmed(id);
        assertThat(buried).containsExactly("hello");
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aFileWhoseOverviewFailsDoesNotBarTheWayToTheOthers() throws Exception {
        String bad = send("bad");
        String good = send("good");
        altinn.emulator()
                .faults()
                .next(Operation.OVERVIEW, Fault.answer(400, "application/json", "{\"code\":\"BRO-00099\"}"));
        receive("", route -> route.process(this::read));
        awaitFaultsMet(Operation.OVERVIEW);

        awaitConfirmed(good);
        awaitConfirmed(bad);
        assertThat(received).startsWith("good").hasSize(2);
    }

    @Test
    void whenNoFileCanBeLookedAtThePollFailsAndNothingIsGivenUp() throws Exception {
        List<String> sent = List.of(send("one"), send("two"), send("three"), send("four"), send("five"));
        altinn.emulator()
                .faults()
                .next(Operation.OVERVIEW, 3, Fault.answer(400, "application/json", "{\"code\":\"BRO-00099\"}"));
        receive("", route -> route.process(this::read));
        awaitFaultsMet(Operation.OVERVIEW);

        sent.forEach(this::awaitConfirmed);
        assertThat(received).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void severalFilesWhoseOverviewNeverSucceedsDoNotBarTheWayToTheOthers() throws Exception {
        for (int i = 0; i < 4; i++) {
            altinn.emulator()
                    .faults()
                    .always(
                            Operation.OVERVIEW,
                            send("bad"),
                            Fault.answer(400, "application/json", "{\"code\":\"BRO-00099\"}"));
        }
        String good = send("good");
        receive("", route -> route.process(this::read));

        awaitConfirmed(good);
        assertThat(received).containsExactly("good");
    }

    @Test
    void aHundredFilesThatFailDoNotHideTheOnesBehindThemEvenIfTheLastCannotBeLookedAt() throws Exception {
        for (int i = 0; i < 100; i++) {
            String id = send("poison");
            if (i >= 95) {
                altinn.emulator().faults().always(Operation.OVERVIEW, id, Fault.status(400));
            }
        }
        String good = send("good");
        receive(
                "&failureBackoff=3600000&failureBackoffMax=3600000",
                route -> route.process(exchange -> {
                    // what is not read stays in the list of new files
                    if (exchange.getMessage().getHeader(Exchange.FILE_NAME).equals("poison.txt")) {
                        throw new IllegalStateException("never");
                    }
                    read(exchange);
                }));

        awaitConfirmed(good);
    }

    @Test
    void anOperatorCanHaveAllThatWereGivenUpTriedAgain() throws Exception {
        List<String> sent = List.of(send("one"), send("two"));
        receive("&maxAttempts=1", route -> route.process(this::failWhileFailing));
        await().atMost(LONG).until(() -> consumer().getGivenUp() == 2);

        failing.set(false);
        assertThat(consumer().retryAllGivenUp()).isEqualTo(2);
        sent.forEach(this::awaitConfirmed);
    }

    @Test
    void redeliveryConnectsAgainWhenTheFirstConnectionFailed() throws Exception {
        String id = send("hello");
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.status(403));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ReceiveFailuresTest.this.from("&maxAttempts=1"))
                        .routeId("receive")
                        .errorHandler(
                                defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0))
                        .process(ReceiveFailuresTest.this::read);
            }
        });

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aRouteThatIsStoppedWithoutGraceGivesBackWhatItHadNotStarted() throws Exception {
        List<String> sent = List.of(send("one"), send("two"), send("three"));
        CountDownLatch routing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        receive(
                "",
                route -> route.process(exchange -> {
                    routing.countDown();
                    go.await(20, TimeUnit.SECONDS);
                    read(exchange);
                }));
        assertThat(routing.await(30, TimeUnit.SECONDS)).isTrue();
        AltinnBrokerConsumer consumer = consumer();
        // as a cluster does that takes the leadership away
        Thread stopping = new Thread(consumer::stop);
        stopping.start();
        await().atMost(LONG).until(() -> !consumer.isRunAllowed());
        go.countDown();
        stopping.join(30_000);
        await().atMost(LONG).until(() -> consumer.getEndpoint()
                .knownTransfers()
                .in(State.IN_PROGRESS)
                .isEmpty());

        consumer.start();
        sent.forEach(this::awaitConfirmed);
    }
}
