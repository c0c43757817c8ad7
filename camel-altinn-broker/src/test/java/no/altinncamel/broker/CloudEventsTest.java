package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.TransformerKey;
import org.junit.jupiter.api.Test;

/** A received file tells of itself as a CloudEvent when the route asks for that data type. */
class CloudEventsTest extends ReceiveFixture {

    private static final DataType CLOUD_EVENT = new DataType("altinn-broker:application-cloudevents");

    private final List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aReceivedFileIsAnEventOfItsPublication() throws Exception {
        String id = send("hello", "folder/hello.txt");
        receive("", route -> route.transformDataType(CLOUD_EVENT)
                .process(
                        exchange -> headers.add(Map.copyOf(exchange.getMessage().getHeaders())))
                .process(this::read));

        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
        assertThat(headers).singleElement().satisfies(found -> assertThat(found)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, "1.0")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, id)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, "urn:altinn:resource:" + resource)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, "no.altinn.broker.published")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "hello.txt")
                .containsEntry(
                        CloudEvent.CAMEL_CLOUD_EVENT_TIME,
                        overview(id).published().toString())
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_CONTENT_TYPE, "application/octet-stream"));
    }

    /** In each version of Camel, whatever the step of the route is called there. */
    @Test
    void camelFindsTheTransformerByItsName() throws Exception {
        String id = send("hello");
        receive("", route -> route.process(exchange -> exchange.getContext()
                        .getTransformerRegistry()
                        .resolveTransformer(new TransformerKey(CLOUD_EVENT))
                        .transform(exchange.getMessage(), DataType.ANY, CLOUD_EVENT))
                .process(
                        exchange -> headers.add(Map.copyOf(exchange.getMessage().getHeaders()))));

        awaitConfirmed(id);
        assertThat(headers).singleElement().satisfies(found -> assertThat(found)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, id));
    }

    @Test
    void aContentTypeThatTheRouteHasFoundOutStays() throws Exception {
        String id = send("<order/>");
        receive("", route -> route.setHeader(Exchange.CONTENT_TYPE)
                .constant("application/xml")
                .transformDataType(CLOUD_EVENT)
                .process(
                        exchange -> headers.add(Map.copyOf(exchange.getMessage().getHeaders()))));

        awaitConfirmed(id);
        assertThat(headers).singleElement().satisfies(found -> assertThat(found)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_CONTENT_TYPE, "application/xml"));
    }

    @Test
    void aDownloadedFileIsTheSameEvent() throws Exception {
        String id = send("hello");
        String download =
                camel.uri(resource, altinn.service().recipient()) + "&operation=download&fileTransferId=" + id;
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:download")
                        .to(download)
                        .transformDataType(CLOUD_EVENT)
                        .convertBodyTo(String.class);
            }
        });

        Exchange event = template.request("direct:download", exchange -> {});
        assertThat(event.getMessage().getHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID))
                .isEqualTo(id);
        assertThat(event.getMessage().getBody()).isEqualTo("hello");
    }

    @Test
    void aMessageThatIsNoReceivedFileIsRefused() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").transformDataType(CLOUD_EVENT);
            }
        });

        assertThatThrownBy(() -> template.sendBody("direct:other", "hello"))
                .rootCause()
                .hasMessageContaining("CamelAltinnBrokerFileTransfer");
    }
}
