package no.altinncamel.broker.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a file is downloaded to, and how. Until it is there whole and verified it is beside its place, with a map of what has come.
 *
 * @param file         where it is in the end
 * @param parts        most parts that are fetched at the same time
 * @param smallestPart bytes
 * @param chunk        bytes that are fetched again at most, of each part, if the process dies
 */
public record DownloadTarget(Path file, int parts, long smallestPart, long chunk) {

    /** Smaller parts are not worth a call: the Broker allows 120 in a minute. */
    public static final long SMALLEST_PART = 16L << 20;

    /** Between two times that the disk is waited for. */
    public static final long CHUNK = 16L << 20;

    public DownloadTarget(Path file, int parts) {
        this(file, parts, SMALLEST_PART, CHUNK);
    }

    /** The file as far as it has come. */
    Path part() {
        return beside(".part");
    }

    /** What has come of it. */
    Path map() {
        return beside(".map");
    }

    /** The next map, while it is being written. */
    Path nextMap() {
        return beside(".map.new");
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** What a dead process had finished has to be verified again: its route may have changed it. */
    public void takeBack() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, part(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes the file if it was finished, also if it was moved away since; what has come of one that was not is kept. */
    public void deleteFinished() throws IOException {
        Files.deleteIfExists(file);
        if (!Files.exists(part())) {
            delete();
        }
    }

    /** Deletes the file, finished or not. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(part());
        Files.deleteIfExists(map());
        Files.deleteIfExists(nextMap());
    }
}
