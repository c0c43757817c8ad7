package no.altinncamel.broker.receive;

import java.time.Instant;
import java.util.UUID;

import no.altinncamel.broker.client.FileTransfer;

/**
 * What an endpoint knows of one transfer that it has met and that is not settled.
 *
 * @param id          the transfer's id
 * @param state       what is being done with it
 * @param transfer    its overview as last seen; {@code null} until it was asked for
 * @param since       since when it is in that state
 * @param attempts    how often its route, or in the state {@link State#UNCONFIRMED} its confirmation, has failed
 * @param nextTry     when the next attempt is due; {@code null} if none is planned
 * @param lastFailure why the last attempt failed; {@code null} if none did
 */
public record KnownTransfer(
        UUID id, State state, FileTransfer transfer, Instant since, int attempts, Instant nextTry, String lastFailure) {

    /** What is being done with a transfer. */
    public enum State {
        /** It was taken and is being routed, or is about to be. */
        IN_PROGRESS,
        /** Its route failed; it is tried again later. */
        FAILED,
        /** Its route failed as often as is allowed; it stays at the Broker, unconfirmed, until it expires. */
        GIVEN_UP,
        /** Its route succeeded, the confirmation did not reach the Broker yet; only that is repeated. */
        UNCONFIRMED,
        /** Its route succeeded, and to confirm it is left to the route. */
        DELIVERED,
        /** The endpoint's filter does not want it. */
        SET_ASIDE,
        /** Another node has it; it is looked at again later. */
        ELSEWHERE,
        /** We have confirmed it, but it is listed nevertheless, as when it was downloaded again (altinn-broker trap 39). */
        CONFIRMED
    }

    KnownTransfer in(State other, Instant now) {
        return new KnownTransfer(id, other, transfer, now, attempts, nextTry, lastFailure);
    }

    KnownTransfer with(FileTransfer seen) {
        return new KnownTransfer(id, state, seen, since, attempts, nextTry, lastFailure);
    }

    KnownTransfer failed(int times, String why, Instant next) {
        return new KnownTransfer(id, state, transfer, since, times, next, why);
    }

    boolean isDue(Instant now) {
        return nextTry != null && !nextTry.isAfter(now);
    }

    KnownTransfer next(Instant time) {
        return new KnownTransfer(id, state, transfer, since, attempts, time, lastFailure);
    }
}
