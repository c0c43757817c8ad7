package no.altinncamel.broker.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.OwnerOnly;

/** A file that is fetched in one go, and does not outlive its process. */
final class StreamedFile implements WorkFile {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedFile.class);

    private static final int BUFFER = 128 * 1024;

    private final TransferContent content;
    private final WorkDirectory directory;
    private final Path file;

    StreamedFile(TransferContent content, WorkDirectory directory) {
        this.content = content;
        this.directory = directory;
        this.file = directory.file(content.id());
        directory.opened();
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public void fetch() throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        boolean complete = false;
        try {
            try (InputStream download = content.open();
                    FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            OwnerOnly.file(part));
                    OutputStream out = Channels.newOutputStream(channel)) {
                copy(download, out);
                // what is confirmed must be on disk, also after a power cut
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            complete = true;
        } finally {
            if (!complete) {
                delete(part);
            }
        }
    }

    private void copy(InputStream download, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int read;
            try {
                read = download.read(buffer);
            } catch (DownloadException e) {
                throw content.failures().ofReading(e);
            }
            if (read < 0) {
                return;
            }
            try {
                out.write(buffer, 0, read);
            } catch (IOException e) {
                throw content.notStored(e);
            }
        }
    }

    @Override
    public void discard() {
        delete(file);
        directory.discarded();
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The received file {} could not be deleted; the next start does", path, e);
        }
    }
}
