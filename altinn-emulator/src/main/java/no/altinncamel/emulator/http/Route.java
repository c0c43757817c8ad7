package no.altinncamel.emulator.http;

import java.io.IOException;

/** What one operation does with one request. */
@FunctionalInterface
public interface Route {

    Reply serve(HttpCall call) throws IOException;
}
