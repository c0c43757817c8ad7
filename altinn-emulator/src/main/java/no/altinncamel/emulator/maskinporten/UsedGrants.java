package no.altinncamel.emulator.maskinporten;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Remembers grants until they have expired, so that none is used twice (contract maskinporten 3.5 step 7). */
final class UsedGrants {

    /** Seconds that an assertion is still taken after it has expired. */
    private static final int SKEW = 10;
    /** Old entries are looked for once there are that many more. */
    private static final int SWEEP = 1000;

    private final Clock clock;
    /** The last second, since the epoch, in which the grant could be used again. */
    private final Map<String, Long> used = new HashMap<>();

    private int sweepAt = SWEEP;

    UsedGrants(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param  expiresAt             {@code exp} of the assertion, epoch seconds
     * @throws GrantRefusedException if the assertion, or another one of the client with its {@code jti}, was used before
     */
    synchronized void use(String clientId, Assertion assertion, long expiresAt) throws GrantRefusedException {
        long now = clock.instant().getEpochSecond();
        if (used.size() >= sweepAt) {
            used.values().removeIf(until -> until < now);
            sweepAt = used.size() + SWEEP;
        }
        Object jti = assertion.claims().get("jti");
        String whole = "assertion " + assertion.fingerprint();
        Set<String> names = jti == null ? Set.of(whole) : Set.of(whole, "jti " + clientId + ' ' + jti);
        boolean replay = names.stream().map(used::get).anyMatch(until -> until != null && until >= now);
        if (replay) {
            throw Refusal.USED_BEFORE.exception();
        }
        names.forEach(name -> used.put(name, expiresAt + SKEW));
    }
}
