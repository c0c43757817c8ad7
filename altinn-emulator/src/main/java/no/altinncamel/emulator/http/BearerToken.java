package no.altinncamel.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;

/** The token of a call's {@code Authorization} header. Nothing of it is verified here. */
public final class BearerToken {

    private static final String SCHEME = "bearer ";
    private static final int JWS_PARTS = 3;

    private BearerToken() {}

    /**
     * @param  authorization the header, or {@code null}
     * @return               what follows {@code Bearer}, or {@code null} if the header is absent or of another scheme
     */
    public static String of(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return authorization.substring(SCHEME.length()).trim();
    }

    /** @return the claims, or {@code null} if the token does not look like a JWT; {@code null} for {@code null} */
    public static Map<String, Object> claims(String token) {
        if (token == null) {
            return null;
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != JWS_PARTS) {
            return null;
        }
        try {
            Json.object(decoded(parts[0]));
            return Json.object(decoded(parts[1]));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
