package no.altinncamel.emulator.maskinporten;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * An OAuth client of one organisation. With a registered key it must sign with that; without one it authenticates with an
 * enterprise certificate of its organisation.
 */
public final class MaskinportenClient {

    /** What tokens live if nobody says otherwise. */
    public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofSeconds(120);

    private static final int MOST_KEYS = 5;
    private static final int LEAST_KEY_BITS = 2048;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]+");

    private final String id;
    private final String organization;
    private final Clock clock;
    private final Map<String, RegisteredKey> keys = new LinkedHashMap<>();
    private volatile Set<String> scopes = Set.of();
    private volatile Duration tokenLifetime = DEFAULT_TOKEN_LIFETIME;
    private volatile boolean opaqueTokens;

    MaskinportenClient(String id, String organization, Clock clock) {
        this.id = id;
        this.organization = organization;
        this.clock = clock;
    }

    /** The {@code client_id}, which stands in an assertion's {@code iss}. */
    public String id() {
        return id;
    }

    /** The organisation that owns the client, nine digits. */
    public String organization() {
        return organization;
    }

    /**
     * Posts a key; one with the same {@code kid} is replaced and lives a year again.
     *
     * @param  key                      of at least 2048 bits; its private half, if it is there, is not kept
     * @throws IllegalArgumentException if Maskinporten would not take the key
     */
    public synchronized RegisteredKey addKey(RSAKey key) {
        String keyId = key.getKeyID();
        if (keyId == null || !KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("A kid has letters, digits, '.', '_' and '-'");
        }
        if (key.size() < LEAST_KEY_BITS) {
            throw new IllegalArgumentException("A key has at least " + LEAST_KEY_BITS + " bits");
        }
        if (keys.size() == MOST_KEYS && !keys.containsKey(keyId)) {
            throw new IllegalArgumentException("A client has at most " + MOST_KEYS + " keys");
        }
        try {
            RegisteredKey registered = new RegisteredKey(keyId, key.toRSAPublicKey(), clock.instant());
            keys.put(keyId, registered);
            return registered;
        } catch (JOSEException e) {
            throw new IllegalArgumentException("The key has no public half", e);
        }
    }

    public synchronized void removeKey(String keyId) {
        keys.remove(keyId);
    }

    /** Replaces the scopes that are registered on the client; whether its organisation may use them is another matter. */
    public MaskinportenClient scopes(String... names) {
        this.scopes = Set.of(names);
        return this;
    }

    /** How long its tokens live, 120 seconds by default; scopes may cap it. */
    public MaskinportenClient tokenLifetime(Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A token lives for at least one second");
        }
        this.tokenLifetime = lifetime;
        return this;
    }

    /** Issues tokens that are 44 characters without meaning instead of JWTs; no API takes them. */
    public MaskinportenClient opaqueTokens(boolean on) {
        this.opaqueTokens = on;
        return this;
    }

    synchronized boolean hasKeys() {
        return !keys.isEmpty();
    }

    /** {@code null} if there is no such key. */
    synchronized RegisteredKey key(String keyId) {
        return keys.get(keyId);
    }

    Set<String> scopes() {
        return scopes;
    }

    Duration tokenLifetime() {
        return tokenLifetime;
    }

    boolean hasOpaqueTokens() {
        return opaqueTokens;
    }
}
