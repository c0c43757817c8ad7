package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import no.altinncamel.emulator.http.Json;

/** What came back over the wire, with the contract's ways of looking at it. */
record Answer(HttpResponse<byte[]> response) {

    int status() {
        return response.statusCode();
    }

    byte[] bytes() {
        return response.body();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** {@code null} if absent. */
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    JsonNode json() {
        try {
            return Json.tree(text());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text(), e);
        }
    }

    String id() {
        assertThat(status()).as(text()).isEqualTo(200);
        return json().get("fileTransferId").asText();
    }

    List<String> ids() {
        assertThat(status()).as(text()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        json().forEach(id -> ids.add(id.asText()));
        return ids;
    }

    Answer isStatus(int status) {
        assertThat(status()).as(text()).isEqualTo(status);
        return this;
    }

    Answer isEmpty(int status) {
        isStatus(status);
        assertThat(bytes()).isEmpty();
        return this;
    }

    /** Body A with the number, such as 6 for {@code BRO-00006}. */
    Answer isError(int status, int number) {
        isStatus(status);
        assertThat(json().path("code").asText()).isEqualTo(String.format("BRO-%05d", number));
        assertThat(json().path("status").asInt()).isEqualTo(status);
        assertThat(header("WWW-Authenticate")).isNull();
        return this;
    }

    /** Body B with the key, and the text in its message. */
    Answer isInvalid(String key, String text) {
        isStatus(400);
        assertThat(json().has("code")).isFalse();
        assertThat(json().path("errors").path(key).toString()).as(text()).contains(text);
        return this;
    }

    /** Body C. */
    Answer isUnhandled() {
        isStatus(500);
        assertThat(json().has("code")).isFalse();
        assertThat(json().path("title").asText()).isEqualTo("Internal Server Error");
        assertThat(json().path("instance").asText())
                .isEqualTo(response.request().uri().getPath());
        assertThat(header("Cache-Control")).isEqualTo("no-cache,no-store");
        return this;
    }
}
