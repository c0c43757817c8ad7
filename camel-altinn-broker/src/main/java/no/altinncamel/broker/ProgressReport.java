package no.altinncamel.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import no.altinncamel.broker.FileTransferProgress.Direction;
import no.altinncamel.broker.FileTransferProgress.State;
import no.altinncamel.broker.client.http.Problem;

/**
 * Tells event notifiers and the log how one file moves, each at its own pace; and how it ended, if it was told of before. Nobody
 * is told of a file that is over sooner. The file never waits for those who are told.
 */
final class ProgressReport {

    static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

    private final RunningTransfer transfer;
    private final Consumer<FileTransferProgress> events;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Pace eventPace;
    private final Pace logPace;
    private final Executor executor;
    /** What is still to be told, in order; guarded by this, as what follows is when it changes. */
    private final Queue<Runnable> untold = new ArrayDeque<>();

    private volatile boolean telling;
    private boolean over;

    /** When the next one is due. */
    private static final class Pace {

        private final long interval;
        private volatile long last;
        private volatile boolean begun;

        Pace(Duration interval, long now) {
            this.interval = interval.toNanos();
            this.last = now;
        }

        boolean isDue(long now) {
            return now - last >= interval;
        }

        boolean take(long now) {
            boolean due = isDue(now);
            if (due) {
                last = now;
                begun = true;
            }
            return due;
        }
    }

    /**
     * @param interval between two events
     * @param events   takes them to the notifiers; may take its time
     * @param log      takes lines
     * @param executor where the end is told
     */
    ProgressReport(
            RunningTransfer transfer,
            Duration interval,
            Consumer<FileTransferProgress> events,
            Consumer<String> log,
            Executor executor,
            LongSupplier nanoTime) {
        this.transfer = transfer;
        this.events = events;
        this.log = log;
        this.executor = executor;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.eventPace = new Pace(interval, now);
        this.logPace = new Pace(LOG_INTERVAL, now);
    }

    /** Whether {@link #tell()} is to be called now. Takes no time. */
    boolean isDue() {
        long now = nanoTime.getAsLong();
        return !telling && (eventPace.isDue(now) || logPace.isDue(now));
    }

    void tell() {
        chooseHowItGoes();
        tellAll();
    }

    void tellTheEnd() {
        if (chooseTheEnd()) {
            try {
                executor.execute(this::tellAll);
            } catch (RejectedExecutionException e) {
                // the component is being stopped: nobody else is left to tell it
                tellAll();
            }
        }
    }

    private synchronized void chooseHowItGoes() {
        FileTransferProgress figures = transfer.figures();
        // the end is told by whoever ends it, and is the last word
        if (telling || over || figures.state() != State.RUNNING) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (logPace.take(now)) {
            untold.add(() -> log.accept(line(figures)));
        }
        if (eventPace.take(now)) {
            untold.add(() -> events.accept(figures));
        }
    }

    /** @return whether anybody is to be told */
    private synchronized boolean chooseTheEnd() {
        over = true;
        FileTransferProgress figures = transfer.figures();
        if (logPace.begun) {
            untold.add(() -> log.accept(lastLine(figures)));
        }
        if (eventPace.begun) {
            untold.add(() -> events.accept(figures));
        }
        return !untold.isEmpty();
    }

    /** In one thread at a time, which keeps the order, and without the lock: an event notifier may take its time. */
    private void tellAll() {
        for (Runnable next = first(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                stopTelling();
                throw e;
            }
        }
    }

    private synchronized Runnable first() {
        return telling ? null : next();
    }

    private synchronized Runnable next() {
        Runnable next = untold.poll();
        telling = next != null;
        return next;
    }

    private synchronized void stopTelling() {
        telling = false;
    }

    private static String line(FileTransferProgress figures) {
        return title(figures) + ": " + arrived(figures) + ", " + figures.bytesPerSecond() + " bytes/s"
                + (figures.remaining() == null
                        ? ""
                        : ", about " + figures.remaining().toSeconds() + " s left")
                + (figures.parts() == 1 ? "" : ", " + figures.parts() + " parts at once") + saved(figures);
    }

    private static String lastLine(FileTransferProgress figures) {
        return title(figures) + ": " + (figures.state() == State.COMPLETE ? "complete" : "broken off") + " after "
                + figures.elapsed().toSeconds() + " s, " + arrived(figures) + ", " + figures.bytesPerSecond()
                + " bytes/s" + saved(figures);
    }

    private static String title(FileTransferProgress figures) {
        return (figures.direction() == Direction.SENDING ? "Sending" : "Receiving") + " file transfer "
                + figures.fileTransferId()
                + (figures.fileName() == null ? "" : " (" + Problem.printable(figures.fileName()) + ")");
    }

    private static String arrived(FileTransferProgress figures) {
        if (figures.length() < 0) {
            return figures.bytes() + " bytes";
        }
        double percent = figures.length() == 0 ? 100 : 100.0 * figures.bytes() / figures.length();
        return String.format(Locale.ROOT, "%d of %d bytes (%.1f %%)", figures.bytes(), figures.length(), percent);
    }

    private static String saved(FileTransferProgress figures) {
        return figures.bytesSaved() == 0 ? "" : ", " + figures.bytesSaved() + " bytes saved by going on";
    }
}
