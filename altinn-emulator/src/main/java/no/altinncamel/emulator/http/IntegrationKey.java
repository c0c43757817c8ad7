package no.altinncamel.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import org.eclipse.jetty.server.Request;

/** Whose call it is for the gateway's counters: the {@code client_id} of the bearer token, which is not verified here. */
final class IntegrationKey {

    private static final String ANONYMOUS = "";

    private IntegrationKey() {}

    static String of(Request request) {
        String authorization = request.getHeaders().get("Authorization");
        if (authorization == null) {
            return ANONYMOUS;
        }
        String[] parts = authorization.replaceFirst("(?i)^Bearer\\s+", "").split("\\.");
        if (parts.length != 3) {
            return ANONYMOUS;
        }
        try {
            Map<String, Object> claims =
                    Json.object(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return String.valueOf(claims.getOrDefault("client_id", ANONYMOUS));
        } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return ANONYMOUS;
        }
    }
}
