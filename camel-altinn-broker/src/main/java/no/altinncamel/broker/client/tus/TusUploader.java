package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.Problem;

/**
 * Brings one file to a transfer that has none yet, by the resumable protocol TUS (altinn-broker 7): in one stream, or in parts
 * that travel at once and are put together by the server.
 */
public final class TusUploader {

    private static final Logger LOG = LoggerFactory.getLogger(TusUploader.class);

    private static final int UNAUTHORIZED = 401;

    private final TusCalls calls;
    private final TusSettings settings;
    private final Executor executor;
    private volatile boolean sentWhole;
    private volatile boolean inParts;

    /** @param executor where all parts but one travel; {@code null} to send them one after another */
    public TusUploader(TusCalls calls, TusSettings settings, Executor executor) {
        this.calls = calls;
        this.settings = settings;
        this.executor = executor;
    }

    /**
     * Returns when the server has all bytes. It may still have to put them together, verify and scan them.
     *
     * @param  source             of at least one byte: an empty file would never be complete (altinn-broker 7.4)
     * @throws TusUploadException if it does not come to that
     */
    public void upload(TusSource source) {
        if (source.length() < 1) {
            throw new IllegalArgumentException("TUS takes no files without bytes");
        }
        int parallel = source.seekable() ? settings.parallelUploads() : 1;
        ChunkPlan plan = ChunkPlan.of(source.length(), settings.chunkSize(), parallel);
        if (plan.parts() > 1 && !joinsParts()) {
            plan = new ChunkPlan(plan.chunkSize(), 1);
        }
        Chunks chunks = Chunks.of(source, plan.chunkSize());
        try {
            if (plan.parts() > 1) {
                inParts = true;
                new Concatenation(calls, settings, plan, chunks, executor).run(source.length(), () -> sentWhole = true);
            } else {
                whole(plan, chunks, source.length());
            }
        } finally {
            close(chunks);
        }
    }

    /** Whether the server has acknowledged everything, so that it may complete the file whatever went wrong since. */
    public boolean sentWhole() {
        return sentWhole;
    }

    /** Whether the file went up in parts, which have to be put together before it is there. */
    public boolean inParts() {
        return inParts;
    }

    private void whole(ChunkPlan plan, Chunks chunks, long length) {
        Cancellation cancellation = new Cancellation();
        Creation.create(calls, settings, cancellation, Map.of("Upload-Length", Long.toString(length)));
        ChunkPlan.Range all = new ChunkPlan.Range(0, length);
        ChunkedUpload upload = new ChunkedUpload(calls, settings, plan, chunks, all, null, cancellation);
        upload.send();
        sentWhole = true;
        upload.awaitStored(new Waits(calls, settings.patience()));
    }

    /** Whether the server can do it; a gateway on the way may also hide that. */
    private boolean joinsParts() {
        Waits waits = new Waits(calls, settings.patience());
        while (true) {
            TusAnswer answer = calls.send(TusRequest.without("OPTIONS", null, Map.of()), new Cancellation());
            if (answer.successful()) {
                boolean joins = answer.extensions() != null
                        && Arrays.asList(answer.extensions().trim().split("\\s*,\\s*"))
                                .contains("concatenation");
                if (!joins) {
                    LOG.warn(
                            "The server does not put together files that are uploaded in parts (Tus-Extension: {}), so this one"
                                    + " goes up as one stream in spite of parallelUploads",
                            Problem.printable(answer.extensions()));
                }
                return joins;
            }
            if (answer.failure().retryable() && waits.again(answer.failure())) {
                continue;
            }
            if (answer.failure().retryable() || answer.failure().status() == UNAUTHORIZED) {
                throw new TusUploadException(answer.failure(), answer.cause(), false);
            }
            LOG.warn(
                    "Whether the server puts together files that are uploaded in parts cannot be found out ({}), so this one goes up"
                            + " as one stream in spite of parallelUploads",
                    answer.failure().message());
            return false;
        }
    }

    private static void close(Chunks chunks) {
        try {
            chunks.close();
        } catch (IOException e) {
            LOG.warn("A body that was uploaded could not be closed", e);
        }
    }
}
