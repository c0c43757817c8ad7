package no.altinncamel.broker.client;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Attributes for new files and folders that only their owner can read, where the file system knows such. */
public final class OwnerOnly {

    private OwnerOnly() {}

    public static FileAttribute<?>[] file(Path place) {
        return attributes(place, "rw-------");
    }

    public static FileAttribute<?>[] folder(Path place) {
        return attributes(place, "rwx------");
    }

    private static FileAttribute<?>[] attributes(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
