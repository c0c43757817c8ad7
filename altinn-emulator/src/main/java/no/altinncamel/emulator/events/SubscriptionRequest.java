package no.altinncamel.emulator.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;

import no.altinncamel.emulator.http.Json;

/** What a client posts to subscribe (contract altinn-broker 8.2); members in any case, unknown ones ignored. */
final class SubscriptionRequest {

    /** The request is refused with 400 and the message as a JSON string. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final Pattern URN = Pattern.compile("(?i)urn:[a-z0-9][a-z0-9-]{0,31}:\\S+");

    private final Map<String, Object> members;

    private SubscriptionRequest(Map<String, Object> members) {
        this.members = members;
    }

    static SubscriptionRequest read(byte[] body) throws RefusedException {
        Map<String, Object> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try {
            members.putAll(Json.object(new String(body, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new RefusedException("The request body is not a JSON object: " + e.getOriginalMessage());
        }
        SubscriptionRequest request = new SubscriptionRequest(members);
        request.check();
        return request;
    }

    private void check() throws RefusedException {
        require(isHttps(text("endPoint")), "Missing or invalid endpoint to push events towards");
        require(resourceFilter() != null, "Resource filter is required.");
        require(URN.matcher(resourceFilter()).matches(), "Resource filter must be a valid urn");
        String source = text("sourceFilter");
        require(source == null || isHttps(source), "SourceFilter must be an absolute URL with the https scheme.");
        require(source == null, "Source filter is not supported for subscriptions on this resource.");
        require(
                text("alternativeSubjectFilter") == null,
                "AlternativeSubject filter is not supported for subscriptions on this resource.");
        require(!includesSubunits() || text("subjectFilter") != null, "IncludeSubunits requires a subject filter.");
    }

    private static void require(boolean fulfilled, String otherwise) throws RefusedException {
        if (!fulfilled) {
            throw new RefusedException(otherwise);
        }
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = url == null ? null : new URI(url);
            return uri != null && "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A urn. */
    String resourceFilter() {
        return text("resourceFilter");
    }

    void applyTo(Subscription subscription) {
        subscription
                .endPoint(text("endPoint"))
                .subjectFilter(text("subjectFilter"))
                .typeFilter(text("typeFilter"))
                .includeSubunits(includesSubunits());
    }

    private boolean includesSubunits() {
        return Boolean.TRUE.equals(members.get("includeSubunits"));
    }

    /** {@code null} if it is absent or empty. */
    private String text(String name) {
        Object value = members.get(name);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}
