package no.altinncamel.emulator.broker;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

import no.altinncamel.emulator.http.HttpCall;

/** TUS's headers as the real server reads them, with its words for what is wrong (contract altinn-broker 7.4 and 7.5). */
final class TusHeaders {

    static final String COLLECTION = "/broker/api/v1/filetransfer/upload/tus";
    static final String VERSION = "1.0.0";
    static final String TUS_RESUMABLE = "Tus-Resumable";
    static final String UPLOAD_LENGTH = "Upload-Length";
    static final String UPLOAD_OFFSET = "Upload-Offset";
    static final String UPLOAD_EXPIRES = "Upload-Expires";
    static final String UPLOAD_CONCAT = "Upload-Concat";

    private static final String UPLOAD_DEFER_LENGTH = "Upload-Defer-Length";
    private static final String UPLOAD_CHECKSUM = "Upload-Checksum";
    private static final String UPLOAD_METADATA = "Upload-Metadata";
    private static final String CHUNK = "application/offset+octet-stream";
    private static final String CHECKSUM_ALGORITHM = "md5";

    private TusHeaders() {}

    static void requireVersion(HttpCall call) throws RefusedException {
        String version = call.header(TUS_RESUMABLE);
        if (!VERSION.equals(version)) {
            throw RefusedException.tus(
                    412, "Tus version " + version + " is not supported. Supported versions: " + VERSION);
        }
    }

    /** The length of an upload to be created, in bytes. */
    static long length(HttpCall call) throws RefusedException {
        boolean deferred = call.header(UPLOAD_DEFER_LENGTH) != null;
        String length = call.header(UPLOAD_LENGTH);
        if (deferred && length != null) {
            throw RefusedException.tus(
                    400,
                    "Headers Upload-Length and Upload-Defer-Length are mutually exclusive and cannot be used in the same"
                            + " request");
        }
        if (deferred) {
            throw RefusedException.tus(400, "Header Upload-Defer-Length is not supported");
        }
        if (length == null) {
            throw RefusedException.tus(400, "Missing Upload-Length header");
        }
        return positive(UPLOAD_LENGTH, length, "Could not parse Upload-Length");
    }

    /** What a concatenation's final request must not have: the length follows from the parts. */
    static void requireNoLength(HttpCall call) throws RefusedException {
        if (call.header(UPLOAD_LENGTH) != null) {
            throw RefusedException.tus(400, "Header Upload-Length is not allowed with Upload-Concat: final");
        }
    }

    /** Where a chunk begins, after the checks that come before that. */
    static long offset(HttpCall call) throws RefusedException {
        if (!carriesChunk(call)) {
            throw RefusedException.tus(
                    415, "Content-Type " + call.header("Content-Type") + " is invalid. Must be " + CHUNK);
        }
        if (call.header(UPLOAD_LENGTH) != null) {
            throw RefusedException.tus(400, "Upload-Length cannot be updated once set");
        }
        String offset = call.header(UPLOAD_OFFSET);
        if (offset == null) {
            throw RefusedException.tus(400, "Missing Upload-Offset header");
        }
        return positive(UPLOAD_OFFSET, offset, "Could not parse Upload-Offset header");
    }

    static boolean carriesChunk(HttpCall call) {
        return CHUNK.equalsIgnoreCase(call.header("Content-Type"));
    }

    private static long positive(String name, String value, String unparsable) throws RefusedException {
        long number;
        try {
            number = Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw RefusedException.tus(400, unparsable);
        }
        if (number < 0) {
            throw RefusedException.tus(400, "Header " + name + " must be a positive number");
        }
        return number;
    }

    /** @return whether there is a checksum, which is well-formed then */
    static boolean hasChecksum(HttpCall call) throws RefusedException {
        String header = call.header(UPLOAD_CHECKSUM);
        if (header == null) {
            return false;
        }
        int space = header.indexOf(' ');
        if (space <= 0 || !isBase64(header.substring(space + 1).trim())) {
            throw RefusedException.tus(400, "Could not parse Upload-Checksum header");
        }
        if (!header.substring(0, space).equalsIgnoreCase(CHECKSUM_ALGORITHM)) {
            throw RefusedException.tus(
                    400, "Unsupported checksum algorithm. Supported algorithms are: " + CHECKSUM_ALGORITHM);
        }
        return true;
    }

    private static boolean isBase64(String value) {
        if (value.isEmpty() || value.length() % 4 != 0) {
            return false;
        }
        try {
            Base64.getDecoder().decode(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Metadata have no effect, but they have to be well-formed. */
    static void checkMetadata(HttpCall call) throws RefusedException {
        String header = call.header(UPLOAD_METADATA);
        if (header == null || header.isBlank()) {
            return;
        }
        Set<String> keys = new HashSet<>();
        for (String entry : header.split(",", -1)) {
            String fault = metadataFault(entry.trim().split(" ", -1), keys);
            if (fault != null) {
                throw RefusedException.tus(400, "Header Upload-Metadata: " + fault);
            }
        }
    }

    private static String metadataFault(String[] pair, Set<String> keys) {
        if (pair.length > 2) {
            return "The Upload-Metadata request and response header MUST consist of one or more comma - separated"
                    + " key - value pairs";
        }
        if (pair[0].isEmpty()) {
            return "Key must not be empty";
        }
        if (!keys.add(pair[0])) {
            return "Duplicate keys are not allowed";
        }
        return pair.length == 1 || isBase64(pair[1])
                ? null
                : "Value for " + pair[0] + " is not properly encoded using base64";
    }

    /** @return the {@code Upload-Concat} header, or {@code null} */
    static String concat(HttpCall call) {
        String header = call.header(UPLOAD_CONCAT);
        return header == null || header.isBlank() ? null : header.trim();
    }

    static RefusedException invalidConcat() {
        return RefusedException.tus(
                400,
                "Header Upload-Concat: Header is invalid. Valid values are \"partial\" and \"final\" followed by a list of"
                        + " file urls to concatenate");
    }

    /** The path of a part's URL, which may be absolute. */
    static String partPath(String reference) throws RefusedException {
        String path = reference.replaceFirst("^https?://[^/]*", "");
        if (!path.startsWith(COLLECTION + "/")) {
            throw invalidConcat();
        }
        return path;
    }

    /** The segments of a part's path after the collection's. */
    static String[] partSegments(String path) {
        return Arrays.stream(path.substring(COLLECTION.length()).split("/"))
                .filter(segment -> !segment.isEmpty())
                .toArray(String[]::new);
    }
}
