package no.altinncamel.emulator.broker;

import java.nio.file.Path;

/**
 * An uploaded file on disk.
 *
 * @param size bytes
 * @param md5  in lower-case hex
 */
record StoredFile(Path path, long size, String md5) {}
