package no.altinncamel.broker.onboarding;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.onboarding.OnboardingFinding.State;

/** The first two steps: asks for a token for each scope on its own, without exchanging it, and tells them apart by the refusals. */
final class TokenSteps {

    private final BrokerClient client;
    private final OnboardingSubject subject;
    private final SortedSet<String> granted = new TreeSet<>();
    private final Map<String, Refusal> refused = new LinkedHashMap<>();
    private Refusal systemUserRefusal;
    /** What stands in the way of any token. */
    private Refusal blocked;

    private boolean clock;

    TokenSteps(BrokerClient client, OnboardingSubject subject) {
        this.client = client;
        this.subject = subject;
    }

    TokenSteps ask() {
        Identity identity =
                subject.tokenProvider() ? client.identity() : client.identity().withExchange(null);
        Iterator<String> scopes = subject.scopes().iterator();
        while (scopes.hasNext() && blocked == null) {
            String scope = scopes.next();
            Refusal refusal = refusal(identity, scope);
            if (refusal != null && refusal.kind() == Refusal.Kind.SYSTEM_USER) {
                // as ourselves, to learn about the scopes nevertheless
                systemUserRefusal = refusal;
                identity = identity.withSystemUser(null, null);
                refusal = refusal(identity, scope);
            }
            if (refusal == null) {
                granted.add(scope);
            } else if (refusal.isAboutScope()) {
                refused.put(scope, refusal);
            } else {
                blocked = refusal;
            }
        }
        return this;
    }

    private Refusal refusal(Identity identity, String scope) {
        try {
            BearerToken token =
                    client.withIdentity(identity.withScopes(Set.of(scope))).token();
            boolean silent = token.scopes().isEmpty();
            return silent || token.scopes().contains(scope)
                    ? null
                    : new Refusal(
                            Refusal.Kind.SCOPE,
                            "the token has only " + String.join(" ", token.scopes()),
                            subject.tokenProvider() ? Advice.TOKEN_WITHOUT_SCOPE.toDo() : null);
        } catch (RuntimeException e) {
            clock |= Refusal.isClock(e);
            return Refusal.of(e);
        }
    }

    /** The scopes to go on with; empty if there is no use in going on. */
    SortedSet<String> usable() {
        return blocked == null && systemUserRefusal == null ? granted : new TreeSet<>();
    }

    OnboardingFinding scopes() {
        String tried =
                subject.scopes().stream().map(scope -> "a token with " + scope).collect(Collectors.joining("; "));
        if (!subject.hasBrokerScope()) {
            return OnboardingFinding.of(
                    OnboardingStep.SCOPES,
                    State.MISSING,
                    "reading the option scopes",
                    "it names neither altinn:broker.write nor altinn:broker.read, but "
                            + String.join(" ", subject.scopes()),
                    Advice.NO_BROKER_SCOPE);
        }
        if (blocked != null && refused.isEmpty()) {
            return OnboardingFinding.of(
                    OnboardingStep.SCOPES,
                    State.COULD_NOT_TELL,
                    tried,
                    isUnreachable()
                            ? "no answer about scopes"
                            : "Maskinporten looks at scopes only when it knows the client",
                    isUnreachable() && systemUserRefusal != null ? unreachable() : Advice.CLIENT_FIRST);
        }
        if (refused.isEmpty()) {
            return OnboardingFinding.fine(OnboardingStep.SCOPES, tried, "granted: " + String.join(" ", granted));
        }
        // what is ours to mend comes before what only the customer can
        Refusal first = refused.values().stream()
                .filter(refusal -> refusal.kind() == Refusal.Kind.SCOPE)
                .findFirst()
                .orElseGet(() -> refused.values().iterator().next());
        Advice advice = first.kind() == Refusal.Kind.DELEGATION ? Advice.DELEGATION : Advice.SCOPE;
        return OnboardingFinding.of(
                OnboardingStep.SCOPES,
                State.MISSING,
                tried,
                new Refusal(first.kind(), missingScopes(), first.hint()),
                subject.tokenProvider() ? Advice.TOKEN_WITHOUT_SCOPE : advice);
    }

    private boolean isUnreachable() {
        return blocked != null && blocked.kind() == Refusal.Kind.UNREACHABLE;
    }

    private Advice unreachable() {
        return subject.tokenProvider() ? Advice.TOKEN_PROVIDER : Advice.MASKINPORTEN_UNREACHABLE;
    }

    private String missingScopes() {
        List<String> missing = refused.entrySet().stream()
                .map(entry -> entry.getKey()
                        + (entry.getValue().kind() == Refusal.Kind.DELEGATION
                                ? " is not delegated ("
                                : " is not granted (")
                        + entry.getValue().found() + ")")
                .toList();
        return (granted.isEmpty() ? "" : "granted: " + String.join(" ", granted) + "; ") + String.join("; ", missing);
    }

    OnboardingFinding client() {
        Identity identity = client.identity();
        String tried =
                "a token for client " + identity.clientId() + " at " + identity.tokenEndpoint() + customer(identity);
        if (subject.tokenProvider()) {
            tried = "a token from the bean of the option tokenProvider";
        }
        if (systemUserRefusal != null) {
            // known for certain, whatever became of the later questions
            return OnboardingFinding.of(
                    OnboardingStep.CLIENT, State.MISSING, tried, systemUserRefusal, Advice.SYSTEM_USER);
        }
        if (isUnreachable()) {
            return OnboardingFinding.of(OnboardingStep.CLIENT, State.COULD_NOT_TELL, tried, blocked, unreachable());
        }
        if (blocked != null) {
            return OnboardingFinding.of(
                    OnboardingStep.CLIENT, State.MISSING, tried, blocked, clock ? Advice.CLOCK : Advice.CLIENT);
        }
        if (granted.isEmpty() && identity.systemUserOrg() != null) {
            return OnboardingFinding.of(
                    OnboardingStep.CLIENT,
                    State.COULD_NOT_TELL,
                    tried,
                    "client and key are known; the system user is looked at only when a scope is granted",
                    Advice.SCOPES_FIRST);
        }
        return OnboardingFinding.fine(OnboardingStep.CLIENT, tried, known(identity));
    }

    private static String customer(Identity identity) {
        if (identity.systemUserOrg() != null) {
            return " as the system user of organisation " + identity.systemUserOrg()
                    + (identity.externalRef() == null
                            ? ""
                            : " with external reference '" + identity.externalRef() + "'");
        }
        return identity.consumerOrg() == null
                ? ""
                : " with what organisation " + identity.consumerOrg() + " has delegated";
    }

    private String known(Identity identity) {
        if (subject.tokenProvider()) {
            return "there is a token";
        }
        return "Maskinporten knows the client and its key"
                + (identity.systemUserOrg() == null ? "" : ", and the system user is approved");
    }
}
