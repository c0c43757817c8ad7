package no.altinncamel.emulator.broker;

import java.util.function.Predicate;

/** Which party and right each operation asks the policy about (contract altinn-broker 2.6). */
final class Access {

    private final Policy policy;
    private final Resources resources;

    Access(Policy policy, Resources resources) {
        this.policy = policy;
        this.resources = resources;
    }

    void requireSending(Caller caller, String resourceId, String sender) throws RefusedException {
        require(permits(caller, resourceId, sender, Action.WRITE));
    }

    /** Download and confirm. */
    void requireReceiving(Caller caller, Transfer transfer) throws RefusedException {
        require(mayReceive(caller, transfer));
    }

    /** Overview and details. */
    void requireSeeing(Caller caller, Transfer transfer) throws RefusedException {
        require(permits(caller, transfer.resourceId(), transfer.sender(), Action.WRITE)
                || mayReceive(caller, transfer));
    }

    void requireListing(Caller caller, String resourceId) throws RefusedException {
        require(caller.organization() != null
                && (permits(caller, resourceId, caller.organization(), Action.WRITE)
                        || permits(caller, resourceId, caller.organization(), Action.READ)));
    }

    boolean maySubscribe(Caller caller, String resourceId) {
        return caller.organization() != null && permits(caller, resourceId, caller.organization(), Action.SUBSCRIBE);
    }

    private boolean mayReceive(Caller caller, Transfer transfer) {
        Predicate<Transfer.Recipient> mayRead =
                recipient -> permits(caller, transfer.resourceId(), recipient.recipient(), Action.READ);
        return transfer.recipients().stream().anyMatch(mayRead);
    }

    /** A resource that the Broker does not know is nobody's. */
    private boolean permits(Caller caller, String resourceId, String party, Action action) {
        return resources.find(resourceId).isPresent() && policy.permits(caller, resourceId, party, action);
    }

    private static void require(boolean permitted) throws RefusedException {
        if (!permitted) {
            throw RefusedException.of(BrokerError.NO_ACCESS);
        }
    }
}
