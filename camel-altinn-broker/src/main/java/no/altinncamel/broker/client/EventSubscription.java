package no.altinncamel.broker.client;

/**
 * A subscription to Altinn's events, as far as it says so itself (altinn-broker 8.2); what it does not say is {@code null}.
 *
 * @param id             number of the subscription
 * @param endPoint       where events are pushed to
 * @param resourceFilter {@code urn:altinn:resource:my-resource}
 * @param subjectFilter  {@code urn:altinn:organization:identifier-no:…}, or {@code null} for events about anybody
 * @param typeFilter     such as {@code no.altinn.broker.published}, or {@code null} for all types
 * @param validated      whether the endpoint has answered the validation event; nothing is pushed before that
 */
public record EventSubscription(
        String id, String endPoint, String resourceFilter, String subjectFilter, String typeFilter, boolean validated) {

    private static final String RESOURCE = "urn:altinn:resource:";

    /** Whether it is about this resource, given by its bare id. */
    public boolean isFor(String resourceId) {
        return (RESOURCE + resourceId).equalsIgnoreCase(resourceFilter);
    }
}
