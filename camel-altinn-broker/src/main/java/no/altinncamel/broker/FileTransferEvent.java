package no.altinncamel.broker;

import java.util.EventObject;
import java.util.UUID;

import org.apache.camel.spi.CamelEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that an operator should know of a file transfer; sent to the context's event notifiers. Its source is the endpoint. */
public abstract class FileTransferEvent extends EventObject implements CamelEvent {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(FileTransferEvent.class);

    private final UUID fileTransferId;
    private long timestamp;

    FileTransferEvent(AltinnBrokerEndpoint endpoint, UUID fileTransferId) {
        super(endpoint);
        this.fileTransferId = fileTransferId;
    }

    /** Tells the event notifiers; what fails in one of them is no concern of the file's. */
    static void send(FileTransferEvent event) {
        try {
            event.setTimestamp(System.currentTimeMillis());
            ((AltinnBrokerEndpoint) event.getSource())
                    .getCamelContext()
                    .getManagementStrategy()
                    .notify(event);
        } catch (Exception e) {
            LOG.warn("An event notifier failed on: {}", event, e);
        }
    }

    public UUID getFileTransferId() {
        return fileTransferId;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }
}
