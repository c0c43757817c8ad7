package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Writes one upload to disk and takes its MD5. Hashing is slower than reading and writing, so it goes on beside them, a few
 * blocks behind; a body of less than one block is hashed at once. Memory is {@value #BLOCKS} blocks at most.
 */
final class FileReceiver {

    private static final int BLOCKS = 8;
    private static final int BLOCK = 256 * 1024;

    private final Executor hashing;
    private final MessageDigest digest = md5();
    private final byte[][] blocks = new byte[BLOCKS][];
    private final CompletableFuture<?>[] hashed = new CompletableFuture<?>[BLOCKS];
    private CompletableFuture<Void> lastHashed = CompletableFuture.completedFuture(null);

    FileReceiver(Executor hashing) {
        this.hashing = hashing;
    }

    /**
     * @throws StorageFailedException if the file cannot be written
     * @throws IOException            if the body breaks off
     */
    StoredFile receive(InputStream body, Path target) throws IOException {
        long size = 0;
        try (FileChannel file = open(target)) {
            for (int i = 0; ; i = (i + 1) % BLOCKS) {
                byte[] block = freeBlock(i);
                int length = body.readNBytes(block, 0, BLOCK);
                write(file, ByteBuffer.wrap(block, 0, length));
                size += length;
                if (length < BLOCK) {
                    lastHashed.join();
                    digest.update(block, 0, length);
                    return new StoredFile(target, size, HexFormat.of().formatHex(digest.digest()));
                }
                lastHashed = lastHashed.thenRunAsync(() -> digest.update(block), hashing);
                hashed[i] = lastHashed;
            }
        }
    }

    /** The block of that number, as soon as its earlier content has been hashed. */
    private byte[] freeBlock(int number) {
        if (blocks[number] == null) {
            blocks[number] = new byte[BLOCK];
        } else {
            hashed[number].join();
        }
        return blocks[number];
    }

    private static FileChannel open(Path target) throws StorageFailedException {
        try {
            return FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws StorageFailedException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new StorageFailedException(e);
        }
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
