package no.altinncamel.broker.client.tus;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** An upload by TUS has ended before the file had arrived. */
public final class TusUploadException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final boolean begun;
    private final boolean useless;

    TusUploadException(Failure failure, Throwable cause, boolean begun) {
        this(failure, cause, begun, false);
    }

    private TusUploadException(Failure failure, Throwable cause, boolean begun, boolean useless) {
        super(failure, cause);
        this.begun = begun;
        this.useless = useless;
    }

    /** What the server has of the file cannot be completed. */
    static TusUploadException useless(Failure failure, Throwable cause) {
        return new TusUploadException(failure, cause, true, true);
    }

    /** Whether the server may have bytes of it, so that another upload to the same transfer could not be trusted. */
    public boolean begun() {
        return begun;
    }

    /** Whether it has shown that what the server has of the file can never be completed, whoever goes on with it. */
    public boolean useless() {
        return useless;
    }
}
