package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** One file at a time, when the route asks for it: pollEnrich and ConsumerTemplate. */
class PollEnrichTest extends ReceiveFixture {

    private void route(String uri, int timeout) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .pollEnrich()
                        .simple(uri)
                        .timeout(timeout)
                        .process(exchange -> {
                            if (exchange.getMessage().getBody() != null) {
                                read(exchange);
                            }
                        })
                        // not a header: up to 4.14 Camel keeps none of the asking message
                        .filter(exchangeProperty("fail").isNotNull())
                        .throwException(new IllegalStateException("after the file was read"));
            }
        });
    }

    @Test
    void aNamedTransferIsFetchedAndConfirmedWhenTheAskingExchangeIsDone() throws Exception {
        send("one");
        String wanted = send("two");
        route(from("&fileTransferId=${header.id}"), 0);

        template.sendBodyAndHeader("direct:start", "", "id", wanted);
        assertThat(received).containsExactly("two");
        awaitConfirmed(wanted);
    }

    @Test
    void theOldestThatTheFilterWantsIsFetched() throws Exception {
        String first = send("a", "a.txt");
        String wanted = send("b", "b.xml");
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            consumer.start();
            Exchange exchange = consumer.receive(from("&filter=RAW(${header.CamelFileName} contains '.xml')"), 10_000);
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("b");
            consumer.doneUoW(exchange);
        }
        awaitConfirmed(wanted);
        assertThat(recipientStatus(first)).isEqualTo(RecipientStatus.INITIALIZED);
    }

    @Test
    void whenTheAskingExchangeFailsTheFileIsNotConfirmedAndCanBeFetchedAgain() throws Exception {
        String id = send("hello");
        route(from("&fileTransferId=${header.id}"), 0);

        Exchange failed = template.send("direct:start", exchange -> {
            exchange.getMessage().setHeader("id", id);
            exchange.setProperty("fail", true);
        });
        assertThat(failed.getException()).hasMessage("after the file was read");
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);

        template.sendBodyAndHeader("direct:start", "", "id", id);
        assertThat(received).containsExactly("hello", "hello");
        awaitConfirmed(id);
    }

    @Test
    void withoutAFileThereIsNoBodyAndNoWaitBeyondTheTimeout() throws Exception {
        route(from(""), 300);

        assertThat(template.requestBody("direct:start", "mine")).isNull();
        assertThat(received).isEmpty();
    }

    @Test
    void aWaitingReceiveGetsTheFileThatArrives() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            consumer.start();
            Future<Exchange> waiting = executor.submit(() -> consumer.receive(from("")));
            awaitPolls(2);
            String id = send("late");

            Exchange exchange = waiting.get(30, TimeUnit.SECONDS);
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("late");
            consumer.doneUoW(exchange);
            awaitConfirmed(id);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aReceiveThatHasNoTurnToLookAtTheFileWaitsForOneWithinItsTimeout() throws Exception {
        send("hello");
        int lists = altinn.emulator().recorder().count(Operation.LIST);
        camel.getCamelContextExtension()
                .getContextPlugin(RateBudget.class)
                .refused(altinn.service().recipient().clientId(), "overview", Duration.ofSeconds(5));
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            consumer.start();
            Exchange exchange = consumer.receive(from(""), 20_000);
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("hello");
            consumer.doneUoW(exchange);
        }
        // one look: at new files, and at interrupted ones
        assertThat(altinn.emulator().recorder().count(Operation.LIST) - lists).isEqualTo(2);
    }

    @Test
    void whenAltinnIsDownTheAskingExchangeFailsWithTheReason() throws Exception {
        altinn.emulator().faults().next(Operation.LIST, 10, Fault.status(500));
        route(from("&maxCallAttempts=1"), 0);

        Exchange exchange = template.send("direct:start", any -> {});
        altinn.emulator().faults().clear();
        assertThat(exchange.getException()).hasStackTraceContaining("AltinnBrokerException");
    }
}
