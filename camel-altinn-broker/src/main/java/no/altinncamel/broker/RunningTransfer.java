package no.altinncamel.broker;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import no.altinncamel.broker.FileTransferProgress.Direction;
import no.altinncamel.broker.FileTransferProgress.State;
import no.altinncamel.broker.client.TransferProgress;

/** Counts the bytes of one file that moves. */
final class RunningTransfer implements TransferProgress {

    /** What moves. */
    record Subject(UUID fileTransferId, Direction direction, String fileName, long length) {}

    private final Subject subject;
    private final LongSupplier nanoTime;
    private final Runnable end;
    private final long began;
    private final LongAdder moved = new LongAdder();
    private final LongAdder present = new LongAdder();
    private final LongAdder saved = new LongAdder();
    private final RateWindow rate;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private volatile int parts = 1;
    private volatile long ended;

    /** @param end runs once, when it is over */
    RunningTransfer(Subject subject, LongSupplier nanoTime, Runnable end) {
        this.subject = subject;
        this.nanoTime = nanoTime;
        this.end = end;
        this.began = nanoTime.getAsLong();
        this.rate = new RateWindow(began);
    }

    @Override
    public void parts(int number) {
        parts = number;
    }

    @Override
    public void moved(long bytes) {
        moved.add(bytes);
    }

    @Override
    public void present(long bytes) {
        present.add(bytes);
    }

    @Override
    public void spared(long bytes) {
        saved.add(bytes);
    }

    @Override
    public void ended(boolean whole) {
        long now = nanoTime.getAsLong();
        if (state.compareAndSet(State.RUNNING, whole ? State.COMPLETE : State.BROKEN_OFF)) {
            ended = now;
            end.run();
        }
    }

    Subject subject() {
        return subject;
    }

    /** To be called about once a second while it runs. */
    void sample() {
        rate.sample(nanoTime.getAsLong(), moved.sum());
    }

    FileTransferProgress figures() {
        State now = state.get();
        return now == State.RUNNING ? running() : over(now);
    }

    private FileTransferProgress running() {
        long now = nanoTime.getAsLong();
        long bytes = moved.sum();
        long perSecond = rate.bytesPerSecond(now, bytes);
        long arrived = bytes + present.sum();
        Duration remaining = subject.length() < 0 || perSecond == 0
                ? null
                : Duration.ofSeconds(Math.max(0, subject.length() - arrived) / perSecond);
        return figures(State.RUNNING, arrived, perSecond, remaining, now - began);
    }

    private FileTransferProgress over(State how) {
        long bytes = moved.sum();
        long arrived = bytes + present.sum();
        // what the Broker has got although nobody heard of it
        long whole = how == State.COMPLETE && subject.length() >= 0 ? subject.length() : arrived;
        long elapsed = ended - began;
        return figures(how, whole, RateWindow.perSecond(bytes, elapsed), null, elapsed);
    }

    private FileTransferProgress figures(State how, long bytes, long bytesPerSecond, Duration remaining, long elapsed) {
        return new FileTransferProgress(
                subject.fileTransferId(),
                subject.direction(),
                how,
                subject.fileName(),
                bytes,
                subject.length(),
                bytesPerSecond,
                remaining,
                parts,
                saved.sum(),
                Duration.ofNanos(elapsed));
    }
}
