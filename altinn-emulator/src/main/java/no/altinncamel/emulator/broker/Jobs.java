package no.altinncamel.emulator.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The Broker's own work: it purges what has expired or outlived its grace period, and gives up uploads that got stuck
 * (contract altinn-broker 4.1). All jobs run when the emulator's clock is advanced, and every second besides, unless that
 * was turned off.
 */
public final class Jobs {

    private static final Duration STUCK = Duration.ofHours(24);
    private static final Duration RECENT = Duration.ofHours(1);
    private static final String STUCK_TEXT =
            "File transfer was stuck in UploadStarted as it failed upload mid-request.";

    private final Transfers transfers;
    private final Resources resources;
    private final Lifecycle lifecycle;
    private final Tus tus;
    private final Clock clock;
    private volatile boolean automatic = true;

    Jobs(Transfers transfers, Resources resources, Lifecycle lifecycle, Tus tus, Clock clock) {
        this.transfers = transfers;
        this.resources = resources;
        this.lifecycle = lifecycle;
        this.tus = tus;
        this.clock = clock;
    }

    /** Turned off, the jobs run only when they are called, as if the real ones were late; on by default. */
    public Jobs automatic(boolean on) {
        this.automatic = on;
        return this;
    }

    /** Runs all jobs. */
    public void run() {
        purgeExpired();
        purgeConfirmed();
        failStuckUploads();
        tus.removeExpired();
    }

    /** Purges the transfers whose expiration time has come, except those that the grace period's job takes care of. */
    public void purgeExpired() {
        Instant now = clock.instant();
        for (Transfer transfer : transfers.all()) {
            synchronized (transfer) {
                boolean expired = !now.isBefore(transfer.expirationTime());
                if (expired && transfer.status() != TransferStatus.PURGED && !leftToGracePeriod(transfer)) {
                    lifecycle.purged(transfer);
                }
            }
        }
    }

    /** Purges the confirmed transfers whose grace period is over. */
    public void purgeConfirmed() {
        Instant now = clock.instant();
        for (Transfer transfer : transfers.all()) {
            synchronized (transfer) {
                Instant end = transfer.graceEnd();
                boolean over = end != null && !now.isBefore(end);
                if (over && transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED) {
                    lifecycle.purged(transfer);
                }
            }
        }
    }

    /** Fails the transfers that have been {@code UploadStarted} for 24 hours, and without TUS activity for the last one. */
    public void failStuckUploads() {
        Instant now = clock.instant();
        for (Transfer transfer : transfers.all()) {
            synchronized (transfer) {
                boolean stuck = transfer.status() == TransferStatus.UPLOAD_STARTED
                        && !now.isBefore(transfer.latest().at().plus(STUCK))
                        && !tus.activeWithin(transfer, RECENT);
                if (stuck) {
                    lifecycle.uploadFailed(transfer, STUCK_TEXT);
                }
            }
        }
    }

    void runIfAutomatic() {
        if (automatic) {
            run();
        }
    }

    private boolean leftToGracePeriod(Transfer transfer) {
        return transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED
                && resources
                        .find(transfer.resourceId())
                        .map(BrokerResource::purgesAfterAllConfirmed)
                        .orElse(false);
    }
}
