package no.altinncamel.broker.onboarding;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is checked.
 *
 * @param resourceId       bare id of the resource
 * @param scopes           that are needed
 * @param exchangeEndpoint Altinn's exchange, which events need also where the Broker is called with Maskinporten's token
 * @param tokenProvider    whether tokens come from a provider of the user's own, and not from Maskinporten directly
 * @param title            what is checked, and as whom, for the report
 */
public record OnboardingSubject(
        String resourceId, SortedSet<String> scopes, URI exchangeEndpoint, boolean tokenProvider, String title) {

    /** To send. */
    public static final String WRITE = "altinn:broker.write";
    /** To receive. */
    public static final String READ = "altinn:broker.read";

    static final String EVENTS = "altinn:events.subscribe";

    public OnboardingSubject {
        Objects.requireNonNull(resourceId, "resourceId");
        Objects.requireNonNull(exchangeEndpoint, "exchangeEndpoint");
        Objects.requireNonNull(title, "title");
        scopes = new TreeSet<>(scopes);
    }

    boolean hasBrokerScope() {
        return scopes.stream().anyMatch(Set.of(WRITE, READ)::contains);
    }
}
