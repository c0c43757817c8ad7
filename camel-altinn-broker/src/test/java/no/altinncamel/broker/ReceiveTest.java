package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What the consumer does with files that wait for it, and what it tells the Broker about them. */
class ReceiveTest extends ReceiveFixture {

    @Test
    void aFileArrivesWithItsMetadataAndIsConfirmedWhenTheRouteIsDone() throws Exception {
        List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello");
        receive(
                "",
                route -> route.process(exchange -> {
                    headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                    assertThat(recipientStatus(exchange.getMessage()
                                    .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class)))
                            .isEqualTo(RecipientStatus.INITIALIZED);
                    read(exchange);
                }));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(headers).singleElement().satisfies(found -> assertThat(found)
                .containsEntry(AltinnBrokerConstants.FILE_TRANSFER_ID, id)
                .containsEntry(AltinnBrokerConstants.FILE_TRANSFER_STATUS, "Published")
                .containsEntry(Exchange.FILE_NAME, "hello.txt")
                .containsEntry(Exchange.FILE_LENGTH, 5L)
                .hasEntrySatisfying(
                        AltinnBrokerConstants.FILE_TRANSFER, transfer -> assertThat(((FileTransfer) transfer).sender())
                                .isEqualTo("0192:" + altinn.service().sender().organization())));
    }

    @Test
    void theOldestComesFirst() throws Exception {
        List<String> ids = List.of(send("one"), send("two"), send("three"));
        receive("", route -> route.process(this::read));

        ids.forEach(this::awaitConfirmed);
        assertThat(received).containsExactly("one", "two", "three");
    }

    @Test
    void aFileWhoseRouteFailsIsNotConfirmedAndComesAgain() throws Exception {
        List<RecipientStatus> seen = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello");
        receive("", route -> route.process(this::read).process(exchange -> {
            seen.add(recipientStatus(id));
            if (seen.size() < 3) {
                throw new IllegalStateException("not yet");
            }
        }));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello", "hello", "hello");
        assertThat(seen).hasSize(3).containsOnly(RecipientStatus.DOWNLOAD_STARTED);
    }

    @Test
    void aFileThatAlwaysFailsDoesNotHoldUpTheOthers() throws Exception {
        String poison = send("poison");
        List<String> ids = List.of(send("one"), send("two"));
        receive("&maxMessagesPerPoll=1", route -> route.process(this::read).process(exchange -> {
            if (exchange.getMessage().getHeader(Exchange.FILE_NAME).equals("poison.txt")) {
                throw new IllegalStateException("never");
            }
        }));

        ids.forEach(this::awaitConfirmed);
        assertThat(overview(poison).status()).isEqualTo(FileTransferStatus.PUBLISHED);
    }

    @Test
    void aHandledExceptionIsASuccess() throws Exception {
        String id = send("hello");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ReceiveTest.this.from(""))
                        .onException(IllegalStateException.class)
                        .handled(true)
                        .process(ReceiveTest.this::read)
                        .end()
                        .throwException(new IllegalStateException("to the dead letters"));
            }
        });
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void anExchangeMarkedForRollbackIsNotConfirmed() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        String id = send("hello");
        receive("", route -> route.process(this::read).process(exchange -> {
            if (attempts.incrementAndGet() == 1) {
                exchange.setRollbackOnly(true);
            }
        }));
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello", "hello");
    }

    @Test
    void whatTheRouteDoesNotReadIsReadBeforeItIsConfirmed() throws Exception {
        String id = send("hello");
        receive("", route -> route.process(exchange -> received.add("unread")));

        awaitConfirmed(id);
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD)).isEqualTo(1);
    }

    @Test
    void aFileOfWhichTheRouteHasReadOnlyThePartItNeedsIsConfirmedThoughThereIsOneConnectionOnly() throws Exception {
        String id = send(new byte[5 * 1024 * 1024], message -> {});
        receive(
                "&concurrentTransfers=1&maxConnections=1&responseTimeout=2000",
                // with stream caching Camel rewinds the body after each step, which closes it
                route -> route.noStreamCaching()
                        .process(exchange -> received.add(""
                                + exchange.getMessage()
                                        .getBody(InputStream.class)
                                        .read())));

        awaitConfirmed(id);
        assertThat(received).containsExactly("0");
    }

    @Test
    void whatTheRouteDoesToTheHeadersDoesNotChangeWhatIsConfirmed() throws Exception {
        String id = send("hello");
        receive("", route -> route.process(this::read).removeHeaders("*").process(exchange -> exchange.getMessage()
                .setBody("something else")));
        awaitConfirmed(id);
    }

    @Test
    void aDamagedFileFailsTheRouteAndIsNotConfirmed() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.corruptBody());
        String id = send("hello");
        receive("", route -> route.process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD)).isEqualTo(2);
    }

    @Test
    void aDownloadThatBreaksGoesOnWhereItStopped() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(2));
        String id = send("hello");
        receive("", route -> route.process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(altinn.emulator().recorder().calls(Operation.DOWNLOAD))
                .extracting(call -> call.header("Range"))
                .containsExactly(null, "bytes=2-");
    }

    @Test
    void theBodyCanBeReadByEveryBranchOfAMulticast() throws Exception {
        String id = send("hello");
        receive("", route -> route.multicast().to("direct:a", "direct:b"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").process(ReceiveTest.this::read);
                from("direct:b").process(ReceiveTest.this::read);
            }
        });
        awaitConfirmed(id);
        assertThat(received.subList(0, 2)).containsExactly("hello", "hello");
    }

    @Test
    void theConfirmationWaitsForTheLastHolderOfTheExchange() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        String id = send("hello");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:later").process(exchange -> {
                    reached.countDown();
                    release.await();
                    read(exchange);
                });
            }
        });
        receive("", route -> route.to("seda:later?waitForTaskToComplete=Never"));

        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        // several polls later it is still being routed: neither confirmed nor delivered again
        awaitPolls(6);
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        release.countDown();
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void manualMeansThatTheRouteConfirms() throws Exception {
        String id = send("hello");
        String confirm = camel.uri(resource, altinn.service().recipient()) + "&operation=confirm";
        receive("&confirm=manual", route -> route.process(this::read).to(confirm));
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void neverMeansLookingWithoutTaking() throws Exception {
        String id = send("hello");
        receive("&confirm=never", route -> route.process(this::read));

        await().atMost(LONG).until(() -> !received.isEmpty());
        awaitPolls(6);
        assertThat(received).containsExactly("hello");
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
    }

    @Test
    void aFileThatWasConfirmedIsNotFetchedAgainWhileOthersHaveNotConfirmed() throws Exception {
        String uri = camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&fileName=a.txt&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + ","
                + altinn.service().sender().organization();
        String id = template.request(uri, exchange -> exchange.getMessage().setBody("hello"))
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        receive("", route -> route.process(this::read));

        await().atMost(LONG).until(() -> recipientStatus(id) == RecipientStatus.DOWNLOAD_CONFIRMED);
        // a download after the confirmation moves the file back in the Broker's list
        template.requestBody(
                camel.uri(resource, altinn.service().recipient()) + "&operation=download&fileTransferId=" + id,
                null,
                String.class);
        awaitPolls(6);
        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aFileWhoseDownloadBeganBeforeACrashIsDue() throws Exception {
        String id = send("hello");
        template.requestBody(
                camel.uri(resource, altinn.service().recipient()) + "&operation=download&fileTransferId=" + id,
                null,
                String.class);
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);

        receive("", route -> route.process(this::read));
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aConfirmationWhoseAnswerIsLostIsRecognised() throws Exception {
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.resetAfterEffect());
        List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
        camel.getRegistry().bind("reports", collecting(reported));
        String id = send("hello");
        receive("&onCompletionExceptionHandler=#bean:reports", route -> route.process(this::read));

        awaitConfirmed(id);
        awaitPolls(4);
        assertThat(received).containsExactly("hello");
        assertThat(reported).isEmpty();
    }

    @Test
    void aConfirmationThatFailsIsReportedAndOnlyItIsRepeated() throws Exception {
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.status(500));
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.status(500));
        altinn.emulator().faults().next(Operation.CONFIRM, Fault.status(500));
        List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
        camel.getRegistry().bind("reports", collecting(reported));
        String id = send("hello");
        receive("&onCompletionExceptionHandler=#bean:reports", route -> route.process(this::read));

        awaitConfirmed(id);
        assertThat(reported).hasSize(1);
        awaitPolls(3);
        assertThat(received).containsExactly("hello");
    }

    private static ExceptionHandler collecting(List<Throwable> reported) {
        return new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                reported.add(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                reported.add(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                reported.add(exception);
            }
        };
    }

    @Test
    void aPollThatFailsReachesTheRoutesErrorHandlerWhenAskedTo() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        altinn.emulator().faults().next(Operation.LIST, 3, Fault.status(500));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ReceiveTest.this.from("&bridgeErrorHandler=true"))
                        .onException(AltinnBrokerException.class)
                        .handled(true)
                        .process(exchange -> told.countDown())
                        .end()
                        .process(ReceiveTest.this::read);
            }
        });
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        awaitConfirmed(send("hello"));
        assertThat(received).containsExactly("hello");
    }

    @Test
    void onShutdownWhatRunsIsFinishedAndWhatWaitsIsLeftAlone() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> ids = List.of(send("one"), send("two"), send("three"));
        receive(
                "",
                route -> route.process(exchange -> {
                    started.countDown();
                    release.await();
                    read(exchange);
                }));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

        AltinnBrokerConsumer consumer =
                (AltinnBrokerConsumer) camel.getRoute("receive").getConsumer();
        Thread stopping = new Thread(() -> {
            try {
                camel.getRouteController().stopRoute("receive");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        await().atMost(LONG).until(() -> !consumer.isBatchAllowed());
        release.countDown();
        stopping.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(received).containsExactly("one");
        assertThat(overview(ids.get(0)).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
        assertThat(recipientStatus(ids.get(1))).isEqualTo(RecipientStatus.INITIALIZED);
        assertThat(recipientStatus(ids.get(2))).isEqualTo(RecipientStatus.INITIALIZED);

        camel.getRouteController().startRoute("receive");
        ids.forEach(this::awaitConfirmed);
        assertThat(received).containsExactly("one", "two", "three");
    }

    @Test
    void aPollThatWouldHaveToWaitForTheRateLimitDoesNotHoldUpAStop() throws Exception {
        camel.getCamelContextExtension()
                .getContextPlugin(RateBudget.class)
                .refused(altinn.service().recipient().clientId(), "list", Duration.ofMinutes(10));
        receive("", route -> route.process(this::read));

        assertThatCode(() -> camel.getRouteController().stopRoute("receive", 15, TimeUnit.SECONDS, true))
                .doesNotThrowAnyException();
        assertThat(camel.getRouteController().getRouteStatus("receive").isStopped())
                .isTrue();
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isZero();
    }

    @Test
    void theRouteMayBeStartedAgainWhileAFileIsStillOnItsWay() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        String id = send("hello");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:later").routeId("later").process(exchange -> {
                    reached.countDown();
                    release.await();
                    read(exchange);
                });
            }
        });
        receive("", route -> route.to("seda:later?waitForTaskToComplete=Never"));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

        camel.getRouteController().stopRoute("receive", 1, TimeUnit.SECONDS);
        camel.getRouteController().startRoute("receive");
        awaitPolls(6);
        release.countDown();
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    /** Camel does that when it forces a stop. */
    @Test
    void aStopThatIsInterruptedIsAStopAllTheSame() throws Exception {
        receive("", route -> route.process(this::read));
        awaitPolls(1);
        AltinnBrokerConsumer consumer = consumer();

        Thread.currentThread().interrupt();
        try {
            consumer.stop();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(consumer.isStopped()).isTrue();
        assertThat(consumer.getEndpoint().consumer()).isNull();
    }

    @Test
    void moreThanAHundredFilesAreAllReceived() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            ids.add(send("file-" + i));
        }
        receive("", route -> route.process(this::read));

        awaitConfirmed(ids.get(ids.size() - 1));
        await().atMost(LONG).untilAsserted(() -> assertThat(ids)
                .allSatisfy(id ->
                        assertThat(overview(id).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED)));
        assertThat(received).hasSize(130).doesNotHaveDuplicates();
    }

    @Test
    void aHundredFilesThatAlwaysFailDoNotHideTheOnesBehindThem() throws Exception {
        for (int i = 0; i < 101; i++) {
            send("poison");
        }
        List<String> good = List.of(send("one"), send("two"));
        receive(
                "",
                route -> route.process(exchange -> {
                    if (exchange.getMessage().getHeader(Exchange.FILE_NAME).equals("poison.txt")) {
                        throw new IllegalStateException("never");
                    }
                    read(exchange);
                }));
        good.forEach(this::awaitConfirmed);
        assertThat(received).containsExactly("one", "two");
    }

    @Test
    void lookingWithoutTakingSeesMoreThanAHundredFiles() throws Exception {
        for (int i = 0; i < 103; i++) {
            send("file-" + i);
        }
        receive(
                "&confirm=never",
                route -> route.process(
                        exchange -> received.add(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class))));
        await().atMost(LONG).until(() -> received.size() >= 103);
        awaitPolls(4);
        assertThat(received).hasSize(103).doesNotHaveDuplicates();
    }

    @Test
    void aDownloadIsClosedWhateverBecomesOfTheBodyAndTheConfirmation() throws Exception {
        for (int i = 0; i < 6; i++) {
            send("x".repeat(1_000_000), "large-" + i + ".txt");
        }
        receive(
                "&confirm=manual&maxConnections=2",
                route -> route.process(exchange -> {
                    exchange.getMessage().getBody(InputStream.class).read();
                    exchange.getMessage().setBody("something else");
                    received.add("one");
                }));
        await().atMost(LONG).until(() -> received.size() == 6);
    }

    @Test
    void aReaderThatStopsAtTheLastByteHasReadAVerifiedFile() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.corruptBody());
        String id = send("hello");
        receive(
                "",
                route -> route.process(exchange -> received.add(new String(
                        exchange.getMessage().getBody(InputStream.class).readNBytes(5)))));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD)).isEqualTo(2);
    }

    @Test
    void aDownloadThatFailsWhileItIsReadMeetsTheExceptionThatTheRouteKnows() throws Exception {
        List<AltinnBrokerException> met = Collections.synchronizedList(new ArrayList<>());
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.status(403));
        String id = send("hello");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ReceiveTest.this.from(""))
                        .onException(AltinnBrokerException.class)
                        .process(exchange -> met.add(
                                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                                instanceof AltinnBrokerException ours
                                        ? ours
                                        : null))
                        .end()
                        .process(ReceiveTest.this::read);
            }
        });
        awaitConfirmed(id);
        assertThat(met).hasSize(1);
        assertThat(received).containsExactly("hello");
    }

    @Test
    void aBodyThatIsReadAfterItsExchangeIsDoneSaysWhy() throws Exception {
        List<Object> bodies = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello");
        receive(
                "",
                route -> route.process(
                        exchange -> bodies.add(exchange.getMessage().getBody())));
        awaitConfirmed(id);
        assertThatThrownBy(() -> ((InputStream) bodies.get(0)).read())
                .hasMessageContaining(id)
                .hasMessageContaining("exchange that received it is done");
    }

    @Test
    void sendingOnAReceivedFileLeavesNoMetadataOfTheFirstTransfer() throws Exception {
        List<Map<String, Object>> after = Collections.synchronizedList(new ArrayList<>());
        String other = "other-" + System.nanoTime();
        altinn.emulator().broker().addResource(other);
        String onwards = camel.uri(other, altinn.service().recipient()) + "&disableVirusScan=true&sender="
                + altinn.service().recipient().organization() + "&recipients="
                + altinn.service().sender().organization();
        String id = send("hello");
        receive("", route -> route.to(onwards)
                .process(exchange -> after.add(Map.copyOf(exchange.getMessage().getHeaders()))));

        awaitConfirmed(id);
        assertThat(after).singleElement().satisfies(headers -> assertThat(headers)
                .doesNotContainKey(AltinnBrokerConstants.FILE_TRANSFER)
                .doesNotContainEntry(AltinnBrokerConstants.FILE_TRANSFER_ID, id)
                .containsEntry(AltinnBrokerConstants.FILE_TRANSFER_STATUS, "Published"));
    }

    @Test
    void noNameOfTheOtherPartyBecomesAHeaderOrAPath() throws Exception {
        List<Message> messages = Collections.synchronizedList(new ArrayList<>());
        String uri = camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization();
        String id = template.request(uri, exchange -> {
                    exchange.getMessage().setBody("hello");
                    exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_NAME, "../../etc/passwd");
                    exchange.getMessage()
                            .setHeader(
                                    AltinnBrokerConstants.PROPERTY_LIST,
                                    Map.of("CamelHttpUri", "http://evil", "org.apache.camel.x", "1", "plain", "2"));
                })
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        receive(
                "",
                route -> route.process(
                        exchange -> messages.add(exchange.getMessage().copy())));

        awaitConfirmed(id);
        Message message = messages.get(0);
        assertThat(message.getHeaders().keySet())
                .containsExactlyInAnyOrder(
                        AltinnBrokerConstants.FILE_TRANSFER_ID,
                        AltinnBrokerConstants.FILE_TRANSFER,
                        AltinnBrokerConstants.FILE_TRANSFER_STATUS,
                        Exchange.FILE_NAME,
                        Exchange.FILE_LENGTH);
        assertThat(message.getHeader(Exchange.FILE_NAME)).isEqualTo("passwd");
        FileTransfer transfer = message.getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class);
        assertThat(transfer.properties()).containsEntry("CamelHttpUri", "http://evil");
        assertThat(transfer.fileName()).isEqualTo("../../etc/passwd");
    }

    @Test
    void theDownloadIsClosedWhenTheRouteReadsOnlyPartOfItAndFails() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        String id = send("x".repeat(1_000_000), "large.txt");
        receive(
                "&maxConnections=2",
                route -> route.process(exchange -> {
                    InputStream body = exchange.getMessage().getBody(InputStream.class);
                    assertThat(body.read()).isEqualTo('x');
                    if (attempts.incrementAndGet() < 6) {
                        throw new IllegalStateException("more attempts than connections");
                    }
                }));
        awaitConfirmed(id);
    }
}
