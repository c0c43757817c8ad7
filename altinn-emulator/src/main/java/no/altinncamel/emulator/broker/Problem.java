package no.altinncamel.emulator.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import no.altinncamel.emulator.http.TraceId;

/** The bodies of error answers (contract altinn-broker 3.2 and 3.3). */
final class Problem {

    private static final String TYPE = "https://tools.ietf.org/html/rfc9110#section-";

    private Problem() {}

    /** Body A: a Broker error with its code. */
    static Map<String, Object> of(BrokerError error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type(error.status()));
        body.put("title", title(error.status()));
        body.put("status", error.status());
        body.put("detail", error.detail());
        body.put("code", error.code());
        body.put("traceId", TraceId.next());
        body.put(
                "statusDescription",
                error.status() == 500 ? "An error occurred while processing your request." : title(error.status()));
        return body;
    }

    /** Body B: what model validation found, by the name of the property. */
    static Map<String, Object> invalid(Map<String, List<String>> errors) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type(400));
        body.put("title", "One or more validation errors occurred.");
        body.put("status", 400);
        body.put("errors", errors);
        body.put("traceId", TraceId.next());
        return body;
    }

    /** Body C: an unhandled exception of the server. */
    static Map<String, Object> unhandled(String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type(500));
        body.put("title", title(500));
        body.put("status", 500);
        body.put("detail", "");
        body.put("instance", path);
        body.put("traceId", TraceId.next());
        return body;
    }

    /** What the framework says of a body that is not JSON. */
    static Map<String, Object> unsupportedMediaType() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type(415));
        body.put("title", title(415));
        body.put("status", 415);
        body.put("traceId", TraceId.next());
        return body;
    }

    private static String type(int status) {
        return TYPE
                + switch (status) {
                    case 400 -> "15.5.1";
                    case 401 -> "15.5.2";
                    case 403 -> "15.5.4";
                    case 404 -> "15.5.5";
                    case 409 -> "15.5.10";
                    case 415 -> "15.5.16";
                    case 416 -> "15.5.17";
                    case 500 -> "15.6.1";
                    case 503 -> "15.6.4";
                    default -> throw new IllegalArgumentException("No problem type for status " + status);
                };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> throw new IllegalArgumentException("No title for status " + status);
        };
    }
}
