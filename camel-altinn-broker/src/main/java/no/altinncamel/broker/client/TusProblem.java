package no.altinncamel.broker.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.Problem;

/** Reads refusals of TUS: plain text, in which the Broker's own errors can be told by their words only (altinn-broker 3.4, 7.3). */
final class TusProblem {

    private static final Map<String, String> CODES = Map.of(
            "The requested file transfer was not found", "BRO-00001",
            "Service owner needs to be configured", "BRO-00002",
            "A file transfer has already been", "BRO-00004",
            "The resource needs to be registered", "BRO-00005",
            "You must use a bearer token that represents", "BRO-00006",
            "Error occurred while uploading file", "BRO-00008",
            "File size exceeds maximum", "BRO-00016",
            "Storage provider is not ready", "BRO-00021");

    private TusProblem() {}

    static Problem read(HttpAnswer answer) {
        byte[] body = answer.problemBody();
        String type = answer.header("Content-Type");
        if (type == null || !type.startsWith("text/plain")) {
            return Problem.parse(body);
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? Problem.NONE : new Problem(code(text), null, text, null);
    }

    private static String code(String text) {
        return CODES.entrySet().stream()
                .filter(known -> text.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
    }
}
