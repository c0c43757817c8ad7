package no.altinncamel.emulator.maskinporten;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What Maskinporten, and Altinn on its behalf, know of clients, scopes, delegations and system users. */
final class Registry {

    /** A customer has delegated a scope to a supplier. */
    record Delegation(String consumer, String supplier, String scope) {}

    private final Map<String, MaskinportenClient> clients = new ConcurrentHashMap<>();
    private final Map<String, Scope> scopes = new ConcurrentHashMap<>();
    private final Set<Delegation> delegations = ConcurrentHashMap.newKeySet();
    private final Map<String, AltinnSystem> systems = new ConcurrentHashMap<>();
    private final List<SystemUser> systemUsers = new CopyOnWriteArrayList<>();

    void add(MaskinportenClient client) {
        if (clients.putIfAbsent(client.id(), client) != null) {
            throw new IllegalArgumentException("There is a client " + client.id() + " already");
        }
    }

    void removeClient(String clientId) {
        clients.remove(clientId);
    }

    /** {@code null} if there is no such client. */
    MaskinportenClient client(String clientId) {
        return clients.get(clientId);
    }

    Scope scope(String name) {
        return scopes.computeIfAbsent(name, Scope::new);
    }

    void add(Delegation delegation) {
        delegations.add(delegation);
    }

    void remove(Delegation delegation) {
        delegations.remove(delegation);
    }

    boolean has(Delegation delegation) {
        return delegations.contains(delegation);
    }

    void add(AltinnSystem system) {
        if (systems.putIfAbsent(system.id(), system) != null) {
            throw new IllegalArgumentException("There is a system " + system.id() + " already");
        }
    }

    synchronized SystemUser requestSystemUser(AltinnSystem system, String owner, String externalRef) {
        Optional<SystemUser> present = systemUsers.stream()
                .filter(user -> user.state() != SystemUser.State.DELETED && user.is(system, owner, externalRef))
                .findFirst();
        if (present.isEmpty()) {
            SystemUser requested = new SystemUser(system, owner, externalRef);
            systemUsers.add(requested);
            return requested;
        }
        if (present.get().state() == SystemUser.State.ACTIVE) {
            throw new IllegalStateException("The system user exists already (AUTH-00004)");
        }
        return present.get();
    }

    /** How Altinn finds the system user of a token request (contract maskinporten 3.4). */
    Optional<SystemUser> activeSystemUser(MaskinportenClient client, String owner, String externalRef) {
        return systemUsers.stream()
                .filter(user -> user.state() == SystemUser.State.ACTIVE)
                .filter(user -> user.owner().equals(owner) && user.hasReference(externalRef))
                .filter(user -> user.system().vendor().equals(client.organization())
                        && user.system().hasClient(client.id()))
                .findFirst();
    }
}
