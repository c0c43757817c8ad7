package no.altinncamel.broker.receive;

import java.io.IOException;
import java.nio.file.Path;

import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.DownloadStoppedException;
import no.altinncamel.broker.client.DownloadTarget;
import no.altinncamel.broker.client.PartedDownload;
import no.altinncamel.broker.client.StorageException;

/** A large file. What has come of it outlives its process, so that the next one goes on with it. */
final class ResumableFile implements WorkFile {

    private final TransferContent content;
    private final DownloadTarget target;
    private final DownloadFolder folder;
    /** Guarded by this, as is the following. */
    private PartedDownload running;

    private boolean stopped;

    ResumableFile(TransferContent content, DownloadTarget target, DownloadFolder folder) {
        this.content = content;
        this.target = target;
        this.folder = folder;
    }

    @Override
    public Path path() {
        return target.file();
    }

    @Override
    public void fetch() throws IOException {
        PartedDownload download = content.download(target);
        begin(download);
        try {
            download.run();
            arrived();
        } catch (DownloadStoppedException e) {
            stop();
            throw content.failures().ofReading(e);
        } catch (DownloadException e) {
            throw content.failures().ofReading(e);
        } catch (StorageException e) {
            throw content.notStored(e);
        } finally {
            begin(null);
        }
    }

    /** Once cut off it stays so, however often the route asks again. */
    private synchronized void begin(PartedDownload download) {
        running = download;
        if (download != null && (stopped || folder.stopped())) {
            stop();
        }
    }

    /** A stop that came too late has cut nothing off. */
    private synchronized void arrived() {
        running = null;
        stopped = false;
    }

    /** Ends a download that is under way. */
    synchronized void stop() {
        if (running != null) {
            stopped = true;
            running.stop();
        }
    }

    @Override
    public synchronized boolean stopped() {
        return stopped;
    }

    @Override
    public void discard() {
        folder.giveBack(this, target);
    }

    TransferContent content() {
        return content;
    }
}
