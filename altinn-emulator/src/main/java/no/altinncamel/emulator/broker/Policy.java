package no.altinncamel.emulator.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who may do what for whom. Without rules each organisation may read, write and subscribe for itself on every configured resource,
 * and so may its system users. Of several rules that fit a question, the one added last decides.
 */
public final class Policy {

    /** {@code null} in resource, party or action stands for all of them. */
    private record Rule(String subject, String resource, String party, Action action, boolean permit) {

        boolean fits(Caller caller, String askedResource, String askedParty, Action askedAction) {
            return (subject.equals(caller.organization()) || subject.equals(caller.systemUser()))
                    && (resource == null || resource.equals(askedResource))
                    && (party == null || party.equals(askedParty))
                    && (action == null || action == askedAction);
        }
    }

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    /** Takes all rights from an organisation (nine digits) or a system user (its id), on every resource. */
    public Policy deny(String subject) {
        rules.add(new Rule(subject, null, null, null, false));
        return this;
    }

    /** Takes one right on one resource from an organisation or a system user, whoever the party is. */
    public Policy deny(String subject, String resource, Action action) {
        rules.add(new Rule(subject, resource, null, action, false));
        return this;
    }

    /** Takes one right on one resource for one party from an organisation or a system user. */
    public Policy deny(String subject, String resource, String party, Action action) {
        rules.add(new Rule(subject, resource, OrganizationNumber.bare(party), action, false));
        return this;
    }

    /** Lets an organisation or a system user act for another organisation on one resource. */
    public Policy delegate(String subject, String resource, String party, Action... actions) {
        for (Action action : actions) {
            rules.add(new Rule(subject, resource, OrganizationNumber.bare(party), action, true));
        }
        return this;
    }

    /** While it is failing, the policy decision point gives no answer, which the Broker takes for a refusal. */
    public Policy failing(boolean on) {
        this.failing = on;
        return this;
    }

    /** Back to the default: no rules, not failing. */
    public void clear() {
        rules.clear();
        failing = false;
    }

    boolean permits(Caller caller, String resource, String party, Action action) {
        if (failing || caller.organization() == null) {
            return false;
        }
        String organization = OrganizationNumber.bare(party);
        // reduced over a snapshot, so that rules may be added meanwhile
        return rules.stream()
                .filter(rule -> rule.fits(caller, resource, organization, action))
                .reduce((earlier, later) -> later)
                .map(Rule::permit)
                .orElseGet(() -> organization.equals(caller.organization()));
    }
}
