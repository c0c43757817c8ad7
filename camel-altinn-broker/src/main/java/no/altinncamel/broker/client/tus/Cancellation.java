package no.altinncamel.broker.client.tus;

import java.util.HashSet;
import java.util.Set;

/** Ends everything that is under way for one upload: when one part has failed, or somebody wants it, the others need not go on. */
public final class Cancellation {

    private final Set<Runnable> aborts = new HashSet<>();
    private final Set<Thread> workers = new HashSet<>();
    private final Set<Thread> interrupted = new HashSet<>();
    private boolean cancelled;
    private boolean stopped;

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
    public synchronized void stop() {
        stopped = true;
        cancel();
    }

    /** Whether it was ended from outside. */
    public synchronized boolean stopped() {
        return stopped;
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /**
     * The current thread waits for nothing any more once it is cancelled.
     *
     * @return whether it did not do so before, and therefore has to {@link #leave()}
     */
    public synchronized boolean enter() {
        return workers.add(Thread.currentThread());
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
                worker.interrupt();
                interrupted.add(worker);
            }
        }
    }
}
