package no.altinncamel.broker.client.tus;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** An upload by TUS has ended before the file had arrived. */
public final class TusUploadException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    private final boolean begun;
    private final boolean useless;
    private final Long refused;

    TusUploadException(Failure failure, Throwable cause, boolean begun) {
        this(failure, cause, begun, false, null);
    }

    private TusUploadException(Failure failure, Throwable cause, boolean begun, boolean useless, Long refused) {
        super(failure, cause);
        this.begun = begun;
        this.useless = useless;
        this.refused = refused;
    }

    /** What the server has of the file cannot be completed. */
    static TusUploadException useless(Failure failure, Throwable cause) {
        return new TusUploadException(failure, cause, true, true, null);
    }

    /** The server calls a chunk bad, which may pass. */
    static TusUploadException refused(Failure failure, Throwable cause, long position) {
        return new TusUploadException(failure, cause, true, false, position);
    }

    /** Whether the server may have bytes of it, so that another upload to the same transfer could not be trusted. */
    public boolean begun() {
        return begun;
    }

    /** Whether it has shown that what the server has of the file can never be completed, whoever goes on with it. */
    public boolean useless() {
        return useless;
    }

    /** The position in the file of the chunk that the server called bad; {@code null} if it was something else. */
    public Long refused() {
        return refused;
    }
}
