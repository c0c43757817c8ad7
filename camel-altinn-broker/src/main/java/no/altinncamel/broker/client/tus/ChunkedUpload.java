package no.altinncamel.broker.client.tus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one upload, or one part of a concatenation, chunk by chunk. After every doubt the server says where to go on. */
final class ChunkedUpload {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkedUpload.class);

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final String CONTENT_TYPE = "application/offset+octet-stream";

    private final TusCalls calls;
    private final Chunks chunks;
    private final ChunkPlan plan;
    private final ChunkPlan.Range range;
    private final Cancellation cancellation;
    private final String partialId;
    private final TusSettings settings;
    private final ServerOffset server;
    private final Waits waits;
    private final AtomicBoolean whole;
    /** Bytes that may have been sent in an earlier life of the upload; no more are looked for. */
    private long sentBefore;
    /** The last chunk was handed over whole and not refused: it may reach the storage whatever is said to the next attempt at it. */
    private boolean lastOnItsWay;
    /** Position in the file of the chunk that ended the life before; {@code null} if something else did. */
    private Long refusedBefore;

    /**
     * @param partialId {@code null} if the range is the whole file
     * @param whole     whether the server may have the whole file
     */
    ChunkedUpload(
            TusCalls calls,
            TusSettings settings,
            ChunkPlan plan,
            Chunks chunks,
            ChunkPlan.Range range,
            String partialId,
            Cancellation cancellation,
            AtomicBoolean whole) {
        this.calls = calls;
        this.settings = settings;
        this.chunks = chunks;
        this.plan = plan;
        this.range = range;
        this.cancellation = cancellation;
        this.partialId = partialId;
        this.server = new ServerOffset(calls, cancellation, partialId, range.length());
        this.waits = new Waits(calls, settings.patience());
        this.whole = whole;
    }

    String partialId() {
        return partialId;
    }

    TusState.Part part() {
        return new TusState.Part(partialId, range.start(), range.length());
    }

    /** Sends all chunks; then the server has accepted them. */
    void send() {
        send(0);
    }

    /**
     * Asks the server what it has from an earlier life of this upload, and sends the rest.
     *
     * @param longKnown whether the upload was created so long ago that every replica must know of it
     * @param refused   position in the file of the chunk that ended that life; {@code null} if something else did
     */
    void resume(boolean longKnown, Long refused) {
        refusedBefore = refused;
        // a server that accepts chunks before it stores them may know of more in a moment
        sentBefore = range.length();
        long kept = kept(longKnown ? server.longKnown() : server);
        calls.present(kept);
        calls.spared(kept);
        if (kept < range.length()) {
            whole.set(false);
        }
        LOG.info("{} goes on at byte {} of {}", partialId == null ? "An upload" : "A part", kept, range.length());
        send(kept);
    }

    private long kept(ServerOffset asked) {
        try {
            return asked.await(0, range.length(), new Waits(calls, settings.patience()));
        } catch (TusUploadException e) {
            // a transfer that still waits for its file, and of which the server knows no upload, has not got it
            if (e.status() == NOT_FOUND && calls.stage() == TusCalls.Stage.WAITING) {
                whole.set(false);
            }
            throw e;
        }
    }

    /** What was refused in the life before, and is in this one, will be refused in the next one. */
    private TusUploadException refused(TusUploadException e, long offset) {
        if (e.status() != BAD_REQUEST || e.useless()) {
            return e;
        }
        long position = range.start() + offset;
        return refusedBefore != null && refusedBefore == position
                ? TusUploadException.useless(e.failure(), e.getCause())
                : TusUploadException.refused(e.failure(), e.getCause(), position);
    }

    private void send(long from) {
        long offset = from;
        boolean careful = false;
        // the time before the first chunk is none in which it has failed
        waits.progress();
        while (offset < range.length()) {
            if (cancellation.cancelled()) {
                throw new TusUploadException(calls.failure("another part has failed"), null, true);
            }
            long end = plan.endOfChunk(offset, range.length());
            CountedBody chunk = new CountedBody(chunks.chunk(range.start() + offset, range.start() + end), calls);
            beforeLast(end);
            TusAnswer answer = calls.send(patch(offset, chunk, careful), cancellation);
            Long accepted = answer.offset();
            careful = !answer.successful() || accepted == null || accepted <= offset || accepted > end;
            if (!careful) {
                sentBefore = 0;
                if (partialId == null && end < range.length()) {
                    // a server that takes this one has nothing after it
                    whole.set(false);
                    lastOnItsWay = false;
                }
            }
            long next = careful ? afterDoubt(answer, chunk, offset, end) : accepted;
            chunk.arrived(next - offset);
            if (next > offset) {
                waits.progress();
            }
            offset = next;
        }
    }

    /** The answer to the last chunk may get lost. */
    private void beforeLast(long end) {
        if (partialId == null && end == range.length()) {
            if (!cancellation.permitsCompletion()) {
                throw new TusUploadException(calls.failure("the upload was ended"), null, true);
            }
            whole.set(true);
        }
    }

    private TusRequest patch(long offset, TusBody chunk, boolean careful) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Upload-Offset", Long.toString(offset));
        headers.put("Content-Type", CONTENT_TYPE);
        return new TusRequest("PATCH", partialId, headers, chunk, careful);
    }

    private long afterDoubt(TusAnswer answer, CountedBody chunk, long offset, long end) {
        chunk.arrived(0);
        TusAnswer refusal = answer.successful() ? unbelievable(answer, offset) : answer;
        long sent = Math.max(end, sentBefore);
        boolean refused = Verdict.of(refusal.failure()).refuses();
        // what the server has accepted may reach its storage later than HEAD looks there (altinn-broker 7.6)
        lastOnItsWay |= end == range.length() && chunk.readWhole() && !refused;
        if (refused) {
            unlessOnItsWay();
        }
        long kept = settled(refusal, offset, sent);
        if (kept < range.length() && !chunk.readWhole()) {
            unlessOnItsWay();
        }
        calls.spared(kept);
        return kept;
    }

    private void unlessOnItsWay() {
        if (partialId == null && !lastOnItsWay) {
            whole.set(false);
        }
    }

    private long settled(TusAnswer refusal, long offset, long sent) {
        try {
            // an answer to HEAD is no progress, so its failures do not count for the chunk
            return server.settled(refusal, sent, waits)
                    ? range.length()
                    : server.await(offset, sent, new Waits(calls, settings.patience()));
        } catch (TusUploadException e) {
            throw refused(e, offset);
        }
    }

    private TusAnswer unbelievable(TusAnswer answer, long offset) {
        String what = "the server took the chunk at " + offset + " but says that it has " + answer.offset() + " bytes";
        return TusAnswer.failed(calls.failure(what).withRetryable(true), null);
    }

    /** Waits until all bytes are safe at the server, not only accepted. */
    void awaitStored(Waits patience) {
        server.await(range.length(), range.length(), patience);
    }
}
