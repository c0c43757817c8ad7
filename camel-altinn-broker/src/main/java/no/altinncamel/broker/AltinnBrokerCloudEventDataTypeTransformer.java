package no.altinncamel.broker;

import java.time.Instant;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

import no.altinncamel.broker.client.FileTransfer;

/**
 * Tells of a received file as a CloudEvent: that it was published to us. The type is the one that Altinn Events uses, but the
 * event is our own: its id is that of the transfer, so that the same file always gives the same event.
 */
@DataTypeTransformer(
        name = "altinn-broker:application-cloudevents",
        description =
                "Adds CloudEvent headers to the message of a received file: id of the transfer, resource, file name")
public class AltinnBrokerCloudEventDataTypeTransformer extends Transformer {

    private static final String SPECIFICATION = "1.0";
    private static final String TYPE = "no.altinn.broker.published";
    private static final String SOURCE = "urn:altinn:resource:";

    @Override
    public void transform(Message message, DataType from, DataType to) {
        FileTransfer transfer = message.getHeader(AltinnBrokerConstants.FILE_TRANSFER, FileTransfer.class);
        if (transfer == null) {
            throw new IllegalArgumentException("altinn-broker:application-cloudevents needs the header "
                    + AltinnBrokerConstants.FILE_TRANSFER
                    + ", which the consumer, operation=download and waitForPublication=true set");
        }
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, SPECIFICATION);
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID, transfer.id().toString());
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, SOURCE + transfer.resourceId());
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, TYPE);
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, TransferHeaders.localName(transfer));
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TIME, time(transfer).toString());
        // the Broker knows no media type, and the name is the sender's word; a route that has found out keeps what it
        // found
        message.getHeaders().putIfAbsent(Exchange.CONTENT_TYPE, CloudEvent.APPLICATION_OCTET_STREAM_MIME_TYPE);
    }

    private static Instant time(FileTransfer transfer) {
        return transfer.published() != null ? transfer.published() : transfer.created();
    }
}
