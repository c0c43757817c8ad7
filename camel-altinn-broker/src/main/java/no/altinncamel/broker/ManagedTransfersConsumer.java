package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import javax.management.openmbean.TabularData;

import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.support.ScheduledBatchPollingConsumer;

import no.altinncamel.broker.receive.KnownTransfer.State;

/** What a consumer shows of its files by JMX, beside what Camel shows of each polling consumer. */
public abstract class ManagedTransfersConsumer extends ScheduledBatchPollingConsumer {

    private final PollProgress progress = new PollProgress(Clock.systemUTC());

    ManagedTransfersConsumer(AltinnBrokerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @ManagedAttribute(description = "Files that were due when the lists were last looked at")
    public int getDue() {
        return progress.lastDue();
    }

    @ManagedAttribute(description = "Files that are being routed")
    public int getInProgress() {
        return count(State.IN_PROGRESS);
    }

    @ManagedAttribute(description = "Files whose route succeeded and whose confirmation has not reached the Broker yet")
    public int getDeliveredNotConfirmed() {
        return count(State.UNCONFIRMED);
    }

    @ManagedAttribute(description = "Files whose route failed and that wait for their next try")
    public int getFailed() {
        return count(State.FAILED);
    }

    @ManagedAttribute(description = "Files that failed maxAttempts times and are not tried again")
    public int getGivenUp() {
        return count(State.GIVEN_UP);
    }

    private int count(State state) {
        return getEndpoint().knownTransfers().counts().get(state);
    }

    @ManagedAttribute(
            description = "Age in seconds of the oldest file that was met and is not confirmed; 0 if there is none")
    public long getOldestUnconfirmedSeconds() {
        return ReceiveFigures.oldestUnconfirmedSeconds(getEndpoint().knownTransfers(), Instant.now());
    }

    @ManagedAttribute(description = "Seconds since a poll was last completed; -1 if none was yet")
    public long getLastCompletedPollSeconds() {
        Duration age = progress.sinceLastCompleted();
        return age == null ? -1 : age.toSeconds();
    }

    @ManagedAttribute(description = "Files that are not settled: id, state, attempts, next try, last failure")
    public String[] getTransfers() {
        return getEndpoint().knownTransfers().all().stream()
                .map(ReceiveFigures::line)
                .toArray(String[]::new);
    }

    @ManagedAttribute(description = "Files that are being downloaded: how far they are, how fast they come")
    public TabularData getRunningTransfers() {
        return RunningTransfersTable.table(
                getEndpoint().getComponent().transfers().received(getEndpoint()));
    }

    @ManagedAttribute(
            description = "How far the Broker's rate limits are used, for each operation of the Maskinporten client")
    public String[] getRateBudget() {
        return ReceiveFigures.rateBudget(getEndpoint())
                .map(ReceiveFigures::line)
                .toArray(String[]::new);
    }

    @ManagedOperation(
            description =
                    "Has a file that was given up, or that waits for its next try, routed at the next poll, as when what it"
                            + " failed on was mended. False if there is no such file.")
    public boolean retry(String fileTransferId) {
        return getEndpoint().knownTransfers().retry(UUID.fromString(fileTransferId));
    }

    @ManagedOperation(
            description =
                    "Has all files that were given up routed at the next poll, as after an outage of what the route"
                            + " delivers to. Returns their number.")
    public int retryAllGivenUp() {
        return getEndpoint().knownTransfers().retryAll();
    }

    PollProgress progress() {
        return progress;
    }

    @Override
    public AltinnBrokerEndpoint getEndpoint() {
        return (AltinnBrokerEndpoint) super.getEndpoint();
    }
}
