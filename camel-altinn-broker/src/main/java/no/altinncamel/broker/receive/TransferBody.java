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
 * <p>
 * It is for one reader. Holders of an exchange that go on side by side, as before and behind a queue, have a copy each. Two
 * threads that share one nevertheless get an {@link IOException}, never each other's bytes.
 */
public final class TransferBody extends InputStream implements StreamCache, ReceivedBody {

    private static final int BUFFER = 128 * 1024;

    private final TransferContent content;
    /** Guarded by this, as are the following; {@code null} before the first byte and after a reset. */
    private Reading reading;

    private boolean closed;
    /** In whose reading another thread broke in. It would take the first byte of a new download for its next one. */
    private Thread overtaken;

    /** One download, from the first byte on. */
    private static final class Reading {
        private final InputStream download;
        private long position;
        private boolean ended;
        private boolean busy;
        private Thread reader;

        private Reading(InputStream download) {
            this.download = download;
        }
    }

    public TransferBody(TransferContent content) {
        this.content = content;
    }

    /** Makes it a body of the exchange, which closes it when it is done, and gives a copy to whom it is handed over. */
    @Override
    public void carriedBy(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new TransferStreamClosing(this));
        exchange.getExchangeExtension().addOnCompletion(new TransferStreamHandover());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Reading current = begin();
        int read = -1;
        IOException failure = null;
        try {
            read = current.download.read(buffer, offset, length);
            // many readers stop at the last byte; size and checksum must be verified before they have it
            if (isAtEnd(current, read) && (read < 0 || current.download.read() < 0)) {
                content.receivedWhole();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            end(current);
        }
        ensureUndisturbed(current, failure);
        if (failure instanceof DownloadException e) {
            throw content.failures().ofReading(e);
        }
        if (failure != null) {
            throw failure;
        }
        return read;
    }

    private synchronized Reading begin() throws IOException {
        if (overtaken == Thread.currentThread()) {
            throw disturbed(null);
        }
        if (closed) {
            throw new IOException("The body of file transfer " + content.id()
                    + " is closed, as it is when the exchange that received it is done; read it or store it before, for"
                    + " example before an aggregator takes the exchange");
        }
        if (reading == null) {
            reading = new Reading(content.open());
        }
        if (reading.busy) {
            throw new IOException("The body of file transfer " + content.id()
                    + " is being read by another thread at this moment; give each thread a copy of the exchange");
        }
        reading.busy = true;
        reading.reader = Thread.currentThread();
        return reading;
    }

    private synchronized boolean isAtEnd(Reading current, int read) {
        current.position += Math.max(read, 0);
        current.ended = read < 0 || read > 0 && current.position == content.size();
        return current.ended;
    }

    private synchronized void end(Reading current) {
        current.busy = false;
    }

    private synchronized void ensureUndisturbed(Reading current, IOException failure) throws IOException {
        if (reading != current) {
            throw disturbed(failure);
        }
    }

    /** It is told once; who reads on after that knows what he does. */
    private IOException disturbed(IOException failure) {
        overtaken = null;
        return new IOException(
                "The body of file transfer " + content.id()
                        + " was closed or rewound by another thread while it was being read; give each thread a copy of"
                        + " the exchange",
                failure);
    }

    @Override
    public int available() throws IOException {
        Reading current;
        synchronized (this) {
            current = reading;
        }
        return current == null ? 0 : current.download.available();
    }

    @Override
    public void close() throws IOException {
        close(true);
    }

    private void close(boolean forGood) throws IOException {
        Reading open;
        synchronized (this) {
            open = reading;
            reading = null;
            closed = forGood;
            Thread breaking = Thread.currentThread();
            if (open != null && open.position > 0 && !open.ended && open.reader != breaking) {
                overtaken = open.reader;
            } else if (overtaken == breaking) {
                overtaken = null;
            }
        }
        if (open != null) {
            open.download.close();
        }
    }

    @Override
    public void abandon() {
        new TransferStreamClosing(this).onDone(null);
    }

    /** Nothing: a stream leaves nothing behind, and each exchange that holds it closes its own. */
    @Override
    public void discard() {}

    @Override
    public void reset() {
        try {
            close(false);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The download of file transfer " + content.id() + " could not be closed", e);
        }
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
    public synchronized long position() {
        return reading == null ? 0 : reading.position;
    }

    /** Says what it is; reading it here would download the file into a log line. */
    @Override
    public String toString() {
        return "AltinnBrokerFileTransfer[" + content.id() + ", " + content.size() + " bytes]";
    }
}
