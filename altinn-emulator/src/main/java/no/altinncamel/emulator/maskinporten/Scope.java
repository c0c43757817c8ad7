package no.altinncamel.emulator.maskinporten;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A scope as its API's owner has set it up: who may use it, how long a token with it may live, who delegates it. */
public final class Scope {

    /** Where the scopes of Altinn's test environment TT02 are delegated. */
    public static final String TT02 = "https://tt02.altinn.no/";

    private final String name;
    private final Set<String> consumers = ConcurrentHashMap.newKeySet();
    private volatile Duration maximumAge;
    private volatile String delegationSource = TT02;
    private volatile IntegrationType integrationType = IntegrationType.MASKINPORTEN;

    Scope(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Lets organisations use the scope; without that a token request is refused with MP-250. */
    public Scope grantTo(String... organizations) {
        consumers.addAll(List.of(organizations));
        return this;
    }

    /** Tokens that were issued before stay valid. */
    public Scope revokeFrom(String organization) {
        consumers.remove(organization);
        return this;
    }

    /** Caps the lifetime of each token with this scope ({@code at_max_age}); {@code null}, the default, does not. */
    public Scope maximumAge(Duration atMost) {
        this.maximumAge = atMost;
        return this;
    }

    /** Where the scope is delegated, {@link #TT02} by default; {@code null} if it cannot be delegated. */
    public Scope delegationSource(String source) {
        this.delegationSource = source;
        return this;
    }

    /** {@link IntegrationType#MASKINPORTEN} by default. */
    public Scope integrationType(IntegrationType type) {
        this.integrationType = type;
        return this;
    }

    boolean isGrantedTo(String organization) {
        return consumers.contains(organization);
    }

    Duration maximumAge() {
        return maximumAge;
    }

    String delegationSource() {
        return delegationSource;
    }

    IntegrationType integrationType() {
        return integrationType;
    }
}
