package no.altinncamel.benchmarks;

import java.util.Locale;

/**
 * How long something took.
 *
 * @param failure why it came to nothing; {@code null} if it did not
 */
record Time(double seconds, String failure) {

    static Time parse(String answer) {
        return answer.startsWith("failed: ")
                ? new Time(Double.NaN, answer.substring("failed: ".length()))
                : new Time(Double.parseDouble(answer), null);
    }

    boolean failed() {
        return failure != null;
    }

    /** Millions of bytes a second. */
    double rate(long bytes) {
        return bytes / seconds / 1e6;
    }

    /** {@code 1234 MB/s}, or a dash. */
    String rateText(long bytes) {
        return failed() ? "failed" : String.format(Locale.ROOT, "%.0f MB/s", rate(bytes));
    }

    /** How many times faster this is than the other. */
    String ratioText(Time other) {
        return failed() || other == null || other.failed()
                ? "-"
                : String.format(Locale.ROOT, "%.2f", other.seconds / seconds);
    }
}
