package no.altinncamel.emulator.http;

import java.io.IOException;

import org.eclipse.jetty.io.QuietException;

/** Thrown to a route, or by the server, when the connection of a call is to be torn down instead of answered. */
public final class ConnectionResetException extends IOException implements QuietException {

    private static final long serialVersionUID = 1L;

    ConnectionResetException(String reason) {
        super(reason);
    }
}
