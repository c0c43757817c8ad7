package no.altinncamel.emulator.broker;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that are configured for the Broker, and the environment they are in. */
final class Resources {

    private final Map<String, BrokerResource> resources = new ConcurrentHashMap<>();
    private volatile Environment environment = Environment.STAGING;

    BrokerResource add(String id) {
        if (id.isEmpty() || id.contains(":")) {
            throw new IllegalArgumentException("A resource id is bare and not empty: " + id);
        }
        return resources.computeIfAbsent(id, BrokerResource::new);
    }

    void remove(String id) {
        resources.remove(id);
    }

    Optional<BrokerResource> find(String id) {
        return Optional.ofNullable(resources.get(id));
    }

    /** The resource of a call that access was given to. */
    BrokerResource usable(String id) throws RefusedException {
        BrokerResource resource = find(id).orElseThrow(() -> RefusedException.of(BrokerError.INVALID_RESOURCE));
        if (!resource.isServiceOwnerConfigured()) {
            throw RefusedException.of(BrokerError.SERVICE_OWNER_NOT_CONFIGURED);
        }
        return resource;
    }

    Environment environment() {
        return environment;
    }

    void environment(Environment now) {
        this.environment = now;
    }
}
