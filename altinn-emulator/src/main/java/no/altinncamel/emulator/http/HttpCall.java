package no.altinncamel.emulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

import no.altinncamel.emulator.control.RecordedCall;

/** One request as a route sees it. The body is a stream; nothing is read before the route asks. */
public final class HttpCall {

    private final Request request;
    private final Operation operation;
    private final Map<String, String> pathParameters;
    private final RecordedCall recorded;
    private final InputStream body;

    HttpCall(
            Request request,
            Operation operation,
            Map<String, String> pathParameters,
            RecordedCall recorded,
            InputStream body) {
        this.request = request;
        this.operation = operation;
        this.pathParameters = pathParameters;
        this.recorded = recorded;
        this.body = body;
    }

    public Operation operation() {
        return operation;
    }

    public String method() {
        return request.getMethod();
    }

    public String path() {
        return Request.getPathInContext(request);
    }

    /** The value of a {@code {name}} segment of the route's path, percent-decoded. */
    public String pathParameter(String name) {
        return pathParameters.get(name);
    }

    /** The first value of a query parameter, form-decoded (so that a raw {@code +} is a space), or {@code null}. */
    public String query(String name) {
        Fields.Field field = queryFields().getNames().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(found -> queryFields().get(found))
                .orElse(null);
        return field == null ? null : field.getValue();
    }

    private Fields queryFields() {
        return Request.extractQueryParameters(request);
    }

    /** All values of a header joined by a comma, or {@code null} if the request does not have it. */
    public String header(String name) {
        List<String> values = request.getHeaders().getFields(name).stream()
                .map(HttpField::getValue)
                .toList();
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** The declared length of the body in bytes, or -1 if it is chunked or absent. */
    public long contentLength() {
        return request.getLength();
    }

    public InputStream body() {
        return body;
    }

    /** Jetty's own view of the request, for what needs its parsers (multipart). */
    public Content.Source content() {
        return request;
    }

    /**
     * Reads a small body whole.
     *
     * @param  limit most bytes to take
     * @return       the body, or {@code null} if it is longer than the limit
     */
    public byte[] body(int limit) throws IOException {
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            collected.write(buffer, 0, read);
            if (collected.size() > limit) {
                return null;
            }
        }
        return collected.toByteArray();
    }

    /** Adds what the route found out (client id, claims, …) to the recording of this call. */
    public void record(String name, Object value) {
        recorded.detail(name, value);
    }
}
