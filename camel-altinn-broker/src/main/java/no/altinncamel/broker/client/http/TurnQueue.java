package no.altinncamel.broker.client.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who waits for a turn: in each round one of each party, first come, first served within a party. Guarded by the lock of
 * {@link RateBudget}.
 */
final class TurnQueue {

    /** The party whose turn is next comes first. */
    private final Map<RateParty, Deque<Object>> parties = new LinkedHashMap<>();

    private int size;

    void add(RateParty party, Object ticket) {
        parties.computeIfAbsent(party, any -> new ArrayDeque<>()).add(ticket);
        size++;
    }

    boolean isNext(RateParty party, Object ticket) {
        return parties.keySet().iterator().next() == party && parties.get(party).peek() == ticket;
    }

    /** The turn was taken: the party's next one comes after those of the others. */
    void taken(RateParty party, Object ticket) {
        remove(party, ticket);
        Deque<Object> others = parties.remove(party);
        if (others != null) {
            parties.put(party, others);
        }
    }

    void remove(RateParty party, Object ticket) {
        Deque<Object> tickets = parties.get(party);
        if (tickets != null && tickets.remove(ticket)) {
            size--;
            if (tickets.isEmpty()) {
                parties.remove(party);
            }
        }
    }

    int size() {
        return size;
    }

    /** How many turns go before the party's last ticket, if nobody else comes. */
    int aheadOfLast(RateParty party) {
        int own = parties.get(party).size();
        int ahead = own - 1;
        boolean before = true;
        for (Map.Entry<RateParty, Deque<Object>> other : parties.entrySet()) {
            if (other.getKey() == party) {
                before = false;
            } else {
                ahead += Math.min(other.getValue().size(), before ? own : own - 1);
            }
        }
        return ahead;
    }
}
