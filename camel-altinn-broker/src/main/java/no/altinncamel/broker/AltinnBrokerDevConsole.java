package no.altinncamel.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import no.altinncamel.broker.receive.KnownTransfer;
import no.altinncamel.broker.receive.KnownTransfer.State;
import no.altinncamel.broker.receive.KnownTransfers;

/** Shows what the consumers of a context are doing, and which files move. */
@DevConsole(
        name = "altinn-broker",
        displayName = "Altinn Broker",
        description = "Files on their way to and from Altinn Broker: moving, due, in progress, failed, not confirmed")
public class AltinnBrokerDevConsole extends AbstractDevConsole {

    /** Of each state; a console is for looking, not for reports. */
    private static final int MOST_LISTED = 100;

    public AltinnBrokerDevConsole() {
        super(
                "camel",
                "altinn-broker",
                "Altinn Broker",
                "Files on their way to and from Altinn Broker: moving, due, in progress, failed, not confirmed");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (AltinnBrokerConsumer consumer : consumers()) {
            JsonObject json = json(consumer);
            json.forEach((name, value) -> {
                if (!(value instanceof JsonArray)) {
                    text.append(String.format("%-26s %s%n", name, value));
                }
            });
            for (String list : List.of("rateBudget", "transfers")) {
                text.append(list).append(System.lineSeparator());
                for (Object line : (JsonArray) json.get(list)) {
                    text.append("    ").append(line).append(System.lineSeparator());
                }
            }
            text.append(System.lineSeparator());
        }
        text.append("runningTransfers").append(System.lineSeparator());
        runningTransfers().forEach(line -> text.append("    ").append(line).append(System.lineSeparator()));
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray consumers = new JsonArray();
        consumers().forEach(consumer -> consumers.add(json(consumer)));
        JsonObject root = new JsonObject();
        root.put("consumers", consumers);
        root.put("runningTransfers", runningTransfers());
        return root;
    }

    private List<AltinnBrokerConsumer> consumers() {
        // not by routes: behind camel-master the consumer of a route is another one
        return endpoints()
                .map(AltinnBrokerEndpoint::consumer)
                .filter(Objects::nonNull)
                .toList();
    }

    private Stream<AltinnBrokerEndpoint> endpoints() {
        return getCamelContext().getEndpoints().stream()
                .filter(AltinnBrokerEndpoint.class::isInstance)
                .map(AltinnBrokerEndpoint.class::cast);
    }

    private JsonArray runningTransfers() {
        JsonArray transfers = new JsonArray();
        endpoints()
                .map(AltinnBrokerEndpoint::getComponent)
                .distinct()
                .flatMap(component -> component.transfers().figures().stream())
                .limit(MOST_LISTED)
                .map(RunningTransfersTable::json)
                .forEach(transfers::add);
        return transfers;
    }

    private static JsonObject json(AltinnBrokerConsumer consumer) {
        AltinnBrokerConfiguration configuration = consumer.getEndpoint().getConfiguration();
        KnownTransfers known = consumer.getEndpoint().knownTransfers();
        PollProgress progress = consumer.progress();
        JsonObject json = new JsonObject();
        json.put("routeId", consumer.getRouteId());
        json.put("resourceId", configuration.getResourceId());
        json.put("platformUrl", configuration.platformUrl());
        json.put("phase", progress.phase().name());
        json.put("phaseSeconds", progress.inPhase().toSeconds());
        json.put(
                "lastCompletedPollSeconds",
                Optional.ofNullable(progress.sinceLastCompleted())
                        .map(Duration::toSeconds)
                        .orElse(null));
        json.put("due", progress.lastDue());
        known.counts().forEach((state, count) -> json.put(ReceiveFigures.name(state), count));
        json.put(
                "oldestUnconfirmed",
                ReceiveFigures.oldestUnconfirmed(known).map(Object::toString).orElse(null));
        JsonArray budget = new JsonArray();
        ReceiveFigures.rateBudget(consumer.getEndpoint())
                .map(ReceiveFigures::line)
                .forEach(budget::add);
        json.put("rateBudget", budget);
        JsonArray transfers = new JsonArray();
        for (State state : State.values()) {
            known.in(state).stream()
                    .limit(MOST_LISTED)
                    .map(AltinnBrokerDevConsole::json)
                    .forEach(transfers::add);
        }
        json.put("transfers", transfers);
        return json;
    }

    private static JsonObject json(KnownTransfer transfer) {
        JsonObject json = new JsonObject();
        json.put("id", transfer.id().toString());
        json.put("state", ReceiveFigures.name(transfer.state()));
        json.put("since", transfer.since().toString());
        json.put("attempts", transfer.attempts());
        json.put(
                "nextTry",
                transfer.nextTry() == null ? null : transfer.nextTry().toString());
        json.put("lastFailure", transfer.lastFailure());
        return json;
    }
}
