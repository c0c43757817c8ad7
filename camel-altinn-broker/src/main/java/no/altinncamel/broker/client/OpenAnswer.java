package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;

import no.altinncamel.broker.client.http.HttpAnswer;

/** The answer that a download reads at the moment, one after the other. Another thread may close it for good meanwhile. */
final class OpenAnswer {

    private final AtomicReference<HttpAnswer> answer = new AtomicReference<>();
    private volatile InputStream stream;
    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /** {@code null} if there is none. */
    InputStream stream() {
        return stream;
    }

    void begin(HttpAnswer opened) {
        answer.set(opened);
        if (closed) {
            // whoever did that has not seen this answer
            end();
        }
    }

    /** The stream of the answer that has begun. */
    InputStream open(HttpAnswer opened) throws IOException {
        InputStream opening = opened.stream();
        stream = opening;
        return opening;
    }

    /** It was read to its end, so that its connection can be used again. */
    void finished() {
        HttpAnswer open = answer.get();
        if (open != null) {
            open.finished();
        }
    }

    /** Lets go of the answer; another one may follow. */
    void end() {
        HttpAnswer open = answer.getAndSet(null);
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    /** Lets go of the answer, and of any that is opened later. */
    void close() {
        closed = true;
        end();
    }
}
