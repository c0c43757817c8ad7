package no.altinncamel.emulator.http;

import java.io.IOException;

import org.eclipse.jetty.io.QuietException;

/** Thrown to a route, or by the server, when the connection of a call is to be torn down instead of answered. */
public final class ConnectionResetException extends IOException implements QuietException {

    private static final long serialVersionUID = 1L;

    private final long kept;

    ConnectionResetException(String reason) {
        this(reason, 0);
    }

    ConnectionResetException(String reason, long kept) {
        super(reason);
        this.kept = kept;
    }

    /** How many of the bytes that were read the operation is to keep, if it can keep a part of a body. */
    public long kept() {
        return kept;
    }
}
