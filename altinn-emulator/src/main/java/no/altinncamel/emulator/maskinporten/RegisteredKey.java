package no.altinncamel.emulator.maskinporten;

import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/** The public half of a client's key, as it was posted to Maskinporten (contract maskinporten 4.1). */
public final class RegisteredKey {

    /** A key dies a year after it was posted. */
    static final Duration LIFETIME = Duration.ofDays(365);

    private final String keyId;
    private final RSAPublicKey publicKey;
    private volatile Instant expiresAt;
    private int unknownFor;

    RegisteredKey(String keyId, RSAPublicKey publicKey, Instant postedAt) {
        this.keyId = keyId;
        this.publicKey = publicKey;
        this.expiresAt = postedAt.plus(LIFETIME);
    }

    public String keyId() {
        return keyId;
    }

    /** From this instant on the key is refused with MP-121; a year after posting by default. */
    public RegisteredKey expiresAt(Instant instant) {
        this.expiresAt = instant;
        return this;
    }

    /** The next so many token requests do not find the key yet, as it is with keys that were just posted. */
    public synchronized RegisteredKey unknownForNext(int requests) {
        this.unknownFor = requests;
        return this;
    }

    /** Counts a request that looks for the key. */
    synchronized boolean isPropagated() {
        if (unknownFor == 0) {
            return true;
        }
        unknownFor--;
        return false;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    RSAPublicKey publicKey() {
        return publicKey;
    }
}
