package no.altinncamel.emulator.events;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Route;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;
import no.altinncamel.emulator.token.TokenRejectedException;

/**
 * Altinn Events: reading subscriptions (contract altinn-broker 8.2), which tests put there from Java. It takes Altinn's own
 * tokens only. May be used from any thread at any time.
 */
public final class Events {

    private static final String PATH = "/events/api/v1/subscriptions";
    private static final String SCHEME = "bearer ";
    private static final long FIRST_ID = 4711;

    private final TokenIssuer altinnTokens;
    private final Clock clock;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong nextId = new AtomicLong(FIRST_ID);

    public Events(TokenIssuer altinnTokens, Clock clock) {
        this.altinnTokens = altinnTokens;
        this.clock = clock;
    }

    /** Puts Events' operations on the server. */
    public void register(Router router) {
        router.add(Operation.SUBSCRIPTIONS, "GET", PATH, subscriber(this::list))
                .add(Operation.SUBSCRIPTION, "GET", PATH + "/{id}", subscriber(this::get));
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
        Subscription subscription =
                new Subscription(nextId.getAndIncrement(), consumer, resourceFilter, clock.instant());
        subscriptions.add(subscription);
        return subscription;
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
        String id = call.pathParameter("id");
        for (Subscription subscription : subscriptions) {
            if (String.valueOf(subscription.id()).equals(id)) {
                return subscription.consumer().equals(subscriber.consumer())
                        ? Reply.json(200, subscription.view())
                        : Reply.empty(403);
            }
        }
        return Reply.empty(404);
    }

    /** An Altinn token (401), then the scope (403), both refused without a body. */
    private Route subscriber(BiFunction<HttpCall, Subscriber, Reply> operation) {
        return call -> {
            String authorization = call.header("Authorization");
            if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return Reply.empty(401).header("WWW-Authenticate", "Bearer");
            }
            try {
                String token = authorization.substring(SCHEME.length()).trim();
                Subscriber subscriber = Subscriber.of(altinnTokens.verify(token, Duration.ZERO));
                call.record("consumer", subscriber.consumer());
                return subscriber.maySubscribe() ? operation.apply(call, subscriber) : Reply.empty(403);
            } catch (TokenRejectedException e) {
                return Reply.empty(401)
                        .header(
                                "WWW-Authenticate",
                                "Bearer error=\"invalid_token\", error_description=\"" + e.getMessage() + "\"");
            }
        };
    }
}
