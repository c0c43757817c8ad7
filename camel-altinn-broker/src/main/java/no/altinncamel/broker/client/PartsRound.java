package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.broker.client.tus.PartWorkers;

/** Fetches what is missing of the parts of a file, until all have come or one has failed. */
final class PartsRound {

    private static final int BUFFER = 256 * 1024;

    private final BrokerCalls calls;
    private final PartMap whole;
    private final PartFile file;
    private final PrefixDigest md5;
    private final Cancellation cancellation;
    private final TransferProgress progress;
    private final boolean rangeNeeded;
    private final Queue<Integer> missing = new ConcurrentLinkedQueue<>();

    /** @param md5 told when something has come; {@code null} if nobody wants it */
    PartsRound(
            BrokerCalls calls,
            PartMap whole,
            PartFile file,
            PrefixDigest md5,
            Cancellation cancellation,
            TransferProgress progress) {
        this.calls = calls;
        this.whole = whole;
        this.file = file;
        this.md5 = md5;
        this.cancellation = cancellation;
        this.progress = progress;
        List<PartMap.Part> parts = file.parts();
        this.rangeNeeded = parts.size() > 1;
        IntStream.range(0, parts.size())
                .filter(part -> !parts.get(part).complete())
                .forEach(missing::add);
    }

    /**
     * @param atOnce   most parts at the same time
     * @param executor of those beside the calling thread; {@code null} for none
     */
    void run(int atOnce, Executor executor) throws IOException {
        int workers = Math.min(atOnce, missing.size());
        progress.parts(Math.max(1, workers));
        try {
            PartWorkers.run(Collections.nCopies(workers, (Runnable) this::fetchMissing), executor, cancellation);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void fetchMissing() {
        byte[] buffer = new byte[(int) Math.min(BUFFER, file.chunk())];
        try {
            for (Integer part = missing.poll(); part != null && !cancellation.cancelled(); part = missing.poll()) {
                fetch(part, buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fetch(int number, byte[] buffer) throws IOException {
        PartMap.Part part = file.parts().get(number);
        try (ResumingDownload download = new ResumingDownload(
                calls,
                whole.transferId(),
                whole.length(),
                part.position(),
                part.end(),
                rangeNeeded,
                progressOf(part))) {
            Runnable abort = download::abort;
            cancellation.register(abort);
            try {
                for (int read = download.read(buffer); read >= 0; read = download.read(buffer)) {
                    file.write(number, buffer, read);
                    if (md5 != null) {
                        md5.proceed();
                    }
                }
            } finally {
                cancellation.deregister(abort);
            }
        }
    }

    private TransferProgress progressOf(PartMap.Part part) {
        return new TransferProgress() {

            @Override
            public void moved(long bytes) {
                progress.moved(bytes);
            }

            @Override
            public void spared(long bytes) {
                // what was there at the beginning has been told of
                if (bytes > part.position()) {
                    progress.spared(bytes - part.first());
                }
            }
        };
    }
}
