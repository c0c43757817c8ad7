package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferDetails;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.emulator.AltinnExtension;

/** Each producer operation on its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;
    private ProducerTemplate template;
    private String asSender;
    private String asRecipient;

    @BeforeAll
    void start() {
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
        asSender = camel.uri(altinn.service().sender())
                + "&sender=" + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization() + "&fileName=a.txt&disableVirusScan=true";
        asRecipient = camel.uri(altinn.service().recipient());
    }

    @AfterAll
    void stop() {
        camel.close();
    }

    @BeforeEach
    void withoutLimits() {
        altinn.emulator().rateLimits().enabled(false);
    }

    private Exchange call(String uri, Object body, String id) {
        Exchange result = template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            if (id != null) {
                exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, id);
            }
        });
        if (result.getException() != null) {
            throw new IllegalStateException(result.getException());
        }
        return result;
    }

    private String sent() {
        return call(asSender, "hello", null)
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    @Test
    void initializeThenUploadMakesATransfer() {
        Exchange initialized = call(asSender + "&operation=initialize", "later", null);
        String id = initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        assertThat(initialized.getMessage().getBody()).isEqualTo("later");
        assertThat(initialized.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("Initialized");

        Exchange uploaded = call(asSender + "&operation=upload&waitForPublication=true", "hello", id);
        assertThat(uploaded.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID))
                .isEqualTo(id);
        assertThat(uploaded.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS))
                .isEqualTo("Published");
    }

    @Test
    void anUploadReadsTheBodyOnce() {
        String id = call(asSender + "&operation=initialize", "", null)
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        CountedBody body = new CountedBody();

        call(asSender + "&operation=upload", body, id);

        assertThat(body.ends).isEqualTo(1);
    }

    /** A body that can be read again, and knows how often its end was seen after something was read. */
    private static final class CountedBody extends ByteArrayInputStream implements StreamCache {

        private boolean atEnd;
        private int ends;

        CountedBody() {
            super("hello".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            int read = super.read(buffer, offset, length);
            if (read < 0 && !atEnd) {
                ends++;
            }
            atEnd = read < 0;
            return read;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            transferTo(out);
        }

        @Override
        public StreamCache copy(Exchange exchange) {
            return new CountedBody();
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public long length() {
            return count;
        }

        @Override
        public long position() {
            return pos;
        }
    }

    @Test
    void overviewAndDetailsTellOfATransfer() {
        String id = sent();

        FileTransfer transfer =
                call(asRecipient + "&operation=overview", null, id).getMessage().getBody(FileTransfer.class);
        assertThat(transfer.id()).hasToString(id);
        assertThat(transfer.status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(transfer.expires()).isAfter(transfer.created());

        FileTransferDetails details =
                call(asSender + "&operation=details", null, id).getMessage().getBody(FileTransferDetails.class);
        assertThat(details.transfer().id()).hasToString(id);
        assertThat(details.history())
                .extracting(FileTransferDetails.StatusEvent::status)
                .containsExactly(
                        FileTransferStatus.INITIALIZED,
                        FileTransferStatus.UPLOAD_STARTED,
                        FileTransferStatus.PUBLISHED);
    }

    @Test
    void theIdMayBeAnOption() {
        String id = sent();
        assertThat(call(asRecipient + "&operation=overview&fileTransferId=" + id, null, null)
                        .getMessage()
                        .getBody(FileTransfer.class)
                        .id())
                .hasToString(id);
    }

    @Test
    void listFindsWhatTheOptionsAskFor() {
        String published = sent();
        String initialized = call(asSender + "&operation=initialize", null, null)
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);

        assertThat(list(asRecipient + "&operation=list")).contains(published, initialized);
        assertThat(list(asRecipient + "&operation=list&status=Published"))
                .contains(published)
                .doesNotContain(initialized);
        assertThat(list(asRecipient + "&operation=list&recipientStatus=DownloadConfirmed"))
                .doesNotContain(published, initialized);
        assertThat(list(asSender + "&operation=list&role=Recipient")).doesNotContain(published, initialized);
        assertThat(list(asSender + "&operation=list&role=Sender&orderAscending=true"))
                .containsSubsequence(published, initialized);
        assertThat(list(asSender + "&operation=list&from=" + Instant.now().plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void listTakesHeadersOfSeveralTypes() {
        String id = sent();
        FluentProducerTemplate list = camel.createFluentProducerTemplate()
                .to(asRecipient)
                .withHeader(AltinnBrokerConstants.OPERATION, AltinnBrokerOperation.list)
                .withHeader(AltinnBrokerConstants.STATUS, FileTransferStatus.PUBLISHED.wireName())
                .withHeader(AltinnBrokerConstants.RECIPIENT_STATUS, RecipientStatus.INITIALIZED.wireName())
                .withHeader(AltinnBrokerConstants.FROM, Instant.now().minus(Duration.ofHours(1)))
                .withHeader(AltinnBrokerConstants.ORDER_ASCENDING, true);
        assertThat(list.request(List.class)).contains(id);
    }

    @SuppressWarnings("unchecked")
    private List<String> list(String uri) {
        return call(uri, null, null).getMessage().getBody(List.class);
    }

    @Test
    void downloadGivesAStreamAndTheMetadata() throws Exception {
        String id = sent();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fetch")
                        .routeId("fetch")
                        .to(asRecipient + "&operation=download")
                        .process(exchange -> {
                            try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
                                exchange.setProperty("read", new String(body.readAllBytes()));
                            }
                        });
            }
        });
        Exchange downloaded = call("direct:fetch", null, id);

        assertThat(downloaded.getProperty("read")).isEqualTo("hello");
        assertThat(downloaded.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo("a.txt");
        assertThat(downloaded.getMessage().getHeader(Exchange.FILE_LENGTH)).isEqualTo(5L);
    }

    @Test
    void confirmEndsATransferAndMayBeRepeated() {
        String id = sent();
        template.requestBodyAndHeader(
                asRecipient + "&operation=download", null, AltinnBrokerConstants.FILE_TRANSFER_ID, id, String.class);

        call(asRecipient + "&operation=confirm", "kept", id);
        // the Broker answers 400 to the second one, which is a success all the same
        assertThat(call(asRecipient + "&operation=confirm", "kept", id)
                        .getMessage()
                        .getBody())
                .isEqualTo("kept");
        assertThat(call(asRecipient + "&operation=overview", null, id)
                        .getMessage()
                        .getBody(FileTransfer.class)
                        .status())
                .isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
    }

    @Test
    void confirmingWhatWasNotDownloadedFails() {
        String id = sent();
        assertThatThrownBy(() -> call(asRecipient + "&operation=confirm", null, id))
                .rootCause()
                .hasMessageContaining("BRO-00019");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "overview", "details", "download", "confirm"})
    void anOperationOnATransferNeedsItsId(String operation) {
        assertThatThrownBy(() -> call(asRecipient + "&operation=" + operation, "x", null))
                .rootCause()
                .hasMessageContaining(AltinnBrokerConstants.FILE_TRANSFER_ID)
                .hasMessageContaining("fileTransferId");
        assertThatThrownBy(() -> call(asRecipient + "&operation=" + operation, "x", "seven"))
                .rootCause()
                .hasMessageContaining("'seven'")
                .hasMessageContaining("UUID");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void anUnknownOperationInAHeaderIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> template.sendBodyAndHeader(asSender, "x", AltinnBrokerConstants.OPERATION, "sned"))
                .rootCause()
                .hasMessageContaining("'sned'")
                .hasMessageContaining("send, initialize, upload");
    }

    @Test
    void anUnknownTransferIsA404() {
        assertThatThrownBy(() -> call(
                        asRecipient + "&operation=overview",
                        null,
                        UUID.randomUUID().toString()))
                .hasRootCauseInstanceOf(RuntimeException.class)
                .rootCause()
                .hasMessageContaining("BRO-00001");
    }

    @Test
    void headersOfListAreChecked() {
        assertThatThrownBy(() -> template.requestBodyAndHeaders(
                        asRecipient + "&operation=list", null, Map.of(AltinnBrokerConstants.STATUS, "Publisehd")))
                .rootCause()
                .hasMessageContaining("'Publisehd'")
                .hasMessageContaining("Published");
    }
}
