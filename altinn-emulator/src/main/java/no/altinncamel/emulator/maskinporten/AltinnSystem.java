package no.altinncamel.emulator.maskinporten;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A vendor's system in Altinn's system register, with the Maskinporten clients that act for it. */
public final class AltinnSystem {

    private final String id;
    private final String vendor;
    private final Set<String> clientIds = ConcurrentHashMap.newKeySet();

    AltinnSystem(String id, String vendor) {
        this.id = id;
        this.vendor = vendor;
    }

    /** Such as {@code 310332216_fagsystem}. */
    public String id() {
        return id;
    }

    /** The vendor's organisation number. */
    public String vendor() {
        return vendor;
    }

    public AltinnSystem addClient(MaskinportenClient client) {
        clientIds.add(client.id());
        return this;
    }

    public AltinnSystem removeClient(MaskinportenClient client) {
        clientIds.remove(client.id());
        return this;
    }

    boolean hasClient(String clientId) {
        return clientIds.contains(clientId);
    }
}
