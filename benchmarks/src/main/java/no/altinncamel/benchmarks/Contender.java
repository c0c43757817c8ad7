package no.altinncamel.benchmarks;

import java.nio.file.Path;

/** One way to move files. */
interface Contender extends AutoCloseable {

    /**
     * @param id      of an initialized transfer
     * @param options what else the way needs to know
     */
    void upload(String id, Path file, String options) throws Exception;

    /** Reads a published file to its end and throws it away. */
    void download(String id, String options) throws Exception;

    @Override
    default void close() throws Exception {}
}
