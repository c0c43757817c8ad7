package no.altinncamel.broker;

import java.util.EventObject;

import org.apache.camel.spi.CamelEvent;

import no.altinncamel.broker.client.FileTransfer;

/** Something that an operator should know of a received file transfer; sent to the context's event notifiers. */
public abstract class FileTransferEvent extends EventObject implements CamelEvent {

    private static final long serialVersionUID = 1L;

    private final transient FileTransfer fileTransfer;
    private long timestamp;

    FileTransferEvent(AltinnBrokerEndpoint endpoint, FileTransfer fileTransfer) {
        super(endpoint);
        this.fileTransfer = fileTransfer;
    }

    /** The transfer as it was last seen. */
    public FileTransfer getFileTransfer() {
        return fileTransfer;
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
