package no.altinncamel.examples.requestanswer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder with the requests that have no answer yet. */
final class Waiting {

    private final Path folder;

    Waiting(Path folder) {
        this.folder = folder;
    }

    /**
     * Compares names instead of making a path of the reference, which was written by others.
     *
     * @return the reference, or {@code null} if no such request is waiting
     */
    String find(String reference) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> requests = Files.list(folder)) {
            return requests.map(request -> request.getFileName().toString())
                    .filter(name -> name.equals(reference))
                    .findFirst()
                    .orElse(null);
        }
    }

    void remove(String reference) throws IOException {
        Files.deleteIfExists(folder.resolve(reference));
    }
}
