package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files that travel: nothing but zeros, so that they take no disk and the emulator can give back what it did not keep. */
final class Zeros {

    private static final int BUFFER = 256 * 1024;

    private Zeros() {}

    /** A file that was read before, so that nobody is the first who has to wait for memory. */
    static Path file(Path folder, long bytes) throws IOException {
        Path file = folder.resolve(bytes + ".bin");
        if (Files.exists(file)) {
            return file;
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            while (in.read(buffer) >= 0) {
                // it is in memory now
            }
        }
        return file;
    }

    /** The MD5 of so many zeros, which is also how fast this machine can take one. */
    static String md5(long bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] zeros = new byte[BUFFER];
            for (long left = bytes; left > 0; left -= zeros.length) {
                digest.update(zeros, 0, (int) Math.min(left, zeros.length));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
