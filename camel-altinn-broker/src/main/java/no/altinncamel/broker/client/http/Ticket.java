package no.altinncamel.broker.client.http;

/** A caller who waits for his turn. Guarded by the lock of {@link RateBudget}. */
final class Ticket {

    private final RateParty party;
    private final long since;
    private final long longestWait;
    private final int stops;

    /** Times in nanoseconds. */
    Ticket(RateParty party, long since, long longestWait) {
        this.party = party;
        this.since = since;
        this.longestWait = longestWait;
        this.stops = party.stops();
    }

    RateParty party() {
        return party;
    }

    /** @return nanoseconds that the caller goes on waiting; 0 if he has waited long enough */
    long left(long now) {
        return Math.max(0, longestWait - (now - since));
    }

    /** Whether the party has been stopped since the caller came, or was then. */
    boolean stopped() {
        return party.stopped() || party.stops() != stops;
    }
}
