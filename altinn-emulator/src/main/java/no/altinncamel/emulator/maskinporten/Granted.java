package no.altinncamel.emulator.maskinporten;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A request that gets its token.
 *
 * @param amr        {@code client_amr}: how the client has shown that it is the one
 * @param systemUser on whose behalf the token is, or {@code null}
 */
record Granted(MaskinportenClient client, String amr, GrantRequest request, List<Scope> scopes, SystemUser systemUser) {

    /** The scopes as OAuth writes them. */
    String scope() {
        return scopes.stream().map(Scope::name).collect(Collectors.joining(" "));
    }

    /** What the client's registration says, or the lowest cap of the scopes if that is less. */
    Duration lifetime() {
        return scopes.stream()
                .map(Scope::maximumAge)
                .filter(Objects::nonNull)
                .reduce(client.tokenLifetime(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
}
