package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.Problem;

/**
 * Brings one file to a transfer by the resumable protocol TUS (altinn-broker 7): in one stream, or in parts that travel at once
 * and are put together by the server.
 */
public final class TusUploader {

    private static final Logger LOG = LoggerFactory.getLogger(TusUploader.class);

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final TusCalls calls;
    private final TusSettings settings;
    private final Executor executor;
    private final Cancellation outer;
    /** A part that fails ends the others, but not what the caller does about it. */
    private final Cancellation cancellation = new Cancellation();

    private volatile TusState state;
    /** Whether the server may have all bytes. */
    private final AtomicBoolean whole = new AtomicBoolean();

    /**
     * @param executor     where all parts but one travel; {@code null} to send them one after another
     * @param cancellation ends the upload
     */
    public TusUploader(TusCalls calls, TusSettings settings, Executor executor, Cancellation cancellation) {
        this.calls = calls;
        this.settings = settings;
        this.executor = executor;
        this.outer = cancellation;
    }

    /**
     * Uploads to a transfer that has nothing yet. Returns when the server has all bytes. It may still have to put them together,
     * verify and scan them.
     *
     * @param  source             of at least one byte: an empty file would never be complete (altinn-broker 7.4)
     * @param  begun              told, before any byte is sent, what has to be known to go on later
     * @throws TusUploadException if it does not come to that
     */
    public void upload(TusSource source, Consumer<TusState> begun) {
        long length = measured(source);
        run(source, () -> plan(source), (plan, chunks) -> begin(plan, chunks, length, begun));
    }

    /**
     * Goes on with an upload that was begun before, wherever the server stands. Otherwise as {@link #upload}.
     *
     * @param source    the very same bytes
     * @param known     as it was told
     * @param longKnown whether it was begun so long ago that a server that does not know of it has forgotten it
     */
    public void resume(TusSource source, TusState known, boolean longKnown) {
        long length = measured(source);
        int parts = Math.max(1, known.parts().size());
        state = known;
        // that life may have ended with the last byte
        whole.set(true);
        run(
                source,
                () -> new ChunkPlan(known.chunkSize(), parts),
                (plan, chunks) -> goOn(plan, known, chunks, length, longKnown));
    }

    private static long measured(TusSource source) {
        if (source.length() < 1) {
            throw new IllegalArgumentException("TUS takes no files without bytes");
        }
        return source.length();
    }

    /** Whether the server may have everything, so that it may complete the file whatever went wrong since. */
    public boolean sentWhole() {
        return whole.get();
    }

    /** What was begun; {@code null} if nothing was. */
    public TusState state() {
        return state;
    }

    /** Removes from the server what was begun there, as far as it lets us. */
    public void terminate(TusState known) {
        Cancellation unhindered = new Cancellation();
        if (known.parts().isEmpty()) {
            terminate(null, unhindered);
        } else {
            known.parts().forEach(part -> terminate(part.id(), unhindered));
        }
    }

    /** Removes from the server the upload of the whole file, whoever has begun it. */
    public TusAnswer remove() {
        return remove(null, new Cancellation());
    }

    private TusAnswer remove(String partialId, Cancellation unhindered) {
        return calls.send(TusRequest.without("DELETE", partialId, Map.of()), unhindered);
    }

    private void terminate(String partialId, Cancellation unhindered) {
        TusAnswer answer = remove(partialId, unhindered);
        if (!answer.successful() && answer.failure().status() != NOT_FOUND) {
            LOG.warn(
                    "What was uploaded could not be removed: {}",
                    answer.failure().message());
        }
    }

    private ChunkPlan plan(TusSource source) {
        int parallel = source.seekable() ? settings.parallelUploads() : 1;
        boolean held = !source.seekable() && !source.repeatable();
        ChunkPlan plan = ChunkPlan.of(source.length(), settings.chunkSize(), parallel, held);
        return plan.parts() > 1 && !joinsParts() ? new ChunkPlan(plan.chunkSize(), 1) : plan;
    }

