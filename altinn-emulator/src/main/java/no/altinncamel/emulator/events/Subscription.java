package no.altinncamel.emulator.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A subscription to events, as its subscriber reads it (contract altinn-broker 8.2). */
public final class Subscription {

    private final long id;
    private final String consumer;
    private final String resourceFilter;
    private final Instant created;
    private volatile String endPoint = "https://client.example.org/altinn/hook";
    private volatile String subjectFilter;
    private volatile String typeFilter;
    private volatile boolean includeSubunits;
    private volatile boolean validated;

    Subscription(long id, String consumer, String resourceFilter, Instant created) {
        this.id = id;
        this.consumer = consumer;
        this.resourceFilter = resourceFilter;
        this.created = created.truncatedTo(ChronoUnit.SECONDS);
    }

    public long id() {
        return id;
    }

    /** {@code /organisation/310332216}, {@code /systemuser/f8c8…} or {@code /org/ttd}: who alone may read it. */
    public String consumer() {
        return consumer;
    }

    /** Where events are pushed to; an https address. */
    public Subscription endPoint(String url) {
        this.endPoint = url;
        return this;
    }

    /** {@code urn:altinn:organization:identifier-no:…}; {@code null}, the default, for events about anybody. */
    public Subscription subjectFilter(String urn) {
        this.subjectFilter = urn;
        return this;
    }

    /** Such as {@code no.altinn.broker.published}; {@code null}, the default, for all types. */
    public Subscription typeFilter(String type) {
        this.typeFilter = type;
        return this;
    }

    /** Whether events about subunits of the subject come too; not so by default. */
    public Subscription includeSubunits(boolean on) {
        this.includeSubunits = on;
        return this;
    }

    /** Whether the endpoint has answered the validation event; not so at first. */
    public Subscription validated(boolean on) {
        this.validated = on;
        return this;
    }

    /** Whether a client that asks for this one asks for what is there already (contract altinn-broker 8.2). */
    boolean isSameAs(Subscription other) {
        return consumer.equals(other.consumer)
                && endPoint.equals(other.endPoint)
                && resourceFilter.equals(other.resourceFilter)
                && Objects.equals(subjectFilter, other.subjectFilter)
                && Objects.equals(typeFilter, other.typeFilter)
                && includeSubunits == other.includeSubunits;
    }

    /** As JSON; members that are not set are left out. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("endPoint", endPoint);
        view.put("resourceFilter", resourceFilter);
        view.put("subjectFilter", subjectFilter);
        view.put("typeFilter", typeFilter);
        view.put("consumer", consumer);
        view.put("createdBy", consumer);
        view.put("created", created.toString());
        view.put("validated", validated);
        view.put("includeSubunits", includeSubunits);
        view.values().removeIf(value -> value == null);
        return view;
    }
}
