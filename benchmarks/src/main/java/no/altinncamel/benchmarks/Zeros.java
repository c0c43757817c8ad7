package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files that travel: nothing but zeros, so that they take no disk and the emulator can give back what it did not keep. */
final class Zeros {

    private static final int BUFFER = 256 * 1024;

    private Zeros() {}

    static Path file(Path folder, long bytes) throws IOException {
        Path file = folder.resolve(bytes + ".bin");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
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
