package no.altinncamel.broker.client.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who waits for a turn: in each round one of each party, first come, first served within a party. Who comes with a party that
 * does not wait yet begins at the end of the round. Guarded by the lock of whoever has it.
 *
 * @param <T> those who wait
 */
final class TurnQueue<T extends TurnQueue.Waiting> {

    /** One who waits. */
    interface Waiting {

        /** With whom he shares his turns. */
        Object party();
    }

    /** The party whose turn is next comes first. */
    private final Map<Object, Deque<T>> parties = new LinkedHashMap<>();

    private int size;

    void add(T ticket) {
        parties.computeIfAbsent(ticket.party(), any -> new ArrayDeque<>()).add(ticket);
        size++;
    }

    boolean isNext(T ticket) {
        return next() == ticket;
    }

    /** Whose turn is next; {@code null} if nobody waits. */
    T next() {
        return parties.isEmpty() ? null : parties.values().iterator().next().peek();
    }

    void forEach(Consumer<T> action) {
        parties.values().forEach(tickets -> tickets.forEach(action));
    }

    /** The turn was taken: the party's next one comes after those of the others. */
    void served(T ticket) {
        remove(ticket);
        Deque<T> others = parties.remove(ticket.party());
        if (others != null) {
            parties.put(ticket.party(), others);
        }
    }

    /** Gives up a turn; one that was taken or given up already is no matter. */
    void remove(T ticket) {
        Deque<T> tickets = parties.get(ticket.party());
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
    int ahead(T ticket) {
        int own = 0;
        for (T other : parties.get(ticket.party())) {
            if (other == ticket) {
                break;
            }
            own++;
        }
        return ahead(ticket.party(), own);
    }

    /** How many turns would go before a caller of the party who came now. */
    int aheadOfNewcomer(Object party) {
        Deque<T> own = parties.get(party);
        return ahead(party, own == null ? 0 : own.size());
    }

    /** A party before ours in the round has one turn more than ours until it is our turn. */
    private int ahead(Object party, int own) {
        int ahead = own;
        int rounds = own + 1;
        for (Map.Entry<Object, Deque<T>> other : parties.entrySet()) {
            if (other.getKey().equals(party)) {
                rounds = own;
            } else {
                ahead += Math.min(other.getValue().size(), rounds);
            }
        }
        return ahead;
    }
}
