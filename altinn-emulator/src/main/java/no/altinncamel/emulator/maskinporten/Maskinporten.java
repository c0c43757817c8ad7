package no.altinncamel.emulator.maskinporten;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;

/** Maskinporten: metadata, keys and the token endpoint, with the registry behind them (contract maskinporten). */
public final class Maskinporten {

    public Maskinporten(TokenIssuer tokens, EmulatorClock clock) {}

    /** Puts Maskinporten's operations on the server. */
    public void register(Router router) {}
}
