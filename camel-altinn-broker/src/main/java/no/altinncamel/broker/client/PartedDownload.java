package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.tus.Cancellation;

/**
 * Downloads a file to disk, in parts at the same time, and goes on with what an earlier run has left, also one of a process that
 * died. What has come is kept when it fails, unless it is of no use, or fills a disk that has no room for the rest.
 */
public final class PartedDownload {

    private static final Logger LOG = LoggerFactory.getLogger(PartedDownload.class);

    private final BrokerCalls calls;
    private final PartMap whole;
    private final DownloadTarget target;
    private final Executor executor;
    private final TransferProgress progress;
    /** That of the last try; {@code null} if it could not be opened. */
    private PartFile file;

    /** What is under way; guarded by this, as are the following. */
    private Cancellation cancellation;

    private PrefixDigest digest;

    private boolean stopped;

    /**
     * @param length   bytes of the file
     * @param md5      in hexadecimal, or {@code null} not to verify
     * @param executor where parts are fetched, the MD5 is computed and the disk waited for; {@code null} for the calling thread
     * @param progress told how the file moves
     */
    PartedDownload(
            BrokerCalls calls,
            UUID id,
            long length,
            String md5,
            DownloadTarget target,
            Executor executor,
            TransferProgress progress) {
        this.calls = calls;
        this.target = target;
        this.executor = executor;
        this.progress = progress;
        int parts = (int) Math.max(1, Math.min(target.parts(), length / target.smallestPart()));
        this.whole = PartMap.of(id, length, md5 == null || md5.isBlank() ? null : md5, parts);
    }

    /**
     * Returns when the file is in its place, whole and verified.
     *
     * @throws DownloadStoppedException if it was stopped
     * @throws DownloadException        if it cannot be had, or is not what it should be
     * @throws StorageException         if it cannot be written
     */
    public void run() throws IOException {
        boolean arrived = false;
        try {
            fetchAndVerify();
            arrived = true;
        } catch (StorageException e) {
            if (e.getCause() instanceof ClosedChannelException) {
                // by an interrupt, not by a fault of the disk
                throw new DownloadStoppedException(whole.transferId(), e);
            }
            if (isFull()) {
                discard(e);
            }
            throw e;
        } catch (DownloadException e) {
            if (e.isForGood()) {
                discard(e);
            }
            throw e;
        } finally {
            progress.ended(arrived);
        }
    }

    /** Whether there is no room for what is missing. Other faults of a disk may pass. */
    private boolean isFull() {
        if (file == null) {
            return false;
        }
        try {
            long usable = Files.getFileStore(target.file().toAbsolutePath().getParent())
                    .getUsableSpace();
            return usable < whole.length() - file.present();
        } catch (IOException e) {
            LOG.debug("How much room there is for {} cannot be told", target.file(), e);
            return false;
        }
    }

    private void discard(IOException failure) {
        try {
            target.delete();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void fetchAndVerify() throws IOException {
        long present = 0;
        try (PartFile opened = PartFile.open(target, whole, executor)) {
            file = opened;
            if (opened.resumed()) {
                present = opened.present();
                progress.present(present);
                progress.spared(present);
            }
            String actual = fetch(opened);
            if (whole.md5() == null || whole.md5().equals(actual)) {
                opened.finish();
                return;
            }
            if (!opened.resumed()) {
                throw new ChecksumMismatchException(whole.transferId(), whole.md5(), actual);
            }
        }
        LOG.warn(
                "File transfer {} is damaged, perhaps in what an earlier run has left; it is fetched anew",
                whole.transferId());
        target.delete();
        progress.moved(-whole.length());
        progress.spared(-present);
        fetchAndVerify();
    }

    /** @return the MD5; {@code null} if it is not wanted */
    private String fetch(PartFile opened) throws IOException {
        PrefixDigest md5 = whole.md5() == null ? null : new PrefixDigest(opened, executor);
        try {
            while (!fetchParts(opened, md5)) {
                LOG.info(
                        "The server sends file transfer {} only as a whole; it is fetched as one part",
                        whole.transferId());
                progress.moved(-opened.join());
            }
            opened.force();
            String actual = md5 == null ? null : md5.finish();
            if (md5 != null && actual == null) {
                throw new DownloadStoppedException(whole.transferId(), null);
            }
            return actual;
        } finally {
            if (md5 != null) {
                md5.end();
            }
        }
    }

    /** @return whether all have come; {@code false} if the server does not send parts */
    private boolean fetchParts(PartFile opened, PrefixDigest md5) throws IOException {
        Cancellation round = begin(md5);
        try {
            new PartsRound(calls, whole, opened, md5, round, progress).run(target.parts(), executor);
        } catch (RangeIgnoredException e) {
            return false;
        } catch (IOException e) {
            throw round.stopped() ? new DownloadStoppedException(whole.transferId(), e) : e;
        }
        if (round.stopped() || !opened.parts().stream().allMatch(PartMap.Part::complete)) {
            throw new DownloadStoppedException(whole.transferId(), null);
        }
        return true;
    }

    private synchronized Cancellation begin(PrefixDigest md5) throws DownloadStoppedException {
        if (stopped) {
            throw new DownloadStoppedException(whole.transferId(), null);
        }
        cancellation = new Cancellation();
        digest = md5;
        return cancellation;
    }

    /** Ends it promptly, from any thread; what has come is kept. */
    public synchronized void stop() {
        stopped = true;
        if (cancellation != null) {
            cancellation.stop();
        }
        if (digest != null) {
            digest.end();
        }
    }
}
