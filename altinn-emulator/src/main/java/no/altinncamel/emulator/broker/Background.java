package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which things happen that no request asked for. */
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "altinn-emulator-broker");
        thread.setDaemon(true);
        return thread;
    });

    Background() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void after(Duration delay, Runnable task) {
        executor.schedule(logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable task) {
        executor.scheduleWithFixedDelay(logged(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the task that is running and drops the others. */
    void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A background task of the emulator is still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An executor would keep the exception to itself, and not run a periodic task again. */
    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A background task of the emulator failed", e);
            }
        };
    }
}
