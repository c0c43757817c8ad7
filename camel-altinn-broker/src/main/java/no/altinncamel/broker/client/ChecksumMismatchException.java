package no.altinncamel.broker.client;

import java.util.UUID;

/** A file came whole, but its bytes are not the ones the sender sent. */
public class ChecksumMismatchException extends DownloadException {

    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    ChecksumMismatchException(UUID transferId, String expected, String actual) {
        super(
                transferId,
                "The file of transfer " + transferId + " is damaged: its MD5 should be " + expected + " but is "
                        + actual,
                null);
        this.expected = expected;
        this.actual = actual;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }
}
