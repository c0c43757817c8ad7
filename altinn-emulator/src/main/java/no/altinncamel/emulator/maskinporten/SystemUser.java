package no.altinncamel.emulator.maskinporten;

import java.util.UUID;

/** A customer's system user for a vendor's system; it is of use once the customer has approved it. */
public final class SystemUser {

    /** Where a system user stands. */
    public enum State {
        PENDING,
        ACTIVE,
        DELETED
    }

    private final String id = UUID.randomUUID().toString();
    private final AltinnSystem system;
    private final String owner;
    private final String externalRef;
    private volatile State state = State.PENDING;

    SystemUser(AltinnSystem system, String owner, String externalRef) {
        this.system = system;
        this.owner = owner;
        this.externalRef = externalRef;
    }

    /** A GUID, which stands in the tokens. */
    public String id() {
        return id;
    }

    public AltinnSystem system() {
        return system;
    }

    /** The customer's organisation number. */
    public String owner() {
        return owner;
    }

    public State state() {
        return state;
    }

    /** The customer says yes. */
    public SystemUser approve() {
        this.state = State.ACTIVE;
        return this;
    }

    /** No more tokens; those that were issued before stay valid. */
    public SystemUser delete() {
        this.state = State.DELETED;
        return this;
    }

    boolean is(AltinnSystem otherSystem, String otherOwner, String otherRef) {
        return system == otherSystem && owner.equals(otherOwner) && hasReference(otherRef);
    }

    /** No reference means the owner's organisation number, on both sides; letter case counts. */
    boolean hasReference(String other) {
        return orOwner(externalRef).equals(orOwner(other));
    }

    private String orOwner(String reference) {
        return reference == null ? owner : reference;
    }
}
