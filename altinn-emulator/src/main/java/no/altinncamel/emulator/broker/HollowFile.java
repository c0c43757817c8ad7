package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of some length that takes no disk: all of it is a hole. */
final class HollowFile {

    private static final int BUFFER = 256 * 1024;

    private HollowFile() {}

    /** Counts a body and drops it. */
    static StoredFile receive(InputStream body, Path target, String md5) throws IOException {
        byte[] dropped = new byte[BUFFER];
        long size = 0;
        for (int read = body.read(dropped); read >= 0; read = body.read(dropped)) {
            size += read;
        }
        create(target, size);
        return new StoredFile(target, size, md5, true);
    }

    static void create(Path target, long size) throws StorageFailedException {
        try (FileChannel file = FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            if (size > 0) {
                file.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }
}
