package no.altinncamel.broker.onboarding;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.EventSubscription;
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.onboarding.OnboardingFinding.State;

/** The last three steps. They only read: nothing is initialized, downloaded, confirmed or subscribed to. */
final class ApiSteps {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    /** Tokens are renewed well before their end, so that a few seconds do no harm. */
    private static final Duration TOLERABLE = Duration.ofSeconds(5);

    private static final String NEEDS_TOKEN = "it takes a token, which steps 1 and 2 did not bring";

    private static final String NEEDS_EXCHANGE = "it takes a token that is exchanged at Altinn";

    private final BrokerClient client;
    private final OnboardingSubject subject;
    private final SortedSet<String> scopes;
    private AltinnClientException unreachable;
    private Duration clockAhead;
    /** Why there is no token that the Broker takes, though Maskinporten has granted one. */
    private Refusal notExchanged;

    /** @param scopes those that are granted; empty if there is no token */
    ApiSteps(BrokerClient client, OnboardingSubject subject, SortedSet<String> scopes) {
        this.client = scopes.isEmpty()
                ? client
                : client.withIdentity(client.identity().withScopes(scopes));
        this.subject = subject;
        this.scopes = scopes;
    }

    ApiSteps ask() {
        try {
            clockAhead = client.clockAhead();
        } catch (AltinnClientException e) {
            unreachable = e;
        }
        if (!scopes.isEmpty()) {
            try {
                client.token();
            } catch (RuntimeException e) {
                notExchanged = Refusal.of(e);
            }
        }
        return this;
    }

    OnboardingFinding resource() {
        String tried = "listing the transfers of resource " + subject.resourceId();
        if (scopes.isEmpty() || notExchanged != null) {
            return OnboardingFinding.of(
                    OnboardingStep.RESOURCE,
                    State.COULD_NOT_TELL,
                    tried,
                    scopes.isEmpty() ? NEEDS_TOKEN : NEEDS_EXCHANGE,
                    scopes.isEmpty() ? Advice.TOKEN_FIRST : Advice.ROUND_TRIP_FIRST);
        }
        try {
            client.list(TransferQuery.of(subject.resourceId()));
            return OnboardingFinding.fine(
                    OnboardingStep.RESOURCE,
                    tried,
                    "the Broker lets us; that takes the right to read or to write, it does not tell which");
        } catch (AltinnClientException e) {
            Advice advice = MissingStep.advice(e).orElseGet(() -> later(e));
            return OnboardingFinding.of(
                    OnboardingStep.RESOURCE,
                    advice == Advice.RESOURCE ? State.MISSING : State.COULD_NOT_TELL,
                    tried,
                    Refusal.of(e),
                    advice);
        }
    }

    OnboardingFinding roundTrip() {
        String tried = "Altinn's OpenID metadata; the overview of a transfer that does not exist";
        if (scopes.isEmpty()) {
            return unreachable == null
                    ? OnboardingFinding.of(
                            OnboardingStep.ROUND_TRIP,
                            State.COULD_NOT_TELL,
                            "Altinn's OpenID metadata",
                            "Altinn answers" + clock() + ", but " + NEEDS_TOKEN,
                            Advice.TOKEN_FIRST)
                    : failed("Altinn's OpenID metadata", unreachable);
        }
        if (notExchanged != null) {
            boolean refused = notExchanged.kind() != Refusal.Kind.UNREACHABLE;
            return OnboardingFinding.of(
                    OnboardingStep.ROUND_TRIP,
                    refused ? State.MISSING : State.COULD_NOT_TELL,
                    "the exchange of the token at Altinn",
                    notExchanged,
                    refused ? Advice.EXCHANGE : Advice.ALTINN_UNREACHABLE);
        }
        try {
            UUID unknown = UUID.randomUUID();
            client.overview(unknown);
            return OnboardingFinding.of(
                    OnboardingStep.ROUND_TRIP,
                    State.COULD_NOT_TELL,
                    tried,
                    "the Broker knows a transfer " + unknown + ", which was made up",
                    Advice.ROUND_TRIP);
        } catch (AltinnClientException e) {
            return e.status() == NOT_FOUND && e.code() != null ? answered(tried) : failed(tried, e);
        }
    }

