package no.altinncamel.broker.client;

import java.time.Instant;

/**
 * What tells whether a file is still the one it was.
 *
 * @param length   bytes
 * @param md5      in hexadecimal, or {@code null} if it was not computed
 * @param modified when it was changed last, or {@code null} if that is not known
 */
record FileVersion(long length, String md5, Instant modified) {

    /** Whether there is more to compare than the length, which is not enough. */
    boolean isTelling() {
        return length > 0 && (md5 != null || modified != null);
    }

    /** A file that was only copied or touched is the same, which its MD5 tells. */
    boolean isSame(FileVersion other) {
        if (length != other.length) {
            return false;
        }
        if (md5 != null && other.md5 != null) {
            return md5.equalsIgnoreCase(other.md5);
        }
        return modified != null && modified.equals(other.modified);
    }
}
