package no.altinncamel.broker.receive;

import java.time.Duration;

/**
 * How long to wait before trying again: twice as long after each failure, up to a limit.
 *
 * @param first   after the first failure
 * @param longest the limit
 */
public record Backoff(Duration first, Duration longest) {

    /** @param failures how many there were, from 1 */
    Duration after(int failures) {
        Duration wait = first;
        for (int doubled = 1; doubled < failures && wait.compareTo(longest) < 0; doubled++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
