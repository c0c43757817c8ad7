package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file in which chunks wait until their upload is complete. Each byte is written at once to where it will be in the end,
 * so that the parts of a concatenation need not be copied to be joined.
 */
final class TusStaging {

    private static final int BUFFER = 256 * 1024;

    /** A piece of the file, in bytes. */
    record Region(long start, long length) {}

    private final Path file;
    private final boolean hollow;

    /** @param hollow whether the bytes are only counted */
    TusStaging(Path file, boolean hollow) {
        this.file = file;
        this.hollow = hollow;
    }

    boolean isHollow() {
        return hollow;
    }

    /**
     * Writes a chunk. When the body breaks off, what came of it is written, too.
     *
     * @param  position               in the file
     * @param  limit                  most bytes that there is room for
     * @return                        bytes of the body; one more than the limit, if it is longer than that
     * @throws StorageFailedException if the file cannot be written
     * @throws IOException            if the body breaks off
     */
    long write(InputStream body, long position, long limit) throws IOException {
        try (FileChannel channel = open()) {
            byte[] buffer = new byte[(int) Math.min(BUFFER, limit + 1)];
            long written = 0;
            int filled = 0;
            try {
                for (int read = 0; read >= 0; read = body.read(buffer, filled, buffer.length - filled)) {
                    filled += read;
                    if (written + filled > limit) {
                        return limit + 1;
                    }
                    if (filled == buffer.length) {
                        written += write(channel, buffer, filled, position + written);
                        filled = 0;
                    }
                }
            } catch (IOException e) {
                write(channel, buffer, filled, position + written);
                throw e;
            }
            return written + write(channel, buffer, filled, position + written);
        }
    }

    private FileChannel open() throws StorageFailedException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }

    private int write(FileChannel channel, byte[] bytes, int length, long position) throws StorageFailedException {
        if (hollow) {
            return length;
        }
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            while (left.hasRemaining()) {
                channel.write(left, position + left.position());
            }
            return length;
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }

    /**
     * Makes one file of some regions, in their order. If they follow one another from the beginning of the file, as they do
     * unless a part was given up, nothing is copied.
     *
     * @return the file, this one or a new one beside it
     */
    Path assemble(List<Region> regions) throws StorageFailedException {
        if (hollow) {
            HollowFile.create(file, regions.stream().mapToLong(Region::length).sum());
            return file;
        }
        try {
            long end = 0;
            for (Region region : regions) {
                if (region.start() != end) {
                    return copy(regions);
                }
                end += region.length();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
            return file;
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }

    private Path copy(List<Region> regions) throws IOException {
        Path joined = file.resolveSibling(file.getFileName() + "-joined");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        joined,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (Region region : regions) {
                long done = 0;
                while (done < region.length()) {
                    long moved = from.transferTo(region.start() + done, region.length() - done, to);
                    if (moved <= 0) {
                        throw new IOException("The staged file is shorter than recorded");
                    }
                    done += moved;
                }
            }
        }
        Files.delete(file);
        return joined;
    }

    void delete() throws StorageFailedException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }
}
