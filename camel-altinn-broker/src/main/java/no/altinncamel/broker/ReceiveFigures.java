package no.altinncamel.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.RateLimitUsage;
import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.broker.receive.KnownTransfers;

/** The figures that JMX, health, dev console and meters show, under the same names. */
final class ReceiveFigures {

    private static final Set<State> NOT_OURS = Set.of(State.SET_ASIDE, State.ELSEWHERE, State.CONFIRMED);

    private ReceiveFigures() {}

    static String name(State state) {
        return switch (state) {
            case IN_PROGRESS -> "inProgress";
            case FAILED -> "failed";
            case GIVEN_UP -> "givenUp";
            case UNCONFIRMED -> "deliveredNotConfirmed";
            case DELIVERED -> "leftToRoute";
            case SET_ASIDE -> "notWanted";
            case ELSEWHERE -> "elsewhere";
            case CONFIRMED -> "confirmed";
        };
    }

    static String line(KnownTransfer transfer) {
        StringBuilder line =
                new StringBuilder().append(transfer.id()).append(' ').append(name(transfer.state()));
        line.append(" since ").append(transfer.since());
        if (transfer.attempts() > 0) {
            line.append(", attempts ").append(transfer.attempts());
        }
        if (transfer.nextTry() != null) {
            line.append(", next try ").append(transfer.nextTry());
        }
        if (transfer.lastFailure() != null) {
            line.append(", last failure: ").append(transfer.lastFailure());
        }
        return line.toString();
    }

    /** How far the limits of the endpoint's Maskinporten client are used. */
    static Stream<RateLimitUsage> rateBudget(AltinnBrokerEndpoint endpoint) {
        String clientId = endpoint.client().identity().clientId();
        return endpoint.getComponent().connections().rateBudget().snapshot().stream()
                .filter(usage -> usage.clientId().equals(clientId));
    }

    static String line(RateLimitUsage usage) {
        StringBuilder line = new StringBuilder(usage.operation()).append(": ").append(usage.used());
        line.append(" of ")
                .append(usage.limit() == 0 ? "any number" : usage.limit())
                .append(" calls in a minute");
        if (usage.waiting() > 0) {
            line.append(", ").append(usage.waiting()).append(" waiting");
        }
        if (!usage.closedFor().isZero()) {
            line.append(", closed by the gateway for ")
                    .append(usage.closedFor().toSeconds())
                    .append(" s");
        }
        return line.toString();
    }

    /** When the oldest of the files that were met, are wanted and are not confirmed was published. */
    static Optional<Instant> oldestUnconfirmed(KnownTransfers known) {
        return known.all().stream()
                .filter(one -> !NOT_OURS.contains(one.state()) && one.transfer() != null)
                .map(KnownTransfer::transfer)
                .map(FileTransfer::published)
                .filter(published -> published != null)
                .min(Comparator.naturalOrder());
    }

    /** 0 if there is none. */
    static long oldestUnconfirmedSeconds(KnownTransfers known, Instant now) {
        return oldestUnconfirmed(known)
                .map(published -> Math.max(0, Duration.between(published, now).toSeconds()))
                .orElse(0L);
    }
}
