package no.altinncamel.broker.client;

import java.util.UUID;

/** A file has fewer or more bytes than it should have. */
public class SizeMismatchException extends DownloadException {

    private static final long serialVersionUID = 1L;

    private final long expected;
    private final long actual;

    SizeMismatchException(UUID transferId, long expected, long actual) {
        super(
                transferId,
                "The file of transfer " + transferId + " should have " + expected + " bytes but has " + actual,
                null);
        this.expected = expected;
        this.actual = actual;
    }

    public long expected() {
        return expected;
    }

    public long actual() {
        return actual;
    }
}
