package no.altinncamel.broker.client.http;

/**
 * For whom calls are made, such as an endpoint. When a rate budget is scarce its turns go round between the parties that wait,
 * however many threads each of them waits with.
 */
public final class RateParty {

    private final String name;
    /** Guarded by the lock of the budget. */
    boolean stopped;

    /** @param name for messages */
    public RateParty(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
