package no.altinncamel.broker.client.http;

import java.io.IOException;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a server said when it refused, in whichever of its shapes it said it (altinn-broker 3.2, 3.3): a Broker problem, a
 * validation problem, an unhandled exception, a gateway's answer, or nothing at all.
 *
 * @param code    {@code BRO-00006}, {@code MP-303} or {@code null}
 * @param title   short name of the problem, or {@code null}
 * @param detail  the server's explanation, at most {@value #LONGEST_TEXT} characters without control characters, or {@code null}
 * @param traceId what the operator of the server asks for, or {@code null}
 */
public record Problem(String code, String title, String detail, String traceId) {

    /** Longer texts of a server are cut. */
    public static final int LONGEST_TEXT = 500;

    /** A refusal without a word. */
    public static final Problem NONE = new Problem(null, null, null, null);

    /** Anything that begins as base64url of a JSON object does. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]*");

    private static final ObjectMapper JSON = new ObjectMapper();

    public Problem {
        code = printable(code);
        title = printable(title);
        detail = printable(detail);
        traceId = printable(traceId);
    }

    /** Reads the body of a refusal; one that is not a JSON object (HTML of a gateway, plain text, nothing) says nothing. */
    public static Problem parse(byte[] body) {
        JsonNode node = object(body);
        if (node == null) {
            return NONE;
        }
        String detail = text(node, "detail");
        if (detail == null && node.path("errors").isObject()) {
            detail = validationErrors(node.get("errors"));
        }
        if (detail == null) {
            detail = text(node, "message");
        }
        return new Problem(text(node, "code"), text(node, "title"), detail, text(node, "traceId"));
    }

    /** @return the JSON object in the body, or {@code null} if there is none; members that occur twice do no harm */
    public static JsonNode object(byte[] body) {
        if (body.length == 0) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String validationErrors(JsonNode errors) {
        StringBuilder all = new StringBuilder();
        errors.fields().forEachRemaining(field -> {
            if (all.length() < LONGEST_TEXT) {
                all.append(all.isEmpty() ? "" : "; ").append(field.getKey()).append(": ");
                field.getValue().forEach(message -> all.append(message.asText()).append(' '));
            }
        });
        return all.toString().strip();
    }

    /** @return a member's text, or {@code null} if it is missing, blank or not a scalar */
    public static String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value == null
                        || !value.isValueNode()
                        || value.isNull()
                        || value.asText().isBlank()
                ? null
                : value.asText();
    }

    /** Makes text of a server fit for a log line: no control characters, no tokens it may have echoed, at most {@value #LONGEST_TEXT} characters. */
    public static String printable(String text) {
        if (text == null) {
            return null;
        }
        String clean = TOKEN.matcher(text).replaceAll("[token]");
        clean = clean.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
