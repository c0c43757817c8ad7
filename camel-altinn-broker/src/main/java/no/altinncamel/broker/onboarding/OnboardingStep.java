package no.altinncamel.broker.onboarding;

import java.util.Set;

import no.altinncamel.broker.client.http.AltinnClientException;

/** What an organisation needs before files can travel, in the order in which it is usually arranged. */
public enum OnboardingStep {

    /** The Broker's scopes are granted to the organisation and put on the Maskinporten client. */
    SCOPES("scopes"),

    /** The Maskinporten client is registered in this environment, with this key; a system user is approved. */
    CLIENT("Maskinporten client"),

    /** The organisation, or the system user, has a right on the resource. */
    RESOURCE("access to the resource"),

    /** Altinn answers, and takes the token. */
    ROUND_TRIP("API round trip"),

    /** Event subscriptions can be read. Only needed by those who want to be woken by events. */
    EVENTS("event subscription");

    private static final Set<String> RESOURCE_CODES =
            Set.of("BRO-00002", "BRO-00005", "BRO-00006", "BRO-00021", "BRO-00025");

    private final String title;

    OnboardingStep(String title) {
        this.title = title;
    }

    /** From 1 to 5. */
    public int number() {
        return ordinal() + 1;
    }

    public String title() {
        return title;
    }

    /** Whether the Broker refused because of the resource or our access to it (contract altinn-broker 3.4). */
    static boolean isOfTheResource(AltinnClientException failure) {
        return failure.code() != null && RESOURCE_CODES.contains(failure.code());
    }

    /** Such as {@code 3 access to the resource}. */
    @Override
    public String toString() {
        return number() + " " + title;
    }
}
