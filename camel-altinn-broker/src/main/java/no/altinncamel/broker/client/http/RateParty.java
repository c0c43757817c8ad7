package no.altinncamel.broker.client.http;

import java.util.Objects;

/**
 * For whom calls are made, such as an endpoint. When a rate budget is scarce its turns go round between the parties that wait,
 * however many threads each of them waits with. A party belongs to one budget and is compared by identity.
 */
public final class RateParty {

    private final String name;
    /** Both guarded by the lock of the budget. */
    private boolean stopped;

    private int stops;

    /** @param name for messages */
    public RateParty(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    void stop() {
        stopped = true;
        stops++;
    }

    void start() {
        stopped = false;
    }

    boolean stopped() {
        return stopped;
    }

    /** Who came before a stop is sent away, even if the party was started again before he woke up. */
    int stops() {
        return stops;
    }

    @Override
    public String toString() {
        return name;
    }
}
