package no.altinncamel.emulator.authentication;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;

/** Altinn Authentication: exchange of Maskinporten's tokens, refresh, discovery and keys (contract maskinporten 9). */
public final class AltinnAuthentication {

    public AltinnAuthentication(TokenIssuer maskinportenTokens, TokenIssuer altinnTokens, EmulatorClock clock) {}

    /** Puts Altinn Authentication's operations on the server. */
    public void register(Router router) {}
}
