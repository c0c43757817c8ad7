package no.altinncamel.broker.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** A file of which no byte is given that was not there when it was looked at first, as far as size and time of change tell. */
final class FileSource implements UploadSource {

    private final Path file;
    private final long length;
    private final Instant written;
    private final boolean copy;

    /** @param copy whether its age tells nothing of what it is a copy of */
    FileSource(Path file, boolean copy) throws IOException {
        this.file = file;
        this.length = Files.size(file);
        this.written = Files.getLastModifiedTime(file).toInstant();
        this.copy = copy;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public Instant modified() {
        return copy ? null : written;
    }

    @Override
    public InputStream open() throws IOException {
        return open(0);
    }

    @Override
    public InputStream open(long position) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            verify();
            return new Unchanged(Channels.newInputStream(channel.position(position)));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void verify() throws IOException {
        if (Files.size(file) != length
                || !Files.getLastModifiedTime(file).toInstant().equals(written)) {
            throw new ChangedSourceException("the file has changed while it was sent");
        }
    }

    /** Shows the end of the file only if it is still the same. */
    private final class Unchanged extends FilterInputStream {

        Unchanged(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return verified(super.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return verified(super.read(buffer, offset, length));
        }

        private int verified(int read) throws IOException {
            if (read < 0) {
                verify();
            }
            return read;
        }
    }
}
