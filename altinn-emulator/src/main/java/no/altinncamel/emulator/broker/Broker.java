package no.altinncamel.emulator.broker;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;

/** The Broker (contract altinn-broker 2 to 6). Files are kept on disk in a temporary folder. */
public final class Broker implements AutoCloseable {

    public Broker(TokenIssuer altinnTokens, TokenIssuer maskinportenTokens, EmulatorClock clock) {}

    /** Puts the Broker's operations on the server. */
    public void register(Router router) {}

    /** Stops the background work and removes the stored files. */
    @Override
    public void close() {}
}
