package no.altinncamel.emulator.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonProcessingException;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Json;

/** The token of a call's {@code Authorization} header. */
final class BearerToken {

    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /** @return the token, or {@code null} if there is none that looks like a JWT; nothing of it is verified */
    static String of(HttpCall call) {
        String authorization = call.header("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = authorization.substring(SCHEME.length()).trim();
        return isReadable(token) ? token : null;
    }

    private static boolean isReadable(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 && isObject(parts[0]) && isObject(parts[1]);
    }

    private static boolean isObject(String part) {
        try {
            return Json.tree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
                    .isObject();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }
}
