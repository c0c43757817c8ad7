package no.altinncamel.broker.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer whose body is still on the wire. Closing it without having read it all ends the connection. */
public final class HttpAnswer implements Closeable {

    /** Answers other than files and tokens are read up to this many bytes. */
    public static final int LONGEST_ANSWER = 1024 * 1024;
    /** Answers with tokens are read up to this many bytes. */
    public static final int LONGEST_TOKEN = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswer.class);
    private static final int LONGEST_PROBLEM = 64 * 1024;

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private boolean readToEnd;

    HttpAnswer(HttpUriRequestBase request, ClassicHttpResponse response) {
        this.request = request;
        this.response = response;
        this.readToEnd = response.getEntity() == null;
    }

    public int status() {
        return response.getCode();
    }

    public boolean successful() {
        return status() / 100 == 2;
    }

    /** The first value of a header, or {@code null}. */
    public String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** What the server asks to wait, or {@code null}; a date is taken relative to the clock. */
    public Duration retryAfter(Clock clock) {
        return RetryAfter.parse(header("Retry-After"), clock);
    }

    /** Length of the body by its header; -1 if not given. */
    public long length() {
        return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    /** The body, to be read by the caller until its end; then {@link #finished()} lets the connection be used again. */
    public InputStream stream() throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    /** The caller has read {@link #stream()} to its end. */
    public void finished() {
        readToEnd = true;
    }

    /**
     * The whole body.
     *
     * @throws IOException also if it is longer than the limit
     */
    public byte[] bytes(int limit) throws IOException {
        byte[] bytes = BoundedBody.read(stream(), limit);
        readToEnd = true;
        return bytes;
    }

    /** What a refusal says. A body that breaks off or is unreadable says nothing: the status alone is an answer. */
    public Problem problem() {
        return Problem.parse(problemBody());
    }

    /** The start of a refusal's body; empty if it cannot be read. */
    public byte[] problemBody() {
        try {
            byte[] start = BoundedBody.readStart(stream(), LONGEST_PROBLEM);
            readToEnd = start.length < LONGEST_PROBLEM;
            return start;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Reads what is left of a body that nobody wants, if it is short, so that the connection can be used again. */
    public void discard() {
        problemBody();
    }

    /** Ends the connection at once, from any thread; a read in progress fails. */
    public void abort() {
        request.abort();
    }

    /** Never fails: by now either the answer has been read, or the connection is given up. */
    @Override
    public void close() {
        if (!readToEnd) {
            abort();
        }
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("The connection was gone already", e);
        }
    }
}
