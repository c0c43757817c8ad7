package no.altinncamel.broker.client.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several keys signs: the preferred one, or after a refusal the one that Maskinporten took last, until it is refused
 * in turn (maskinporten 14.6). A client's keys are registered one by one, so what is known of one client says nothing of
 * another.
 */
final class KeyChoice {

    static final Duration EXPIRY_NOTICE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(KeyChoice.class);
    private static final Duration NOTICE_INTERVAL = Duration.ofDays(1);

    private final SigningKeys keys;
    private final Clock clock;
    private final Map<String, SigningKey> working = new ConcurrentHashMap<>();
    /** A key whose file was replaced is still registered, until it is removed at Maskinporten. */
    private final Map<String, SigningKey> takenLast = new ConcurrentHashMap<>();

    private Instant noticedAt = Instant.MIN;

    KeyChoice(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        noticeExpiry(keys.current());
    }

    SigningKey first(Identity identity) {
        List<SigningKey> current = keys.current();
        noticeExpiry(current);
        SigningKey taken = working.get(registration(identity));
        return taken != null && current.contains(taken) ? taken : current.get(0);
    }

    /**
     * After the configured keys comes the one that Maskinporten took last, though it may not be configured any more: a new file
     * may hold a key that Maskinporten does not know yet, or a certificate that it does not take.
     *
     * @return a key to try after those refused, or {@code null}
     */
    SigningKey next(Identity identity, Collection<SigningKey> refused) {
        return Stream.concat(keys.reload().stream(), Stream.ofNullable(takenLast.get(registration(identity))))
                .filter(key -> !refused.contains(key))
                .findFirst()
                .orElse(null);
    }

    /** Whether there is a choice at all. */
    boolean hasOthers(Identity identity, SigningKey key) {
        return next(identity, List.of(key)) != null;
    }

    /** @param refused the keys that Maskinporten had refused just before, and why */
    void taken(Identity identity, SigningKey key, Map<SigningKey, TokenException> refused) {
        takenLast.put(registration(identity), key);
        if (refused.isEmpty()) {
            return;
        }
        working.put(registration(identity), key);
        refused.forEach((other, why) -> LOG.warn(
                "Maskinporten takes {} of client {}, which is used from now on, but not {}: {}",
                key.name(),
                identity.clientId(),
                other.name(),
                why.getMessage()));
    }

    private static String registration(Identity identity) {
        return identity.tokenEndpoint() + " " + identity.clientId();
    }

    private synchronized void noticeExpiry(List<SigningKey> current) {
        Instant now = clock.instant();
        if (noticedAt.isAfter(now.minus(NOTICE_INTERVAL))) {
            return;
        }
        for (SigningKey key : current) {
            if (key.expiresAt() != null && now.isAfter(key.expiresAt().minus(EXPIRY_NOTICE))) {
                noticedAt = now;
                LOG.warn(
                        "The {} {} at {}: order a new one",
                        key.name(),
                        now.isBefore(key.expiresAt()) ? "expires" : "expired",
                        key.expiresAt());
            }
        }
    }
}
