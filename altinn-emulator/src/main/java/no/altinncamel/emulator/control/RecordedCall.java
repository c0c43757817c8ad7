package no.altinncamel.emulator.control;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import no.altinncamel.emulator.http.Operation;

/** One request as the emulator saw it, for assertions in tests. Bodies are not kept. */
public final class RecordedCall {

    private final Operation operation;
    private final Instant at;
    private final String method;
    private final String uri;
    private final Map<String, List<String>> headers;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private volatile int status;

    RecordedCall(Operation operation, Instant at, String method, String uri, Map<String, List<String>> headers) {
        this.operation = operation;
        this.at = at;
        this.method = method;
        this.uri = uri;
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        this.headers = copy;
    }

    public Operation operation() {
        return operation;
    }

    public Instant at() {
        return at;
    }

    public String method() {
        return method;
    }

    /** Path and query as sent. */
    public String uri() {
        return uri;
    }

    /** The first value of a header, or {@code null}. */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The status that was answered; 0 while the call is running or if the connection was reset. */
    public int status() {
        return status;
    }

    public void status(int answered) {
        this.status = answered;
    }

    /** What the route found out about the call, such as {@code clientId} or {@code assertionClaims}. */
    public synchronized Object detail(String name) {
        return details.get(name);
    }

    public synchronized void detail(String name, Object value) {
        details.put(name, value);
    }

    @Override
    public String toString() {
        return method + " " + uri + " -> " + status;
    }
}
