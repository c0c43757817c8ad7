package no.altinncamel.emulator.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes a download is about, by {@code Range} (contract altinn-broker 6).
 *
 * @param first position of the first byte
 * @param last  position of the last byte
 */
record ByteRange(long first, long last) {

    private static final Pattern SINGLE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");

    /**
     * @param  header           {@code Range} or {@code null}
     * @param  size             of the whole file
     * @return                  {@code null} for the whole file, which is also the answer to a header that makes no sense
     * @throws RefusedException if the header makes sense but the file has no such bytes
     */
    static ByteRange of(String header, long size) throws RefusedException {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return null;
        }
        if (first.isEmpty()) {
            return satisfiable(size - Math.min(number(last), size), size - 1, size);
        }
        long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
        return end < number(first) ? null : satisfiable(number(first), Math.min(end, size - 1), size);
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    private static ByteRange satisfiable(long first, long last, long size) throws RefusedException {
        if (first >= size) {
            throw RefusedException.of(BrokerError.RANGE_NOT_SATISFIABLE);
        }
        return new ByteRange(first, last);
    }

    /** Numbers beyond a long are as good as the largest one: no file is that big. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
