package no.altinncamel.emulator.maskinporten;

import java.util.List;

/**
 * What an assertion asks for.
 *
 * @param scopes      in the order of the assertion, each once; empty if it names none
 * @param resource    audiences of the token; empty if it is for any
 * @param consumerOrg organisation that has delegated the scopes, or {@code null}
 * @param pid         national identity number, or {@code null}
 * @param details     the {@code authorization_details} as they were sent, or {@code null}
 */
record GrantRequest(List<String> scopes, List<String> resource, String consumerOrg, String pid, Object details) {}
