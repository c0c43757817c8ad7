package no.altinncamel.emulator.broker;

import java.nio.file.Path;

/**
 * An uploaded file on disk.
 *
 * @param size   bytes
 * @param md5    in lower-case hex
 * @param hollow whether it is only as long as what was uploaded
 */
record StoredFile(Path path, long size, String md5, boolean hollow) {

    StoredFile(Path path, long size, String md5) {
        this(path, size, md5, false);
    }

    StoredFile movedTo(Path place) {
        return new StoredFile(place, size, md5, hollow);
    }

    StoredFile withMd5(String hash) {
        return new StoredFile(path, size, hash, hollow);
    }
}
