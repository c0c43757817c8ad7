package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A resource that is configured for the Broker. The setters may be called at any time; like in the real Broker, what a
 * transfer took over when it was initialized (its expiration) does not change any more.
 */
public final class BrokerResource {

    /** How long a transfer lives if the resource does not say. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(30);
    /** How long a file outlives its last confirmation if the resource does not say. */
    public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofHours(2);

    private final String id;
    private volatile long maxFileTransferSize = Long.MAX_VALUE;
    private volatile Duration timeToLive = DEFAULT_TIME_TO_LIVE;
    private volatile boolean purgeAfterAllConfirmed;
    private volatile Duration gracePeriod = DEFAULT_GRACE_PERIOD;
    private volatile String requiredParty;
    private volatile Set<String> accessList;
    private volatile boolean inRegistry = true;
    private volatile boolean serviceOwnerConfigured = true;
    private volatile boolean storageReady = true;
    private volatile boolean approvedWithoutVirusScan;

    BrokerResource(String id) {
        this.id = id;
    }

    /** The bare resource id. */
    public String id() {
        return id;
    }

    /** Largest upload in bytes, checked only against a declared length; unlimited by default. */
    public BrokerResource maxFileTransferSize(long bytes) {
        this.maxFileTransferSize = bytes;
        return this;
    }

    /** Time from initialize to expiration; {@link #DEFAULT_TIME_TO_LIVE} by default. */
    public BrokerResource fileTransferTimeToLive(Duration duration) {
        this.timeToLive = duration;
        return this;
    }

    /** Whether a file goes when all recipients have confirmed and the grace period is over; off by default. */
    public BrokerResource purgeFileTransferAfterAllRecipientsConfirmed(boolean on) {
        this.purgeAfterAllConfirmed = on;
        return this;
    }

    /** Time from the last confirmation to the purge; {@link #DEFAULT_GRACE_PERIOD} by default. */
    public BrokerResource purgeFileTransferGracePeriod(Duration duration) {
        this.gracePeriod = duration;
        return this;
    }

    /** An organisation that must be the sender or the only recipient; {@code null}, the default, for none. */
    public BrokerResource requiredParty(String organization) {
        this.requiredParty = organization == null ? null : OrganizationNumber.bare(organization);
        return this;
    }

    /** Turns the access list on: only these organisations can be recipients. */
    public BrokerResource accessList(String... organizations) {
        this.accessList =
                Arrays.stream(organizations).map(OrganizationNumber::bare).collect(Collectors.toUnmodifiableSet());
        return this;
    }

    /** Turns the access list off, as it is by default. */
    public BrokerResource noAccessList() {
        this.accessList = null;
        return this;
    }

    /** Whether the Resource Registry knows the resource; it does by default. */
    public BrokerResource inRegistry(boolean known) {
        this.inRegistry = known;
        return this;
    }

    /** Whether the resource's service owner has been set up in the Broker; it has by default. */
    public BrokerResource serviceOwnerConfigured(boolean configured) {
        this.serviceOwnerConfigured = configured;
        return this;
    }

    /** Whether the service owner's storage has been deployed; it has by default. */
    public BrokerResource storageReady(boolean ready) {
        this.storageReady = ready;
        return this;
    }

    /** Whether production allows transfers without a virus scan; it does not by default. */
    public BrokerResource approvedWithoutVirusScan(boolean approved) {
        this.approvedWithoutVirusScan = approved;
        return this;
    }

    long maxFileTransferSize() {
        return maxFileTransferSize;
    }

    Duration timeToLive() {
        return timeToLive;
    }

    boolean purgesAfterAllConfirmed() {
        return purgeAfterAllConfirmed;
    }

    Duration gracePeriod() {
        return gracePeriod;
    }

    /** Nine digits or {@code null}. */
    String requiredParty() {
        return requiredParty;
    }

    boolean inAccessList(String organization) {
        Set<String> members = accessList;
        return members == null || members.contains(OrganizationNumber.bare(organization));
    }

    boolean isInRegistry() {
        return inRegistry;
    }

    boolean isServiceOwnerConfigured() {
        return serviceOwnerConfigured;
    }

    boolean isStorageReady() {
        return storageReady;
    }

    boolean isApprovedWithoutVirusScan() {
        return approvedWithoutVirusScan;
    }
}
