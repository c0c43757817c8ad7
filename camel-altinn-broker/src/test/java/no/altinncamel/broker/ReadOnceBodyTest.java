package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Bodies that can be read only once: what is left of one after a failure must never pass for the file. */
@Timeout(60)
class ReadOnceBodyTest {

    /** More than the buffers of the two sockets hold, so that a break is noticed in the middle. */
    private static final String CONTENT = "0123456789".repeat(3_000_000);

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        altinn.emulator().recorder().clear();
        altinn.emulator().faults().clear();
        camel = new CamelWithAltinn(altinn.service());
        camel.component().getConfiguration().setTusRetryTimeout(300);
        camel.getRegistry().bind("sent", new MemoryIdempotentRepository());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private String uri(String options) {
        return camel.uri(altinn.service().sender()) + "&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=f&disableVirusScan=true&maxCallAttempts=1"
                + options;
    }

    /** As the manual has it, with a stream that nobody has cached. */
    private void route(boolean caching, String... options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(AltinnBrokerException.class)
                        .onWhen(simple("${exception.retryable}"))
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0);
                var route = from("direct:outbox");
                route.streamCaching(String.valueOf(caching));
                for (String one : options) {
                    route.to(uri(one));
                }
            }
        });
    }

    private static ByteArrayInputStream stream() {
        return new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.US_ASCII));
    }

    private Exchange send(Object body) {
        return camel.template()
                .request("direct:outbox", exchange -> exchange.getMessage().setBody(body));
    }

    private static int calls(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    private static long arrived() {
        return altinn.emulator().broker().transfers().stream()
                .filter(transfer -> transfer.file().isPresent())
                .count();
    }

    @Test
    void aStreamThatBreaksInTheMiddleIsNotSentFromThere() throws Exception {
        long before = arrived();
        route(false, "");
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetWhileReading(300_000));

        Exchange failed = send(stream());

        assertThat(failed.getException()).isInstanceOfSatisfying(AltinnBrokerException.class, e -> {
            assertThat(e.isRetryable()).isFalse();
            assertThat(e).hasMessageContaining("was read and cannot be read again");
        });
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
        assertThat(arrived()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&uploadMode=tus", "&sendOnce=true&idempotentRepository=#bean:sent"})
    void aStreamThatWasCopiedIsNotCopiedAgain(String options) throws Exception {
        long before = arrived();
        route(false, "&sendersFileTransferReference=r" + options);
        altinn.emulator().faults().next(Operation.INITIALIZE, 3, Fault.status(429));

        Exchange failed = send(stream());

        assertThat(failed.getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isRetryable())
                        .isFalse());
        assertThat(arrived()).isEqualTo(before);
    }

    @Test
    void aStreamThatWasReadIsRefusedBeforeAnyCall() throws Exception {
        route(false, "", "&sendersFileTransferReference=second");

        Exchange failed = send(stream());

        assertThat(failed.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was read before");
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void aStreamThatNobodyHasTouchedIsSentByTheNextAttempt() throws Exception {
        route(false, "");
        altinn.emulator().faults().next(Operation.INITIALIZE, Fault.status(429));
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.status(503));

        Exchange sent = send(stream());

        assertThat(sent.getException()).isNull();
        assertArrived(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "characters", "source of bytes", "source of characters"})
    void whatCamelHasCachedIsSentByTheNextAttempt(String kind) throws Exception {
        route(true, "");
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetWhileReading(300_000));

        Exchange sent = send(
                switch (kind) {
                    case "stream" -> stream();
                    case "characters" -> new StringReader(CONTENT);
                    case "source of bytes" -> new StreamSource(stream());
                    default -> new StreamSource(new StringReader(CONTENT));
                });

        assertThat(sent.getException()).isNull();
        assertArrived(sent);
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"characters", "bytes", "document"})
    void whatAConverterMakesAStreamOfIsSentByTheNextAttempt(String kind) throws Exception {
        route(false, "");
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetWhileReading(300_000));

        Exchange sent = send(
                switch (kind) {
                    case "characters" -> new StringBuilder(CONTENT);
                    case "bytes" -> {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        bytes.write(CONTENT.getBytes(StandardCharsets.US_ASCII));
                        yield bytes;
                    }
                    default -> document();
                });

        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        Transfer transfer = altinn.emulator().broker().transfer(id);
        assertThat(Files.readString(transfer.file().orElseThrow()))
                .matches(content -> content.equals(CONTENT) || content.contains("<a>" + CONTENT + "</a>"));
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"characters", "source of bytes", "source of characters", "buffer"})
    void whatIsReadFromTheBodyItselfIsNotReadTwice(String kind) throws Exception {
        long before = arrived();
        route(false, "");
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.resetWhileReading(300_000));

        Exchange failed = send(
                switch (kind) {
                    case "characters" -> new StringReader(CONTENT);
                    case "source of bytes" -> new StreamSource(stream());
                    case "source of characters" -> new StreamSource(new StringReader(CONTENT));
                    default -> ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.US_ASCII));
                });

        assertThat(failed.getException())
                .isInstanceOfSatisfying(AltinnBrokerException.class, e -> assertThat(e.isRetryable())
                        .isFalse());
        assertThat(calls(Operation.INITIALIZE)).isEqualTo(1);
        assertThat(arrived()).isEqualTo(before);
    }

    private static Document document() throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        document.appendChild(document.createElement("a")).setTextContent(CONTENT);
        return document;
    }

    private static void assertArrived(Exchange sent) throws Exception {
        String id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        Transfer transfer = altinn.emulator().broker().transfer(id);
        assertThat(Files.readString(transfer.file().orElseThrow())).isEqualTo(CONTENT);
    }
}
