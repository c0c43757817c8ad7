package no.altinncamel.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import no.altinncamel.broker.client.BrokerOperation;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.RateLimitUsage;
import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.broker.receive.KnownTransfers;

/** The meters {@code altinn.broker.…}, each with the tags {@code resource} and {@code route}. */
final class MicrometerReceiveMeters implements ReceiveMeters {

    private static final String PREFIX = "altinn.broker.";

    private final MeterRegistry registry;
    private final Counter confirmed;
    private final Counter bytes;
    private final Counter failures;
    private final List<Meter> meters = new ArrayList<>();

    private MicrometerReceiveMeters(
            MeterRegistry registry, AltinnBrokerEndpoint endpoint, String routeId, PollProgress progress) {
        this.registry = registry;
        KnownTransfers known = endpoint.knownTransfers();
        Tags tags = Tags.of(
                Tag.of("resource", endpoint.getConfiguration().getResourceId()),
                Tag.of("route", routeId == null ? "" : routeId));
        confirmed = keep(Counter.builder(PREFIX + "received.files")
                .description("Files received, routed and confirmed")
                .tags(tags)
                .register(registry));
        bytes = keep(Counter.builder(PREFIX + "received")
                .description("Size of the files received, routed and confirmed")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry));
        failures = keep(Counter.builder(PREFIX + "failed.attempts")
                .description("Attempts to route a file that failed")
                .tags(tags)
                .register(registry));
        for (State state : State.values()) {
            keep(Gauge.builder(PREFIX + "transfers", known, all -> all.counts().get(state))
                    .description("Files that were met and are not settled, by state")
                    .tags(tags.and("state", ReceiveFigures.name(state)))
                    .register(registry));
        }
        keep(Gauge.builder(PREFIX + "transfers.due", progress, PollProgress::lastDue)
                .description("Files that were due when the lists were last looked at")
                .tags(tags)
                .register(registry));
        keep(Gauge.builder(
                        PREFIX + "oldest.unconfirmed",
                        known,
                        all -> ReceiveFigures.oldestUnconfirmedSeconds(all, Instant.now()))
                .description("Age of the oldest file that was met and is not confirmed")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        for (BrokerOperation operation : BrokerOperation.values()) {
            keep(Gauge.builder(PREFIX + "rate.budget.used", endpoint, any -> used(any, operation))
                    .description("Calls of the last minute, of all endpoints with the same Maskinporten client")
                    .tags(tags.and("operation", operation.title()))
                    .register(registry));
        }
        keep(Gauge.builder(PREFIX + "last.poll", progress, MicrometerReceiveMeters::pollAge)
                .description("Time since a poll was last completed")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    }

    static ReceiveMeters of(AltinnBrokerEndpoint endpoint, String routeId, PollProgress progress) {
        Set<MeterRegistry> registries = endpoint.getCamelContext().getRegistry().findByType(MeterRegistry.class);
        MeterRegistry registry = registries.size() == 1
                ? registries.iterator().next()
                : registries.stream()
                        .filter(CompositeMeterRegistry.class::isInstance)
                        .findFirst()
                        .orElse(null);
        return registry == null ? NONE : new MicrometerReceiveMeters(registry, endpoint, routeId, progress);
    }

    private static double used(AltinnBrokerEndpoint endpoint, BrokerOperation operation) {
        return ReceiveFigures.rateBudget(endpoint)
                .filter(usage -> usage.operation().equals(operation.title()))
                .mapToInt(RateLimitUsage::used)
                .sum();
    }

    private static double pollAge(PollProgress progress) {
        Duration age = progress.sinceLastCompleted();
        return age == null ? Double.NaN : age.toMillis() / 1000.0;
    }

    private <M extends Meter> M keep(M meter) {
        meters.add(meter);
        return meter;
    }

    @Override
    public void confirmed(FileTransfer transfer) {
        confirmed.increment();
        bytes.increment(transfer.size());
    }

    @Override
    public void failedAttempt() {
        failures.increment();
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
