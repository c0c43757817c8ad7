package no.altinncamel.broker.client.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many calls the gateway allows, and which part of them is ours. Guarded by the lock of {@link RateBudget}. */
final class CallLimits {

    private static final Logger LOG = LoggerFactory.getLogger(CallLimits.class);

    private final Map<String, Integer> callsPerMinute;
    private final int otherwise;
    /** By Maskinporten client: the shares that are named, and by how many. */
    private final Map<String, NavigableMap<Double, Integer>> shares = new HashMap<>();

    private final Set<String> contradicted = new HashSet<>();

    CallLimits(Map<String, Integer> callsPerMinute, int otherwise) {
        this.callsPerMinute = Map.copyOf(callsPerMinute);
        this.otherwise = otherwise;
    }

    /** What the gateway allows; 0 = any number. */
    int full(String operation) {
        return callsPerMinute.getOrDefault(operation, otherwise);
    }

    /** What we allow ourselves: our share, but at least one call; 0 = any number. */
    int own(String clientId, String operation) {
        int full = full(operation);
        if (full == 0) {
            return 0;
        }
        // 0.29 of 100 is 29; in binary fractions it would be 28
        BigDecimal share = BigDecimal.valueOf(smallest(clientId));
        return Math.max(
                1,
                share.multiply(BigDecimal.valueOf(full))
                        .setScale(0, RoundingMode.FLOOR)
                        .intValueExact());
    }

    /** The smallest share counts: whoever named it counts on others that use the rest. */
    void share(String clientId, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "A share of the rate limits is above 0 and at most 1, but this is " + share);
        }
        NavigableMap<Double, Integer> named = shares.computeIfAbsent(clientId, any -> new TreeMap<>());
        Double known = named.isEmpty() ? share : named.firstKey();
        named.merge(share, 1, Integer::sum);
        if (named.size() > 1 && contradicted.add(clientId)) {
            LOG.warn(
                    "Different shares of the rate limits of Maskinporten client {} are configured (rateLimitShare): {} and {}. The"
                            + " smallest counts for all its endpoints, now {}; set it once, on the component.",
                    clientId,
                    known,
                    share,
                    named.firstKey());
        }
    }

    /** Whoever named a share does not count on it any more. */
    void unshare(String clientId, double share) {
        NavigableMap<Double, Integer> named = shares.get(clientId);
        if (named == null) {
            return;
        }
        named.computeIfPresent(share, (any, times) -> times == 1 ? null : times - 1);
        if (named.size() <= 1) {
            contradicted.remove(clientId);
        }
        if (named.isEmpty()) {
            shares.remove(clientId);
        }
    }

    private double smallest(String clientId) {
        NavigableMap<Double, Integer> named = shares.get(clientId);
        return named == null ? 1 : named.firstKey();
    }
}
