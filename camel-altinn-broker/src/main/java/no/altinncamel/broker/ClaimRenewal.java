package no.altinncamel.broker;

import java.util.concurrent.ScheduledFuture;

import no.altinncamel.broker.operation.SendOnce;

/** Goes on to claim what a producer sends, until it is stopped and the last of its files is done, whichever is later. */
final class ClaimRenewal {

    private final SendOnce once;
    private ScheduledFuture<?> schedule;
    private boolean stopped;

    ClaimRenewal(SendOnce once) {
        this.once = once;
    }

    synchronized void start(BrokerConnections connections) {
        schedule = connections.every(once.renewalInterval(), this::renew);
    }

    private void renew() {
        once.renewClaims();
        endIfDone();
    }

    synchronized void stop() {
        stopped = true;
        endIfDone();
    }

    private synchronized void endIfDone() {
        if (stopped && !once.isUnderway()) {
            schedule.cancel(false);
        }
    }
}
