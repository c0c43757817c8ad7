package no.altinncamel.emulator.http;

import java.net.BindException;

/** The emulator cannot listen, because another program does so on its port or it may not use that port. */
public final class PortInUseException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    PortInUseException(int port, BindException cause) {
        super("Port " + port + " on 127.0.0.1 is in use or not permitted (" + cause.getMessage() + ")", cause);
    }
}
