package no.altinncamel.broker.client.tus;

import java.util.Map;

/**
 * One request, but for what all have: address, token, {@code Tus-Resumable}.
 *
 * @param method    {@code OPTIONS}, {@code POST}, {@code HEAD}, {@code PATCH} or {@code DELETE}
 * @param partialId the part that is meant; {@code null} for the upload at the transfer's own address
 * @param headers   TUS's own
 * @param body      the chunk of a PATCH, else {@code null}
 * @param careful   whether the body waits until the server wants it, after something has gone wrong
 */
public record TusRequest(String method, String partialId, Map<String, String> headers, TusBody body, boolean careful) {

    static TusRequest without(String method, String partialId, Map<String, String> headers) {
        return new TusRequest(method, partialId, headers, null, false);
    }
}
