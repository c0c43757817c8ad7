package no.altinncamel.broker.client;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.Problem;

/** Altinn Events' list of our subscriptions (altinn-broker 8.2), read leniently. */
final class SubscriptionList {

    private static final String PATH = "/events/api/v1/subscriptions";

    private SubscriptionList() {}

    static List<EventSubscription> read(BrokerCalls calls) {
        BrokerCall call = BrokerCall.of(BrokerOperation.SUBSCRIPTIONS, calls.platform(PATH));
        return calls.perform(
                call, JsonRequest.get(call.uri()), answer -> list(answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    /** Reads {@code {"count":n,"subscriptions":[…]}}; the count is not needed. */
    static List<EventSubscription> list(byte[] json) throws UnreadableAnswerException {
        JsonNode body = Problem.object(json);
        if (body == null || !body.path("subscriptions").isArray()) {
            throw new UnreadableAnswerException("the answer is not a list of subscriptions");
        }
        List<EventSubscription> subscriptions = new ArrayList<>();
        for (JsonNode node : body.get("subscriptions")) {
            subscriptions.add(new EventSubscription(
                    Problem.text(node, "id"),
                    Problem.text(node, "endPoint"),
                    Problem.text(node, "resourceFilter"),
                    Problem.text(node, "subjectFilter"),
                    Problem.text(node, "typeFilter"),
                    node.path("validated").asBoolean()));
        }
        return subscriptions;
    }
}
