package no.altinncamel.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Lays out the files to send: three small ones that come with the example, and a large one made on the spot. */
final class SampleFiles {

    private static final List<String> SMALL = List.of("letter.pdf", "invoice.xml", "almost-empty.txt");
    private static final int BLOCK = 1 << 20;

    private SampleFiles() {}

    /** Empties outbox and inbox below the folder, fills the outbox, and returns the files in it. */
    static List<Path> lay(Path folder, long largeFileBytes) throws IOException {
        Path outbox = empty(folder.resolve("outbox"));
        empty(folder.resolve("inbox"));
        List<Path> files = new ArrayList<>();
        for (String name : SMALL) {
            try (InputStream sample = SampleFiles.class.getResourceAsStream("/outbox/" + name)) {
                Files.copy(sample, outbox.resolve(name));
            }
            files.add(outbox.resolve(name));
        }
        files.add(large(outbox.resolve("large-file.bin"), largeFileBytes));
        return files;
    }

    private static Path large(Path file, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        new Random(2026).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += block.length) {
                // no two blocks alike, so that a block lost or swapped shows in the checksum
                block[0] = (byte) (written / BLOCK);
                block[1] = (byte) (written / BLOCK >> 8);
                out.write(block, 0, (int) Math.min(block.length, bytes - written));
            }
        }
        return file;
    }

    private static Path empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.walk(folder)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