    /** A wrong clock is corrected where it matters, so that it is no reason not to go on. */
    private OnboardingFinding answered(String tried) {
        String found = "the Broker does not know it, as expected" + clock();
        return isClockWrong()
                ? OnboardingFinding.of(OnboardingStep.ROUND_TRIP, State.FINE, tried, found, Advice.CLOCK)
                : OnboardingFinding.fine(OnboardingStep.ROUND_TRIP, tried, found);
    }

    private static OnboardingFinding failed(String tried, AltinnClientException e) {
        return OnboardingFinding.of(
                OnboardingStep.ROUND_TRIP,
                e.retryable() ? State.COULD_NOT_TELL : State.MISSING,
                tried,
                Refusal.of(e),
                e.retryable() ? later(e) : Advice.ROUND_TRIP);
    }

    /** For what time may cure. */
    private static Advice later(AltinnClientException e) {
        boolean busy = e instanceof RateLimitedException || e.status() == TOO_MANY_REQUESTS;
        return busy ? Advice.BUSY : Advice.ALTINN_UNREACHABLE;
    }

    private boolean isClockWrong() {
        return clockAhead != null && clockAhead.abs().compareTo(TOLERABLE) > 0;
    }

    private String clock() {
        return isClockWrong()
                ? "; this machine's clock is " + clockAhead.abs().toSeconds() + " s "
                        + (clockAhead.isNegative() ? "behind" : "ahead of") + " Altinn's"
                : "";
    }

    OnboardingFinding events() {
        String tried = "reading the event subscriptions, with " + OnboardingSubject.EVENTS;
        if (scopes.isEmpty()) {
            return OnboardingFinding.of(
                    OnboardingStep.EVENTS, State.COULD_NOT_TELL, tried, NEEDS_TOKEN, Advice.TOKEN_FIRST);
        }
        if (notExchanged != null) {
            return OnboardingFinding.of(
                    OnboardingStep.EVENTS, State.COULD_NOT_TELL, tried, NEEDS_EXCHANGE, Advice.ROUND_TRIP_FIRST);
        }
        BrokerClient subscriber = client.withIdentity(client.identity()
                .withScopes(Set.of(OnboardingSubject.EVENTS))
                .withExchange(subject.exchangeEndpoint()));
        try {
            return OnboardingFinding.fine(OnboardingStep.EVENTS, tried, subscriptions(subscriber.subscriptions()));
        } catch (RuntimeException e) {
            Refusal refusal = Refusal.of(e);
            if (!withoutScope(e, refusal)) {
                return OnboardingFinding.of(OnboardingStep.EVENTS, State.COULD_NOT_TELL, tried, refusal, Advice.EVENTS);
            }
            boolean delegation = refusal.kind() == Refusal.Kind.DELEGATION;
            return OnboardingFinding.of(
                    OnboardingStep.EVENTS,
                    State.COULD_NOT_TELL,
                    tried,
                    "the scope is not " + (delegation ? "delegated" : "granted") + " (" + refusal.found()
                            + "); it is only needed for events",
                    delegation ? Advice.EVENTS_DELEGATION : Advice.EVENTS_SCOPE);
        }
    }

    private static boolean withoutScope(RuntimeException e, Refusal refusal) {
        return e instanceof TokenException
                ? refusal.isAboutScope()
                : e instanceof AltinnClientException answer && answer.status() == FORBIDDEN;
    }

    private String subscriptions(List<EventSubscription> all) {
        List<EventSubscription> ours = all.stream()
                .filter(subscription -> subscription.isFor(subject.resourceId()))
                .toList();
        long validated = ours.stream().filter(EventSubscription::validated).count();
        return "they can be read: " + all.size() + " in all, " + ours.size() + " for this resource"
                + (ours.isEmpty() ? "" : ", of which " + validated + " validated");
    }
}
