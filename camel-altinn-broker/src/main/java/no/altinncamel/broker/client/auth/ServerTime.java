package no.altinncamel.broker.client.auth;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.http.RetryAfter;

/**
 * The time as a token endpoint sees it: our clock, corrected by what was measured when the endpoint complained of it
 * (maskinporten 6.3, CLOCK). A clock that is mended later leads to another complaint and another measurement.
 */
final class ServerTime {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTime.class);
    /** A date header is cut to seconds; half of one is the expected loss. */
    private static final Duration ROUNDING = Duration.ofMillis(500);

    private final Clock clock;
    private final Map<URI, Duration> offsets = new ConcurrentHashMap<>();

    ServerTime(Clock clock) {
        this.clock = clock;
    }

    Instant now(URI server) {
        return clock.instant().plus(offset(server));
    }

    /** How far the server's clock is ahead of ours; zero until it was measured. */
    Duration offset(URI server) {
        return offsets.getOrDefault(server, Duration.ZERO);
    }

    /**
     * @param  date value of the {@code Date} header of the answer that has just arrived, or {@code null}
     * @return      how far our clock is ahead of the server's, negative if behind; {@code null} if it cannot be told
     */
    Duration measure(URI server, String date) {
        Instant there = RetryAfter.date(date);
        if (there == null) {
            LOG.warn(
                    "{} finds this machine's clock wrong, but its answer has no date to measure the clock by; check NTP",
                    server.getHost());
            return null;
        }
        Duration offset = Duration.between(clock.instant(), there.plus(ROUNDING));
        offsets.put(server, offset);
        Duration ahead = offset.negated();
        if (agrees(ahead)) {
            LOG.warn(
                    "{} finds this machine's clock wrong, but the clocks agree by the date of its answer",
                    server.getHost());
        } else {
            LOG.warn(
                    "This machine's clock is {} s {} that of {}; assertions are corrected by that from now on, but the clock"
                            + " should be mended (NTP)",
                    Math.round(ahead.abs().toMillis() / 1000.0),
                    ahead.isNegative() ? "behind" : "ahead of",
                    server.getHost());
        }
        return ahead;
    }

    /** Whether two clocks that are so far apart may be equal for all that a date header tells. */
    static boolean agrees(Duration apart) {
        return apart.abs().compareTo(Duration.ofSeconds(2)) < 0;
    }
}
