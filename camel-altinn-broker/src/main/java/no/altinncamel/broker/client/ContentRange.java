package no.altinncamel.broker.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a partial answer: {@code bytes 5-9/10}.
 *
 * @param first position of its first byte
 * @param last  position of its last byte
 * @param total bytes of the whole file; -1 if the server does not say
 */
record ContentRange(long first, long last, long total) {

    private static final Pattern FORM =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /** @return {@code null} if the header is missing or not of this form */
    static ContentRange parse(String header) {
        Matcher form = FORM.matcher(header == null ? "" : header.strip());
        if (!form.matches()) {
            return null;
        }
        long total = form.group(3).equals("*") ? -1 : Long.parseLong(form.group(3));
        return new ContentRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), total);
    }
}
