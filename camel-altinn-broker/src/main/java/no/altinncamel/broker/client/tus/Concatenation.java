package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import no.altinncamel.broker.client.http.Failure;

/** Uploads a file in parts that travel at once, and has the server put them together (altinn-broker 7.8). */
final class Concatenation {

    private static final Pattern PARTIAL_ID = Pattern.compile(".*/partial/([0-9A-Za-z_-]+)/?");
    private static final String TAKEN = "BRO-00004";

    private final TusCalls calls;
    private final TusSettings settings;
    private final ChunkPlan plan;
    private final Chunks chunks;
    private final Executor executor;
    private final Cancellation cancellation;
    private final AtomicBoolean whole;

    /** @param whole set when the server may have the whole file */
    Concatenation(
            TusCalls calls,
            TusSettings settings,
            ChunkPlan plan,
            Chunks chunks,
            Executor executor,
            Cancellation cancellation,
            AtomicBoolean whole) {
        this.calls = calls;
        this.settings = settings;
        this.plan = plan;
        this.chunks = chunks;
        this.executor = executor;
        this.cancellation = cancellation;
        this.whole = whole;
    }

    /** @param created told of the parts before any of their bytes is sent */
    void run(long length, Consumer<List<TusState.Part>> created) {
        List<ChunkedUpload> parts = create(length);
        created.accept(parts.stream().map(ChunkedUpload::part).toList());
        finish(parts, ChunkedUpload::send, length);
    }

    /** Goes on with parts that were created before. */
    void resume(TusState known, boolean longKnown, long length) {
        List<ChunkedUpload> parts = known.parts().stream()
                .map(part -> upload(new ChunkPlan.Range(part.start(), part.length()), part.id()))
                .toList();
        finish(parts, part -> part.resume(longKnown, known.refused()), length);
    }

    private void finish(List<ChunkedUpload> parts, Consumer<ChunkedUpload> sending, long length) {
        List<Runnable> tasks = parts.stream()
                .map(part -> (Runnable) () -> {
                    sending.accept(part);
                    awaitStored(part);
                })
                .toList();
        calls.parts(parts.size());
        PartWorkers.run(tasks, executor, cancellation);
        verify();
        join(parts, length);
    }

    /** Each part has been read by itself. */
    private void verify() {
        try {
            chunks.source.verify();
        } catch (IOException e) {
            throw TusUploadException.useless(calls.failure("the body could not be read: " + e.getMessage()), e);
        }
    }

    private ChunkedUpload upload(ChunkPlan.Range range, String id) {
        return new ChunkedUpload(calls, settings, plan, chunks, range, id, cancellation, whole);
    }

    /** The server puts the parts together in the order of their creation, so they are created one after another. */
    private List<ChunkedUpload> create(long length) {
        List<ChunkedUpload> parts = new ArrayList<>();
        for (ChunkPlan.Range range : plan.ranges(length)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Upload-Concat", "partial");
            headers.put("Upload-Length", Long.toString(range.length()));
            String id = partialId(Creation.create(calls, settings, cancellation, headers));
            parts.add(upload(range, id));
        }
        return parts;
    }

    /** Only the id is taken from the server: tokens go where they are meant to. */
    private String partialId(String location) {
        Matcher matcher = PARTIAL_ID.matcher(location == null ? "" : location);
        if (!matcher.matches()) {
            throw new TusUploadException(
                    calls.failure("the server created a part but does not say where: " + location), null, false);
        }
        return matcher.group(1);
    }

    private void awaitStored(ChunkedUpload part) {
        part.awaitStored(new Waits(calls, settings.patience()));
    }

    private void join(List<ChunkedUpload> parts, long length) {
        ServerOffset server = new ServerOffset(calls, cancellation, null, length);
        Waits waits = new Waits(calls, settings.patience());
        String list = parts.stream().map(part -> calls.path(part.partialId())).collect(Collectors.joining(" "));
        TusRequest request = TusRequest.without("POST", null, Map.of("Upload-Concat", "final;" + list));
        boolean joined = false;
        while (!joined) {
            if (!cancellation.permitsCompletion()) {
                throw new TusUploadException(calls.failure("the upload was ended"), null, true);
            }
            whole.set(true);
            TusAnswer answer = calls.send(request, cancellation);
            if (answer.successful() || taken(answer.failure())) {
                joined = true;
            } else if (notReady(answer.failure()) && waits.patient()) {
                parts.forEach(this::awaitStored);
            } else {
                // the request may have had its effect although its answer was lost or came too late
                joined = server.settled(answer, length, waits) || begun();
            }
        }
        server.await(length, length, new Waits(calls, settings.joinPatience()));
    }

    /** All parts are there and nobody else knows them: the final request was ours. */
    private boolean taken(Failure failure) {
        return TAKEN.equals(failure.problem().code()) && calls.stage() != TusCalls.Stage.LOST;
    }

    /** A replica does not know yet what another has. */
    private static boolean notReady(Failure failure) {
        String text = String.valueOf(failure.problem().detail());
        return text.contains("is not ready for concatenation")
                || text.contains("are not finished")
                || text.startsWith("Could not find some of the files");
    }

    private boolean begun() {
        TusAnswer head = calls.send(TusRequest.without("HEAD", null, Map.of()), cancellation);
        boolean known =
                head.successful() && head.concat() != null && head.concat().startsWith("final");
        return known || calls.stage() == TusCalls.Stage.ARRIVED;
    }
}
