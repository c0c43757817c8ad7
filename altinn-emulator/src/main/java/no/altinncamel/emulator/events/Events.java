package no.altinncamel.emulator.events;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Function;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Route;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;
import no.altinncamel.emulator.token.TokenRejectedException;

/**
 * Altinn Events' subscriptions (contract altinn-broker 8.2). It takes Altinn's own tokens only. Subscribers' endpoints are never
 * called: a subscription counts as validated when a test says so, from Java or with a {@code PUT}. May be used from any
 * thread at any time.
 */
public final class Events {

    private static final String PATH = "/events/api/v1/subscriptions";
    private static final String SCHEME = "bearer ";
    private static final String RESOURCE = "urn:altinn:resource:";
    private static final long FIRST_ID = 4711;
    private static final int LONGEST_REQUEST = 64 * 1024;

    /** An operation that knows who calls. */
    @FunctionalInterface
    private interface SubscribersRoute {
        Reply serve(HttpCall call, Subscriber subscriber) throws IOException;
    }

    private final TokenIssuer altinnTokens;
    private final Clock clock;
    private final BiPredicate<Map<String, Object>, String> rights;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong nextId = new AtomicLong(FIRST_ID);

    /** @param rights whether a token with such claims may subscribe to a resource, named by its bare id */
    public Events(TokenIssuer altinnTokens, Clock clock, BiPredicate<Map<String, Object>, String> rights) {
        this.altinnTokens = altinnTokens;
        this.clock = clock;
        this.rights = rights;
    }

    /** Puts Events' operations on the server. */
    public void register(Router router) {
        router.add(Operation.SUBSCRIPTIONS, "GET", PATH, subscriber(this::list))
                .add(Operation.SUBSCRIPTION, "GET", PATH + "/{id}", subscriber(this::get))
                .add(Operation.SUBSCRIBE, "POST", PATH, subscriber(this::subscribe))
                .add(Operation.UNSUBSCRIBE, "DELETE", PATH + "/{id}", subscriber(this::unsubscribe))
                .add(Operation.VALIDATE_SUBSCRIPTION, "PUT", PATH + "/validate/{id}", this::validate);
    }

    /**
     * Subscribes an organisation, as if it had done so itself.
     *
     * @param organization   nine digits
     * @param resourceFilter {@code urn:altinn:resource:my-resource}
     */
    public Subscription addSubscription(String organization, String resourceFilter) {
        return add(Subscriber.organisation(organization), resourceFilter);
    }

    /**
     * Subscribes a system user, as if it had done so itself.
     *
     * @param systemUser     its id, a GUID
     * @param resourceFilter {@code urn:altinn:resource:my-resource}
     */
    public Subscription addSystemUserSubscription(String systemUser, String resourceFilter) {
        return add("/systemuser/" + systemUser, resourceFilter);
    }

    private Subscription add(String consumer, String resourceFilter) {
        Subscription subscription = made(consumer, resourceFilter);
        subscriptions.add(subscription);
        return subscription;
    }

    private Subscription made(String consumer, String resourceFilter) {
        return new Subscription(nextId.getAndIncrement(), consumer, resourceFilter, clock.instant());
    }

    /** All subscriptions, oldest first. */
    public List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Removes all subscriptions. */
    public void clear() {
        subscriptions.clear();
    }

    private Reply list(HttpCall call, Subscriber subscriber) {
        List<Map<String, Object>> own = subscriptions.stream()
                .filter(subscription -> subscription.consumer().equals(subscriber.consumer()))
                .map(Subscription::view)
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("count", own.size());
        body.put("subscriptions", own);
        return Reply.json(200, body);
    }

    private Reply get(HttpCall call, Subscriber subscriber) {
        return own(call, subscriber, subscription -> Reply.json(200, subscription.view()));
    }

    private Reply unsubscribe(HttpCall call, Subscriber subscriber) {
        return own(call, subscriber, subscription -> {
            subscriptions.remove(subscription);
            return Reply.empty(200);
        });
    }

    private Reply own(HttpCall call, Subscriber subscriber, Function<Subscription, Reply> operation) {
        return find(call)
                .map(found ->
                        found.consumer().equals(subscriber.consumer()) ? operation.apply(found) : Reply.empty(403))
                .orElseGet(() -> Reply.empty(404));
    }

    private Optional<Subscription> find(HttpCall call) {
        String id = call.pathParameter("id");
        return subscriptions.stream()
                .filter(subscription -> String.valueOf(subscription.id()).equals(id))
                .findFirst();
    }

    private Reply subscribe(HttpCall call, Subscriber subscriber) throws IOException {
        byte[] body = call.body(LONGEST_REQUEST);
        if (body == null) {
            return Reply.empty(413);
        }
        SubscriptionRequest request;
        try {
            request = SubscriptionRequest.read(body);
        } catch (SubscriptionRequest.RefusedException e) {
            return Reply.json(400, e.getMessage());
        }
        String filter = request.resourceFilter();
        if (!filter.startsWith(RESOURCE) || !rights.test(subscriber.claims(), filter.substring(RESOURCE.length()))) {
            return Reply.json(403, "Not authorized to create a subscription for resource " + filter + ".");
        }
        Subscription subscription = subscribed(request, subscriber);
        // the real one's path, too, lacks the plural
        return Reply.json(201, subscription.view())
                .header("Location", "/events/api/v1/subscription/" + subscription.id());
    }

    /** Who asks twice for the same gets the one that is there; decided and added at once. */
    private synchronized Subscription subscribed(SubscriptionRequest request, Subscriber subscriber) {
        Subscription wanted = made(subscriber.consumer(), request.resourceFilter());
        request.applyTo(wanted);
        return subscriptions.stream().filter(wanted::isSameAs).findFirst().orElseGet(() -> {
            subscriptions.add(wanted);
            return wanted;
        });
    }

    /** Internal to the real Events, which calls it when an endpoint has answered; so nobody's token is asked for. */
    private Reply validate(HttpCall call) {
        return find(call)
                .map(subscription ->
                        Reply.json(200, subscription.validated(true).view()))
                .orElseGet(() -> Reply.empty(404));
    }

    /** An Altinn token (401), then the scope (403), both refused without a body. */
    private Route subscriber(SubscribersRoute operation) {
        return call -> {
            String authorization = call.header("Authorization");
            if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return Reply.empty(401).header("WWW-Authenticate", "Bearer");
            }
            try {
                String token = authorization.substring(SCHEME.length()).trim();
                Subscriber subscriber = Subscriber.of(altinnTokens.verify(token, Duration.ZERO));
                call.record("consumer", subscriber.consumer());
                return subscriber.maySubscribe() ? operation.serve(call, subscriber) : Reply.empty(403);
            } catch (TokenRejectedException e) {
                return Reply.empty(401)
                        .header(
                                "WWW-Authenticate",
                                "Bearer error=\"invalid_token\", error_description=\"" + e.getMessage() + "\"");
            }
        };
    }
}
