package no.altinncamel.broker.receive;

import java.io.File;
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

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.WrappedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.DownloadException;

/**
 * The body of a received transfer as a file on disk. It is downloaded and verified when it is first asked for, so that nobody
 * sees a wrong or half a file; and again if the route has moved it away and asks once more. {@code file:} and {@code ftp:}
 * take it without copying.
 */
public final class TransferFile implements WrappedFile<File>, ReceivedBody {

    private static final Logger LOG = LoggerFactory.getLogger(TransferFile.class);

    private static final int BUFFER = 128 * 1024;

    private final TransferContent content;
    private final WorkDirectory directory;
    private final Path file;
    private boolean discarded;

    public TransferFile(TransferContent content, WorkDirectory directory) {
        this.content = content;
        this.directory = directory;
        this.file = directory.file(content.id());
        directory.opened();
    }

    /**
     * The file, whole and verified.
     *
     * @throws RuntimeCamelException if it cannot be downloaded or stored; asking again tries again
     */
    @Override
    public synchronized File getFile() {
        if (discarded) {
            throw new IllegalStateException("The file of file transfer " + content.id()
                    + " is gone, as it is when the exchange that received it is done; read it or store it before, for"
                    + " example before an aggregator takes the exchange");
        }
        if (!Files.exists(file)) {
            try {
                download();
            } catch (IOException e) {
                throw new RuntimeCamelException(e.getMessage(), e);
            }
        }
        return file.toFile();
    }

    /** Bytes, as the Broker tells them. */
    @Override
    public long getFileLength() {
        return content.size();
    }

    /** {@code null}: nothing is loaded. Stream caching asks for this, and shall neither download nor copy the file. */
    @Override
    public Object getBody() {
        return null;
    }

    /** Where the file is, or will be when it is asked for. For {@code CamelFileLocalWorkPath}, by which it is moved. */
    public String workPath() {
        return file.toAbsolutePath().toString();
    }

    private void download() throws IOException {
        Path part = part();
        Files.deleteIfExists(part);
        boolean complete = false;
        try {
            try (InputStream download = content.open();
                    FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            WorkDirectory.ownerOnly(part.getParent(), "rw-------"));
                    OutputStream out = Channels.newOutputStream(channel)) {
                copy(download, out);
                // what is confirmed must be on disk, also after a power cut
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            complete = true;
            content.receivedWhole();
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
                throw new IOException(
                        "File transfer " + content.id() + " could not be stored in localWorkDirectory, where it needs "
                                + content.size() + " bytes: " + e.getMessage(),
                        e);
            }
        }
    }

    private Path part() {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Waits for a download that a copy of the exchange may still be doing. */
    @Override
    public synchronized void discard() {
        if (!discarded) {
            discarded = true;
            delete(file);
            directory.discarded();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The received file {} could not be deleted; the next start does", path, e);
        }
    }

    /** Says what it is; reading it here would download the file into a log line. */
    @Override
    public String toString() {
        return "AltinnBrokerFileTransfer[" + content.id() + ", " + content.size() + " bytes, " + file + "]";
    }
}
