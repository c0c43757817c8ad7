package no.altinncamel.broker.client.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who waits for a turn: in each round one of each party, first come, first served within a party. Who comes with a party that
 * does not wait yet begins at the end of the round. Guarded by the lock of {@link RateBudget}.
 */
final class TurnQueue {

    /** The party whose turn is next comes first. */
    private final Map<RateParty, Deque<Ticket>> parties = new LinkedHashMap<>();

    private int size;

    void add(Ticket ticket) {
        parties.computeIfAbsent(ticket.party(), any -> new ArrayDeque<>()).add(ticket);
        size++;
    }

    boolean isNext(Ticket ticket) {
        return parties.values().iterator().next().peek() == ticket;
    }

    /** The turn was taken: the party's next one comes after those of the others. */
    void served(Ticket ticket) {
        remove(ticket);
        Deque<Ticket> others = parties.remove(ticket.party());
        if (others != null) {
            parties.put(ticket.party(), others);
        }
    }

    /** Gives up a turn; one that was taken or given up already is no matter. */
    void remove(Ticket ticket) {
        Deque<Ticket> tickets = parties.get(ticket.party());
        if (tickets != null && tickets.remove(ticket)) {
            size--;
            if (tickets.isEmpty()) {
                parties.remove(ticket.party());
            }
        }
    }

    int size() {
        return size;
    }

    /** How many turns go before this one, if nobody else comes. */
    int ahead(Ticket ticket) {
        int own = 0;
        for (Ticket other : parties.get(ticket.party())) {
            if (other == ticket) {
                break;
            }
            own++;
        }
        return ahead(ticket.party(), own);
    }

    /** How many turns would go before a caller of the party who came now. */
    int aheadOfNewcomer(RateParty party) {
        Deque<Ticket> own = parties.get(party);
        return ahead(party, own == null ? 0 : own.size());
    }

    /** A party before ours in the round has one turn more than ours until it is our turn. */
    private int ahead(RateParty party, int own) {
        int ahead = own;
        int rounds = own + 1;
        for (Map.Entry<RateParty, Deque<Ticket>> other : parties.entrySet()) {
            if (other.getKey() == party) {
                rounds = own;
            } else {
                ahead += Math.min(other.getValue().size(), rounds);
            }
        }
        return ahead;
    }
}
