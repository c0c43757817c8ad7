package no.altinncamel.emulator.http;

import java.util.Map;

import org.eclipse.jetty.server.Request;

/** Whose call it is for the gateway's counters: the {@code client_id} of the bearer token, which is not verified here. */
final class IntegrationKey {

    private static final String ANONYMOUS = "";

    private IntegrationKey() {}

    static String of(Request request) {
        Map<String, Object> claims =
                BearerToken.claims(BearerToken.of(request.getHeaders().get("Authorization")));
        return claims == null ? ANONYMOUS : String.valueOf(claims.getOrDefault("client_id", ANONYMOUS));
    }
}
