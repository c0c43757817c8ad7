package no.altinncamel.broker.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

import no.altinncamel.broker.client.DownloadException;

/**
 * The body of a received transfer. It is a {@link StreamCache} so that Camel does not copy it into memory: nothing is held, and
 * {@link #reset()} or {@link #copy(Exchange)} download again. It connects when it is first read.
 */
public final class TransferBody extends InputStream implements StreamCache, ReceivedBody {

    private static final int BUFFER = 128 * 1024;

    private final TransferContent content;
    private InputStream download;
    private long position;
    private boolean closed;

    public TransferBody(TransferContent content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("The body of file transfer " + content.id()
                    + " is closed, as it is when the exchange that received it is done; read it or store it before, for"
                    + " example before an aggregator takes the exchange");
        }
        if (download == null) {
            download = content.open();
        }
        try {
            int read = download.read(buffer, offset, length);
            position += Math.max(read, 0);
            if (read < 0 || read > 0 && position == content.size()) {
                finish(read);
            }
            return read;
        } catch (DownloadException e) {
            throw content.failures().ofReading(e);
        }
    }

    /** Many readers stop at the last byte; size and checksum must be verified before they have it. */
    private void finish(int read) throws IOException {
        if (read < 0 || download.read() < 0) {
            content.receivedWhole();
        }
    }

    @Override
    public int available() throws IOException {
        return download == null ? 0 : download.available();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        InputStream open = download;
        download = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void discard() {
        new TransferStreamClosing(this).onDone(null);
    }

    @Override
    public synchronized void reset() {
        if (download == null && !closed) {
            return;
        }
        try {
            close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The download of file transfer " + content.id() + " could not be closed", e);
        }
        closed = false;
        position = 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = read(buffer, 0, BUFFER); read >= 0; read = read(buffer, 0, BUFFER)) {
            out.write(buffer, 0, read);
        }
    }

    /** A body of its own that downloads again; it is closed when the given exchange is done. */
    @Override
    public StreamCache copy(Exchange exchange) {
        TransferBody copy = new TransferBody(content);
        if (exchange != null) {
            exchange.getExchangeExtension().addOnCompletion(new TransferStreamClosing(copy));
        }
        return copy;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    /** The size of the file in bytes as the Broker tells it. */
    @Override
    public long length() {
        return content.size();
    }

    @Override
    public long position() {
        return position;
    }

    /** Says what it is; reading it here would download the file into a log line. */
    @Override
    public String toString() {
        return "AltinnBrokerFileTransfer[" + content.id() + ", " + content.size() + " bytes]";
    }
}
