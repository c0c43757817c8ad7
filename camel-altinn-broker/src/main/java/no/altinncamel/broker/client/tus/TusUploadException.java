package no.altinncamel.broker.client.tus;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** An upload by TUS has ended before the file had arrived. */
public final class TusUploadException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final boolean begun;

    TusUploadException(Failure failure, Throwable cause, boolean begun) {
        super(failure, cause);
        this.begun = begun;
    }

    /** Whether the server may have bytes of it, so that another upload to the same transfer could not be trusted. */
    public boolean begun() {
        return begun;
    }
}
