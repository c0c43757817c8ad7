package no.altinncamel.broker.client.auth;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One place where keys come from.
 *
 * @param name   how messages call it, such as the name of an option
 * @param file   what it is read from, so that a change is noticed; {@code null} if it is no file
 * @param reader reads its keys, at least one; its exceptions say what is wrong without quoting the content
 */
public record KeySource(String name, Path file, Supplier<List<SigningKey>> reader) {

    public KeySource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reader, "reader");
    }

    List<SigningKey> read() {
        return List.copyOf(reader.get());
    }

    /** The name, and the file if there is one. */
    @Override
    public String toString() {
        return file == null ? name : name + " (" + file + ")";
    }
}
