package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.Failure;

/**
 * A file on its way into a request. The source is not opened before the server wants the body, and the last piece does not leave
 * before the length is known to be right, so that a wrong one never becomes a complete upload.
 */
final class UploadEntity extends AbstractHttpEntity {

    private static final Logger LOG = LoggerFactory.getLogger(UploadEntity.class);
    private static final String BODY_FAILED = "the body could not be read: ";
    private static final int BUFFER = 256 * 1024;

    private final UploadSource source;
    private final long length;
    private final Bandwidth.Share bandwidth;
    private volatile boolean opened;
    private volatile boolean whole;
    private volatile boolean writing;
    private volatile long sent;
    private volatile boolean stalled;
    private long sentWhenLastAsked = -1;
    private IOException sourceFailure;
    private Failure waitFailure;

    UploadEntity(UploadSource source, Bandwidth.Share bandwidth) {
        super(ContentType.APPLICATION_OCTET_STREAM, null, source.length() < 0);
        this.source = source;
        this.length = source.length();
        this.bandwidth = bandwidth;
    }

    /** Whether the source was touched. */
    boolean opened() {
        return opened;
    }

    /** Whether all bytes were handed to the wire. */
    boolean whole() {
        return whole;
    }

    /** Whether anything has moved since this was last asked. Time spent in the source or waiting for the answer does not count. */
    boolean progressed() {
        boolean moved = !writing || sent != sentWhenLastAsked;
        sentWhenLastAsked = sent;
        stalled = !moved;
        return moved;
    }

    /** What the wire says of a failure is not always its reason. */
    Outcome judged(Outcome outcome, BrokerCall call) {
        if (sourceFailure != null) {
            return Outcome.failure(
                    Failure.withoutAnswer(call.title(), call.uri(), BODY_FAILED + sourceFailure.getMessage())
                            .withOutcomeUnknown(false),
                    sourceFailure);
        }
        if (waitFailure != null && outcome.failure().status() == 0) {
            return Outcome.failure(
                    Failure.withoutAnswer(call.title(), call.uri(), waitFailure.cause())
                            .withRetryable(waitFailure.retryable())
                            .withOutcomeUnknown(true),
                    outcome.cause());
        }
        if (stalled && outcome.failure().status() == 0) {
            return Outcome.failure(
                    Failure.withoutAnswer(call.title(), call.uri(), "the server stopped reading the body")
                            .withRetryable(true)
                            .withOutcomeUnknown(true),
                    outcome.cause());
        }
        return outcome;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        opened = true;
        InputStream in = open();
        try {
            copy(in, out);
        } finally {
            close(in);
        }
    }

    /** All that was wanted of the source has been read, or the upload has failed already: nothing hangs on this. */
    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.warn("A body that was uploaded could not be closed", e);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[length < 0 ? BUFFER : (int) Math.min(BUFFER, Math.max(1, length))];
        long read = 0;
        for (int piece = read(in, buffer); piece >= 0; piece = read(in, buffer)) {
            read += piece;
            if (length >= 0 && read >= length && (read > length || read(in, new byte[1], 1) >= 0)) {
                throw failed(
                        new ChangedSourceException("it has more than the " + length + " bytes that were announced"));
            }
            // as all the time that is not spent in writing, this is none in which the server has stopped reading
            take(piece);
            write(out, buffer, piece);
            if (read == length) {
                // what a look at the end of the source would meet now is of no importance any more
                break;
            }
        }
        if (read < length) {
            throw failed(new ChangedSourceException(
                    "it has " + read + " bytes instead of the " + length + " that were announced"));
        }
        whole = true;
        writing = true;
        out.flush();
        writing = false;
    }

    /** Part of the request may have left already: the wait that ends is a request that breaks, not one that was never made. */
    private void take(int piece) throws IOException {
        try {
            bandwidth.take(piece);
        } catch (AltinnClientException e) {
            waitFailure = e.failure();
            throw new IOException(e);
        }
    }

    private void write(OutputStream out, byte[] buffer, int piece) throws IOException {
        writing = true;
        out.write(buffer, 0, piece);
        writing = false;
        sent += piece;
    }

    private InputStream open() throws IOException {
        try {
            return source.open();
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(new IOException(e));
        }
    }

    private int read(InputStream in, byte[] buffer) throws IOException {
        return read(in, buffer, bandwidth.piece(buffer.length));
    }

    private int read(InputStream in, byte[] buffer, int most) throws IOException {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(new IOException(e));
        }
    }

    private IOException failed(IOException cause) {
        sourceFailure = cause;
        return cause;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("This body can only be written");
    }

    /** The stream is closed by the one who reads it, {@link #writeTo}. */
    @Override
    public void close() {}
}
