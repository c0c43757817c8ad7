package no.altinncamel.broker.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.emulator.AltinnEmulator;

/** Tokens as Altinn issues them, without asking Maskinporten: the client id of the identity is the organisation. */
final class MintedTokens implements TokenProvider {

    final AtomicInteger minted = new AtomicInteger();
    volatile Runnable beforeInvalidate = () -> {};
    private final AltinnEmulator emulator;
    private final Map<Identity, BearerToken> tokens = new HashMap<>();

    MintedTokens(AltinnEmulator emulator) {
        this.emulator = emulator;
    }

    @Override
    public synchronized BearerToken get(Identity identity) {
        return tokens.computeIfAbsent(identity, this::mint);
    }

    @Override
    public void invalidate(Identity identity, BearerToken token) {
        beforeInvalidate.run();
        synchronized (this) {
            tokens.remove(identity, token);
        }
    }

    /** All tokens, because the emulator's time has been moved. */
    synchronized void forget() {
        tokens.clear();
    }

    private BearerToken mint(Identity identity) {
        minted.incrementAndGet();
        Instant expires = emulator.clock().instant().plusSeconds(1800);
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", emulator.altinnTokens().issuer());
        claims.put("exp", expires.getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("client_id", identity.clientId());
        claims.put("scope", String.join(" ", identity.scopes()));
        claims.put("urn:altinn:orgNumber", identity.clientId());
        return BearerToken.of(emulator.altinnTokens().sign(claims), expires);
    }
}
