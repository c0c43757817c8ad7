package no.altinncamel.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;

import org.apache.hc.client5.http.classic.methods.HttpGet;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;

/** The one {@link Download}. */
final class ResumingDownload extends Download {

    private static final int SKIP_BUFFER = 128 * 1024;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private final BrokerCalls calls;
    private final UUID id;
    private final BrokerCall call;
    private final Attempts attempts;
    private final String expectedMd5;
    private final Md5 md5;
    private final TransferProgress progress;
    private long size;
    private long position;
    private HttpAnswer answer;
    private InputStream stream;
    private IOException failure;
    private boolean ended;
    private boolean closed;

    /**
     * @param size           bytes of the file; -1 if not known
     * @param expectedMd5    in hexadecimal, or {@code null} not to verify
     * @param digestExecutor where to compute the MD5, or {@code null} to do it in the reading thread
     * @param progress       told how the file moves
     */
    ResumingDownload(
            BrokerCalls calls,
            UUID id,
            long size,
            String expectedMd5,
            Executor digestExecutor,
            TransferProgress progress) {
        this.progress = progress;
        this.calls = calls;
        this.id = id;
        this.call = BrokerCall.of(BrokerOperation.DOWNLOAD, id, calls.transfer(id, "/download"));
        this.attempts = calls.attempts();
        this.size = Math.max(size, -1);
        this.expectedMd5 = expectedMd5 == null || expectedMd5.isBlank() ? null : expectedMd5.strip();
        this.md5 = this.expectedMd5 == null ? null : new Md5(digestExecutor, size);
    }

    @Override
    public UUID transferId() {
        return id;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IOException("The download of transfer " + id + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        try {
            return ended ? -1 : readOrResume(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            release();
            throw e;
        }
    }

    private int readOrResume(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            if (stream == null) {
                connect();
            }
            int read;
            try {
                read = stream.read(buffer, offset, length);
                if (read < 0 && position < size) {
                    throw new EOFException("the answer ended early");
                }
            } catch (IOException e) {
                if (position != size) {
                    broken(e);
                    continue;
                }
                // only the end of the last chunk is missing
                disconnect();
                read = -1;
            }
            if (read < 0) {
                end();
                return -1;
            }
            if (read > 0) {
                arrived(buffer, offset, read);
                return read;
            }
        }
    }

    private void arrived(byte[] buffer, int offset, int length) throws IOException {
        position += length;
        progress.moved(length);
        if (size >= 0 && position > size) {
            throw new SizeMismatchException(id, size, position);
        }
        attempts.reset();
        if (md5 != null) {
            md5.update(buffer, offset, length);
        }
    }

    private void end() throws IOException {
        size = position;
        String actual = md5 == null ? null : md5.finish();
        if (actual != null && !actual.equalsIgnoreCase(expectedMd5)) {
            throw new ChecksumMismatchException(id, expectedMd5, actual);
        }
        ended = true;
        progress.ended(true);
        if (answer != null) {
            answer.finished();
        }
        disconnect();
    }

    /** Opens an answer that goes on at {@link #position}, trying as often as the retry policy allows without progress. */
    private void connect() throws IOException {
        long from = position;
        while (true) {
            Outcome outcome;
            try {
                outcome = calls.attempt(call, () -> request(call.uri(), from));
            } catch (AltinnClientException e) {
                throw new DownloadException(id, e.getMessage(), e);
            }
            if (!outcome.successful()) {
                again(outcome);
                continue;
            }
            answer = outcome.answer();
            checkAnswer(from);
            try {
                stream = answer.stream();
                if (from > 0 && answer.status() == OK) {
                    passOver(from);
                } else if (from > 0) {
                    progress.spared(from);
                }
                return;
            } catch (IOException e) {
                broken(e);
            }
        }
    }

    private static HttpGet request(URI uri, long from) {
        HttpGet request = new HttpGet(uri);
        request.setHeader("Accept", "*/*");
        if (from > 0) {
            request.setHeader("Range", "bytes=" + from + "-");
        }
        return request;
    }

    /** Whether this is the same file, from where we want it. There is no ETag to tell (altinn-broker trap 47). */
    private void checkAnswer(long from) throws IOException {
        long total =
                switch (answer.status()) {
                    case OK -> answer.length();
                    case PARTIAL_CONTENT -> partOf(from);
                    default -> throw unusable("the answer is neither a file nor a part of one");
                };
        if (total >= 0 && size >= 0 && total != size) {
            throw new SizeMismatchException(id, size, total);
        }
        size = Math.max(size, total);
    }

    private long partOf(long from) throws IOException {
        ContentRange range = ContentRange.parse(answer.header("Content-Range"));
        if (range == null || range.first() != from) {
            throw unusable("the answer is not the part of the file from byte " + from);
        }
        return range.total();
    }

    private DownloadException unusable(String what) {
        AltinnClientException cause = new AltinnClientException(BrokerFailures.unreadable(call, answer.status(), what));
        return new DownloadException(id, cause.getMessage(), cause);
    }

    /** Passes over what we have already, because the server did not. */
    private void passOver(long bytes) throws IOException {
        byte[] buffer = new byte[SKIP_BUFFER];
        for (long left = bytes; left > 0; ) {
            int read = stream.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ended early");
            }
            left -= read;
        }
    }

    private void broken(IOException cause) throws IOException {
        disconnect();
        Failure broken = BrokerFailures.broken(call, cause);
        String where = " after " + position + (size < 0 ? "" : " of " + size) + " bytes";
        again(Outcome.failure(broken.withCause(broken.cause() + where), cause));
    }

    private void again(Outcome outcome) throws IOException {
        try {
            if (!outcome.failure().retryable() || !attempts.again(outcome.failure())) {
                throw outcome.exception();
            }
        } catch (AltinnClientException e) {
            throw new DownloadException(id, e.getMessage(), e);
        }
    }

    @Override
    public int available() throws IOException {
        return stream == null || closed ? 0 : stream.available();
    }

    /** Ends the connection without waiting for what was not read. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    private void release() {
        progress.ended(false);
        disconnect();
        if (md5 != null) {
            md5.abandon();
        }
    }

    private void disconnect() {
        HttpAnswer open = answer;
        answer = null;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
