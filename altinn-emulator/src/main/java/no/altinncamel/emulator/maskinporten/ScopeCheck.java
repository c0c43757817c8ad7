package no.altinncamel.emulator.maskinporten;

import java.util.List;

/** Whether a client may have the scopes it asks for (contract maskinporten 3.5 steps 9 and 10). */
final class ScopeCheck {

    private final Registry registry;

    ScopeCheck(Registry registry) {
        this.registry = registry;
    }

    /** @return the scopes, all of them: there is no token with only some */
    List<Scope> check(MaskinportenClient client, GrantRequest request) throws GrantRefusedException {
        if (request.scopes().isEmpty()) {
            throw Refusal.NO_SCOPE.exception();
        }
        List<String> foreign = request.scopes().stream()
                .filter(name -> !client.scopes().contains(name))
                .toList();
        if (!foreign.isEmpty()) {
            throw Refusal.SCOPE_NOT_ON_CLIENT.exception(String.join(", ", foreign));
        }
        List<Scope> scopes = request.scopes().stream().map(registry::scope).toList();
        if (scopes.stream().anyMatch(scope -> scope.integrationType() != IntegrationType.MASKINPORTEN)) {
            throw Refusal.SCOPE_OF_OTHER_TYPE.exception();
        }
        if (request.consumerOrg() == null) {
            requireGranted(client, scopes);
        } else {
            requireDelegated(client, request.consumerOrg(), scopes);
        }
        return scopes;
    }

    private static void requireGranted(MaskinportenClient client, List<Scope> scopes) throws GrantRefusedException {
        for (Scope scope : scopes) {
            if (!scope.isGrantedTo(client.organization())) {
                throw Refusal.NOT_GRANTED.exception(scope.name());
            }
        }
    }

    private void requireDelegated(MaskinportenClient client, String consumer, List<Scope> scopes)
            throws GrantRefusedException {
        String supplier = client.organization();
        if (consumer.equals(supplier)) {
            throw Refusal.OWN_CONSUMER.exception();
        }
        for (Scope scope : scopes) {
            boolean delegated = scope.delegationSource() != null
                    && registry.has(new Registry.Delegation(consumer, supplier, scope.name()));
            if (!delegated) {
                throw Refusal.NOT_DELEGATED.exception(consumer, scope.name(), supplier);
            }
        }
    }
}
