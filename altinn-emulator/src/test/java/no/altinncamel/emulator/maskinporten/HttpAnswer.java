package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;

import no.altinncamel.emulator.http.Json;

/** What came back over the wire. */
public record HttpAnswer(HttpResponse<String> response) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param headers names and values in turn */
    public static HttpAnswer get(String uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public static HttpAnswer post(String uri, String contentType, String body) {
        return send(HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Any method.
     *
     * @param body    JSON, or {@code null} for none
     * @param headers names and values in turn
     */
    public static HttpAnswer call(String method, String uri, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpAnswer send(HttpRequest.Builder request) {
        try {
            return new HttpAnswer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    /** {@code null} if absent. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    public JsonNode json() {
        return tree(body());
    }

    /** The claims of the granted token. */
    public JsonNode claims() {
        return payload(accessToken());
    }

    public String accessToken() {
        assertThat(status()).as(body()).isEqualTo(200);
        return json().get("access_token").asText();
    }

    public static JsonNode payload(String token) {
        return part(token, 1);
    }

    public static JsonNode head(String token) {
        return part(token, 0);
    }

    private static JsonNode part(String token, int index) {
        return tree(new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8));
    }

    private static JsonNode tree(String json) {
        try {
            return Json.tree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + json, e);
        }
    }

    /** An error in Maskinporten's shape, without a code. */
    public HttpAnswer isRefused(int status, String error, String description) {
        assertThat(status()).as(body()).isEqualTo(status);
        assertThat(json().path("error").asText()).isEqualTo(error);
        assertThat(json().path("error_description").asText())
                .contains(description)
                .matches("(?s).+ \\(trace_id: [0-9a-f]{32}\\)");
        assertThat(header("Content-Type")).startsWith("application/json");
        return this;
    }

    /** An error in Maskinporten's shape, with a code such as {@code MP-100}. */
    public HttpAnswer isRefused(int status, String error, String description, String code) {
        isRefused(status, error, description);
        assertThat(json().path("error_uri").asText()).endsWith("/errors/" + code);
        return this;
    }
}