    private void run(TusSource source, Supplier<ChunkPlan> planning, BiConsumer<ChunkPlan, Chunks> sending) {
        // in this order an end that came before is heard as well
        try (Cancellation.Following following = cancellation.follow(outer)) {
            boolean entered = cancellation.enter();
            try {
                send(source, planning, sending);
            } finally {
                if (entered) {
                    cancellation.leave();
                }
            }
        }
    }

    private static void send(TusSource source, Supplier<ChunkPlan> planning, BiConsumer<ChunkPlan, Chunks> sending) {
        ChunkPlan plan = planning.get();
        Chunks chunks = Chunks.of(source, plan.chunkSize());
        try {
            sending.accept(plan, chunks);
        } finally {
            close(chunks);
        }
    }

    private void begin(ChunkPlan plan, Chunks chunks, long length, Consumer<TusState> begun) {
        Consumer<List<TusState.Part>> created = parts -> {
            state = new TusState(plan.chunkSize(), parts);
            begun.accept(state);
        };
        if (plan.parts() > 1) {
            concatenation(plan, chunks).run(length, created);
        } else {
            Creation.create(calls, settings, cancellation, Map.of("Upload-Length", Long.toString(length)));
            created.accept(List.of());
            whole(plan, chunks, length, ChunkedUpload::send);
        }
    }

    private void goOn(ChunkPlan plan, TusState known, Chunks chunks, long length, boolean longKnown) {
        if (known.parts().isEmpty()) {
            whole(plan, chunks, length, upload -> upload.resume(longKnown, known.refused()));
        } else {
            concatenation(plan, chunks).resume(known, longKnown, length);
        }
    }

    private Concatenation concatenation(ChunkPlan plan, Chunks chunks) {
        return new Concatenation(calls, settings, plan, chunks, executor, cancellation, whole);
    }

    private void whole(ChunkPlan plan, Chunks chunks, long length, Consumer<ChunkedUpload> sending) {
        ChunkPlan.Range all = new ChunkPlan.Range(0, length);
        ChunkedUpload upload = new ChunkedUpload(calls, settings, plan, chunks, all, null, cancellation, whole);
        sending.accept(upload);
        upload.awaitStored(new Waits(calls, settings.patience()));
    }

    /** Whether the server can do it; a gateway on the way may also hide that. */
    private boolean joinsParts() {
        Waits waits = new Waits(calls, settings.patience());
        while (true) {
            TusAnswer answer = calls.send(TusRequest.without("OPTIONS", null, Map.of()), cancellation);
            if (answer.successful()) {
                return joinsParts(answer.extensions());
            }
            if (answer.failure().retryable()
                    && !cancellation.cancelled()
                    && (waits.again(answer.failure()) || waits.patient())) {
                continue;
            }
            if (answer.failure().retryable() || answer.failure().status() == UNAUTHORIZED) {
                throw new TusUploadException(answer.failure().withOutcomeUnknown(false), answer.cause(), false);
            }
            LOG.warn(
                    "Whether the server puts together files that are uploaded in parts cannot be found out ({}), so this one goes up"
                            + " as one stream in spite of parallelUploads",
                    answer.failure().message());
            return false;
        }
    }

    private static boolean joinsParts(String extensions) {
        boolean joins = extensions != null
                && Arrays.asList(extensions.trim().split("\\s*,\\s*")).contains("concatenation");
        if (!joins) {
            LOG.warn(
                    "The server does not put together files that are uploaded in parts (Tus-Extension: {}), so this one goes up as"
                            + " one stream in spite of parallelUploads",
                    Problem.printable(extensions));
        }
        return joins;
    }

    private static void close(Chunks chunks) {
        try {
            chunks.close();
        } catch (IOException e) {
            LOG.warn("A body that was uploaded could not be closed", e);
        }
    }
}
