package no.altinncamel.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import org.apache.hc.client5.http.classic.methods.HttpGet;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpAnswer;

/** Asks for a file, or a part of it, as often as is needed; another thread can end that. */
final class DownloadRequest {

    private static final int SKIP_BUFFER = 128 * 1024;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private final BrokerCalls calls;
    private final UUID id;
    private final BrokerCall call;
    private final long end;
    private final boolean rangeNeeded;
    private final Bandwidth.Share bandwidth;
    private volatile HttpGet current;
    private volatile boolean aborted;

    /**
     * @param end         the byte behind the last one that is wanted; -1 for the end of the file
     * @param rangeNeeded whether the answer has to be a part
     */
    DownloadRequest(BrokerCalls calls, UUID id, long end, boolean rangeNeeded) {
        this.calls = calls;
        this.id = id;
        this.call = BrokerCall.of(BrokerOperation.DOWNLOAD, id, calls.transfer(id, "/download"));
        this.bandwidth = calls.bandwidth().share(id, call.title());
        this.end = end;
        this.rangeNeeded = rangeNeeded;
    }

    BrokerCall call() {
        return call;
    }

    Outcome send(long from) {
        return calls.attempt(call, () -> get(from));
    }

    /** How many of so many bytes are to be read at once. */
    int piece(int most) {
        return bandwidth.piece(most);
    }

    /** What has come is paid for afterwards, and the sender is held up by TCP meanwhile. */
    void pay(int bytes) throws DownloadException {
        try {
            bandwidth.take(bytes);
        } catch (AltinnClientException e) {
            throw new DownloadException(id, e.getMessage(), e);
        }
    }

    private HttpGet get(long from) {
        HttpGet get = new HttpGet(call.uri());
        get.setHeader("Accept", "*/*");
        if (rangeNeeded) {
            get.setHeader("Range", "bytes=" + from + "-" + (end - 1));
        } else if (from > 0) {
            get.setHeader("Range", "bytes=" + from + "-");
        }
        current = get;
        if (aborted) {
            get.abort();
        }
        return get;
    }

    /**
     * Bytes of the whole file as an answer tells them; -1 if it does not.
     *
     * @throws DownloadException if it does not hold the file from where it was wanted
     */
    long sizeOfFile(HttpAnswer answer, long from) throws DownloadException {
        return switch (answer.status()) {
            case OK -> {
                if (rangeNeeded) {
                    throw new RangeIgnoredException(id);
                }
                yield answer.length();
            }
            case PARTIAL_CONTENT -> {
                ContentRange range = ContentRange.parse(answer.header("Content-Range"));
                if (range == null || range.first() != from) {
                    throw unusable("the answer is not the part of the file from byte " + from, answer);
                }
                yield range.total();
            }
            default -> throw unusable("the answer is neither a file nor a part of one", answer);
        };
    }

    private DownloadException unusable(String what, HttpAnswer answer) {
        AltinnClientException cause = new AltinnClientException(BrokerFailures.unreadable(call, answer.status(), what));
        return new DownloadException(id, cause.getMessage(), cause);
    }

    /** Passes over what we have already, because the server did not. */
    void passOver(InputStream stream, long bytes) throws IOException {
        byte[] buffer = new byte[SKIP_BUFFER];
        for (long left = bytes; left > 0; ) {
            int read = stream.read(buffer, 0, piece((int) Math.min(buffer.length, left)));
            if (read < 0) {
                throw new EOFException("the answer ended early");
            }
            pay(read);
            left -= read;
        }
    }

    /** Makes a read of its answer fail that another thread is waiting for, and all that follow. */
    void abort() {
        aborted = true;
        HttpGet get = current;
        if (get != null) {
            get.abort();
        }
    }

    boolean aborted() {
        return aborted;
    }
}
