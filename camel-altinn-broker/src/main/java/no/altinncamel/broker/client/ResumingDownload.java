package no.altinncamel.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.HttpAnswer;

/** The one {@link Download}; also reads parts of a file. */
final class ResumingDownload extends Download {

    /** Bytes: a line that has brought so many is worth another try at once. */
    private static final long GOOD_LINE = 1024 * 1024;

    private static final int OK = 200;

    private final UUID id;
    private final DownloadRequest request;
    private final Attempts attempts;
    private final String expectedMd5;
    private final Md5 md5;
    private final TransferProgress progress;
    private final OpenAnswer answer = new OpenAnswer();
    /** Of a part: the byte behind its last one; else -1. */
    private final long end;

    private long size;
    private long position;
    private long connectedAt;
    private IOException failure;
    private volatile boolean ended;

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
        this.id = id;
        this.request = new DownloadRequest(calls, id, -1, false);
        this.attempts = calls.attempts();
        this.size = Math.max(size, -1);
        this.expectedMd5 = expectedMd5 == null || expectedMd5.isBlank() ? null : expectedMd5.strip();
        this.md5 = this.expectedMd5 == null ? null : new Md5(digestExecutor, size);
        this.end = -1;
    }

    /**
     * A part of a file whose size is known.
     *
     * @param from        its first byte
     * @param end         the byte behind its last one
     * @param rangeNeeded whether to fail with {@link RangeIgnoredException} if the server sends the whole file; otherwise what is
     *                    before the part is passed over
     * @param progress    told how the part moves
     */
    ResumingDownload(
            BrokerCalls calls,
            UUID id,
            long size,
            long from,
            long end,
            boolean rangeNeeded,
            TransferProgress progress) {
        this.progress = progress;
        this.id = id;
        this.request = new DownloadRequest(calls, id, end, rangeNeeded);
        this.attempts = calls.attempts();
        this.size = size;
        this.expectedMd5 = null;
        this.md5 = null;
        this.position = from;
        this.end = end;
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
        checkOpen();
        if (length == 0) {
            return 0;
        }
        try {
            return ended ? -1 : readOrResume(buffer, offset, length);
        } catch (IOException e) {
            failure = answer.isClosed() ? closed(e) : e;
            release();
            throw failure;
        }
    }

    private void checkOpen() throws IOException {
        if (answer.isClosed()) {
            throw closed(null);
        }
    }

    private IOException closed(IOException cause) {
        return new IOException("The download of transfer " + id + " is closed", cause);
    }

    private int readOrResume(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            checkOpen();
            InputStream open = answer.stream();
            InputStream stream = open == null ? connect() : open;
            int read;
            try {
                read = stream.read(buffer, offset, request.piece(wanted(length)));
                if (read < 0 && position < target()) {
                    throw new EOFException("the answer ended early");
                }
            } catch (IOException e) {
                if (position != target()) {
                    broken(e);
                    continue;
                }
                // only the end of the last chunk is missing
                answer.end();
                read = -1;
            }
            if (read < 0 || position == end) {
                end(read);
                return -1;
            }
            if (read > 0) {
                arrived(buffer, offset, read);
                return read;
            }
        }
    }

    private long target() {
        return end < 0 ? size : end;
    }

    /** A part is read up to its end, and one byte more is asked for then: it is not there, which frees the connection. */
    private int wanted(int length) {
        return end < 0 ? length : (int) Math.max(1, Math.min(length, end - position));
    }

    private void arrived(byte[] buffer, int offset, int length) throws IOException {
        position += length;
        progress.moved(length);
        request.pay(length);
        if (size >= 0 && position > size) {
            throw new SizeMismatchException(id, size, position);
        }
        attempts.reset();
        if (md5 != null) {
            md5.update(buffer, offset, length);
        }
    }

    private void end(int read) throws IOException {
        size = end < 0 ? position : size;
        String actual = md5 == null ? null : md5.finish();
        if (actual != null && !actual.equalsIgnoreCase(expectedMd5)) {
            throw new ChecksumMismatchException(id, expectedMd5, actual);
        }
        ended = true;
        progress.ended(true);
        if (read < 0) {
            answer.finished();
        }
        answer.end();
    }

    /** Opens an answer that goes on at {@link #position}, trying as often as the retry policy allows without progress. */
    private InputStream connect() throws IOException {
        long from = position;
        connectedAt = from;
        while (true) {
            checkOpen();
            Outcome outcome;
            try {
                outcome = request.send(from);
            } catch (AltinnClientException e) {
                throw new DownloadException(id, e.getMessage(), e);
            }
            if (!outcome.successful()) {
                again(outcome);
                continue;
            }
            HttpAnswer opened = outcome.answer();
            answer.begin(opened);
            checkOpen();
            checkSize(request.sizeOfFile(opened, from));
            try {
                InputStream stream = answer.open(opened);
                if (from > 0 && opened.status() == OK) {
                    request.passOver(stream, from);
                } else if (from > 0) {
                    progress.spared(from);
                }
                return stream;
            } catch (IOException e) {
                broken(e);
            }
        }
    }

    /** Whether this is the same file. There is no ETag to tell (altinn-broker trap 47). */
    private void checkSize(long total) throws IOException {
        if (total >= 0 && size >= 0 && total != size) {
            throw new SizeMismatchException(id, size, total);
        }
        size = Math.max(size, total);
    }

    private void broken(IOException cause) throws IOException {
        answer.end();
        if (position - connectedAt >= GOOD_LINE) {
            return;
        }
        Failure broken = BrokerFailures.broken(request.call(), cause);
        String where = " after " + position + (size < 0 ? "" : " of " + size) + " bytes";
        again(Outcome.failure(broken.withCause(broken.cause() + where), cause));
    }

    private void again(Outcome outcome) throws IOException {
        try {
            if (request.aborted() || !outcome.failure().retryable() || !attempts.again(outcome.failure())) {
                throw outcome.exception();
            }
        } catch (AltinnClientException e) {
            throw new DownloadException(id, e.getMessage(), e);
        }
    }

    @Override
    public int available() throws IOException {
        InputStream stream = answer.stream();
        return stream == null ? 0 : stream.available();
    }

    /** Makes a read fail that another thread is waiting for, and all that follow. */
    void abort() {
        request.abort();
    }

    /** Ends the connection without waiting for what was not read; a read that another thread is waiting for fails. */
    @Override
    public void close() {
        answer.close();
        if (!ended) {
            request.abort();
        }
        release();
    }

    private void release() {
        progress.ended(false);
        answer.end();
        if (md5 != null) {
            md5.abandon();
        }
    }
}
