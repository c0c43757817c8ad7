package no.altinncamel.broker.onboarding;

import java.util.Locale;
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

    private static final int BAD_REQUEST = 400;

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

    /**
     * Whether the Broker refused because of the resource or our access to it (contract altinn-broker 3.4). An id that it cannot
     * read it refuses without a code, by the name of the parameter (3.3); any other answer of 400 comes from something between.
     */
    static boolean isOfTheResource(AltinnClientException failure) {
        if (failure.code() != null) {
            return RESOURCE_CODES.contains(failure.code());
        }
        return failure.status() == BAD_REQUEST
                && failure.detail() != null
                && failure.detail().toLowerCase(Locale.ROOT).contains("resourceid");
    }

    /** Such as {@code 3 access to the resource}. */
    @Override
    public String toString() {
        return number() + " " + title;
    }
}
