package no.altinncamel.broker.client.tus;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Ends everything that is under way for one upload: when one part has failed, or somebody wants it, the others need not go on. */
public final class Cancellation {

    private final Set<Runnable> aborts = new HashSet<>();
    private final Set<Thread> workers = new HashSet<>();
    private final Set<Thread> interrupted = new HashSet<>();
    private boolean cancelled;
    private String reason;
    private boolean abandoned;
    private BooleanSupplier stillOurs = () -> true;

    /** Until it is closed. */
    interface Following extends AutoCloseable {

        @Override
        void close();
    }

    /** Ends this one when the outer one ends. The outer one goes on when something has failed here. */
    Following follow(Cancellation outer) {
        guard(() -> !outer.abandoned());
        Runnable end = this::stop;
        outer.register(end);
        return () -> outer.deregister(end);
    }

    /** What is registered is aborted, at once if everything has been cancelled already. */
    public synchronized void register(Runnable abort) {
        aborts.add(abort);
        if (cancelled) {
            abort.run();
        }
    }

    public synchronized void deregister(Runnable abort) {
        aborts.remove(abort);
    }

    /** Ends the upload from outside, as when its route is stopped. */
    public void stop() {
        end("the upload was stopped");
    }

    /** Ends the upload because somebody else may be at it. What it has left at the server is theirs from now on. */
    public synchronized void abandon() {
        abandoned = true;
        end("somebody else may be uploading the same file");
    }

    private synchronized void end(String why) {
        if (reason == null) {
            reason = why;
        }
        cancel();
    }

    /** Whether it was ended from outside. */
    public synchronized boolean stopped() {
        return reason != null;
    }

    /** Why it was ended from outside; {@code null} if it was not. */
    public synchronized String reason() {
        return reason;
    }

    /** @param held asked now and then; when it says no, the upload is {@linkplain #abandon abandoned} */
    public synchronized void guard(BooleanSupplier held) {
        stillOurs = held;
    }

    /** Whether nothing may be changed any more of what the upload has left at the server. */
    public boolean abandoned() {
        BooleanSupplier held;
        synchronized (this) {
            held = stillOurs;
        }
        if (!held.getAsBoolean()) {
            abandon();
        }
        synchronized (this) {
            return abandoned;
        }
    }

    /** Whether the file may still be completed; to be asked right before the request, or the piece, that does it. */
    public boolean permitsCompletion() {
        return !abandoned() && !cancelled();
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /**
     * The current thread waits for nothing any more once it is cancelled, or if it has been already.
     *
     * @return whether it did not do so before, and therefore has to {@link #leave()}
     */
    public synchronized boolean enter() {
        boolean entered = workers.add(Thread.currentThread());
        if (entered && cancelled) {
            interrupt(Thread.currentThread());
        }
        return entered;
    }

    /** The current thread is as it was before, for whoever uses it next. */
    public synchronized void leave() {
        workers.remove(Thread.currentThread());
        if (interrupted.remove(Thread.currentThread())) {
            Thread.interrupted();
        }
    }

    synchronized void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        aborts.forEach(Runnable::run);
        for (Thread worker : workers) {
            if (worker != Thread.currentThread()) {
                interrupt(worker);
            }
        }
    }

    private void interrupt(Thread worker) {
        worker.interrupt();
        interrupted.add(worker);
    }
}
