package no.altinncamel.broker.receive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.WrappedFile;

/**
 * The body of a received transfer as a file on disk. It is downloaded and verified when it is first asked for, so that nobody
 * sees a wrong or half a file; and again if the route has moved it away and asks once more. {@code file:} and {@code ftp:}
 * take it without copying.
 */
public final class TransferFile implements WrappedFile<File>, ReceivedBody {

    private final TransferContent content;
    private final WorkFile file;
    private boolean discarded;

    public TransferFile(TransferContent content, WorkDirectory directory) {
        this.content = content;
        this.file = directory.place(content);
    }

    /**
     * The file, whole and verified.
     *
     * @throws RuntimeCamelException if it cannot be downloaded or stored; asking again tries again
     */
    @Override
    public synchronized File getFile() {
        if (discarded) {
            throw new IllegalStateException("The file of file transfer " + content.id()
                    + " is gone, as it is when the exchange that received it is done; read it or store it before, for"
                    + " example before an aggregator takes the exchange");
        }
        if (!Files.exists(file.path())) {
            try {
                file.fetch();
                content.receivedWhole();
            } catch (IOException e) {
                throw new RuntimeCamelException(e.getMessage(), e);
            }
        }
        return file.path().toFile();
    }

    /** Bytes, as the Broker tells them. */
    @Override
    public long getFileLength() {
        return content.size();
    }

    /** {@code null}: nothing is loaded. Stream caching asks for this, and shall neither download nor copy the file. */
    @Override
    public Object getBody() {
        return null;
    }

    /** Where the file is, or will be when it is asked for. For {@code CamelFileLocalWorkPath}, by which it is moved. */
    public String workPath() {
        return file.path().toAbsolutePath().toString();
    }

    /** Waits for a download that a copy of the exchange may still be doing. */
    @Override
    public synchronized void discard() {
        if (!discarded) {
            discarded = true;
            file.discard();
        }
    }

    @Override
    public boolean stopped() {
        return file.stopped();
    }

    /** Says what it is; reading it here would download the file into a log line. */
    @Override
    public String toString() {
        return "AltinnBrokerFileTransfer[" + content.id() + ", " + content.size() + " bytes, " + file.path() + "]";
    }
}
