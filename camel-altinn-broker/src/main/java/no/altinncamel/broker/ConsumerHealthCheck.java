package no.altinncamel.broker;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;

/**
 * Camel's own check of a polling consumer, which is down when the last poll failed; and beside it down when no poll is
 * completed any more, which Camel's does not see. A route that takes long is no fault. Its details are what an operator asks
 * first.
 */
final class ConsumerHealthCheck extends ScheduledPollConsumerHealthCheck {

    private final AltinnBrokerConsumer consumer;

    ConsumerHealthCheck(AltinnBrokerConsumer consumer, String id, State initialState) {
        super(consumer, id);
        if (initialState != null) {
            setInitialState(initialState);
        }
        this.consumer = consumer;
    }

    @Override
    public Result call(Map<String, Object> options) {
        Result ofCamel = super.call(options);
        if (!isEnabled() || !consumer.isStarted()) {
            return ofCamel;
        }
        HealthCheckResultBuilder builder =
                HealthCheckResultBuilder.on(this).state(ofCamel.getState()).details(ofCamel.getDetails());
        ofCamel.getMessage().ifPresent(builder::message);
        ofCamel.getError().ifPresent(builder::error);
        details(builder);
        String hanging = hanging();
        if (hanging != null) {
            builder.down().message(hanging);
        }
        return builder.build();
    }

    private void details(HealthCheckResultBuilder builder) {
        PollProgress progress = consumer.progress();
        builder.detail("phase", progress.phase().name().toLowerCase(Locale.ROOT));
        builder.detail("phaseSeconds", progress.inPhase().toSeconds());
        Duration last = progress.sinceLastCompleted();
        if (last != null) {
            builder.detail("lastCompletedPollSeconds", last.toSeconds());
        }
        builder.detail("due", progress.lastDue());
        consumer.getEndpoint()
                .knownTransfers()
                .counts()
                .forEach((state, count) -> builder.detail(ReceiveFigures.name(state), count));
        List<FileTransferProgress> received =
                consumer.getEndpoint().getComponent().transfers().received(consumer.getEndpoint());
        builder.detail("receiving", received.size());
        builder.detail(
                "bytesPerSecond",
                received.stream()
                        .mapToLong(FileTransferProgress::bytesPerSecond)
                        .sum());
    }

    /** @return what is wrong, or {@code null} */
    private String hanging() {
        PollProgress progress = consumer.progress();
        Duration longest =
                Duration.ofMillis(consumer.getEndpoint().getConfiguration().getHealthPollTimeout());
        if (progress.phase() == PollProgress.Phase.ROUTING) {
            return null;
        }
        Duration inPhase = progress.inPhase();
        if (progress.phase() == PollProgress.Phase.ASKING && inPhase.compareTo(longest) > 0) {
            return "A poll has been asking the Broker for " + inPhase.toSeconds() + " s without an end";
        }
        Duration last = progress.sinceLastCompleted();
        if (isScheduledByCamel()
                && last != null
                && last.compareTo(longest.plus(pause())) > 0
                && !isBusy(inPhase, longest)) {
            return "No poll has been completed for " + last.toSeconds() + " s";
        }
        return null;
    }

    /** A poll that asks for one file after the other, under scarce rate limits, is at work though it is long. */
    private boolean isBusy(Duration inPhase, Duration longest) {
        return consumer.progress().phase() == PollProgress.Phase.ASKING && inPhase.compareTo(longest) <= 0;
    }

    /** When a cron expression or somebody else decides about the next poll, its absence says nothing. */
    private boolean isScheduledByCamel() {
        return consumer.getScheduler() instanceof DefaultScheduledPollConsumerScheduler
                && consumer.isStartScheduler()
                && consumer.getRepeatCount() == 0;
    }

    /** The longest that the scheduler pauses between two polls. */
    private Duration pause() {
        long pause = Math.max(consumer.getInitialDelay(), consumer.getDelay());
        return Duration.of(pause, consumer.getTimeUnit().toChronoUnit())
                .multipliedBy(1L + Math.max(0, consumer.getBackoffMultiplier()));
    }
}
