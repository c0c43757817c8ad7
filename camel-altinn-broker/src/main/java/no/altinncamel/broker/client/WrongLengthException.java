package no.altinncamel.broker.client;

import java.io.IOException;

/** A source has more or fewer bytes than it said: it is another file than the one whose upload was begun. */
final class WrongLengthException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongLengthException(String message) {
        super(message);
    }
}
