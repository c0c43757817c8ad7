package no.altinncamel.broker.client.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Keeps what it is given until a test lets it go. */
final class HeldExecutor implements Executor {

    private final Deque<Runnable> held = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
        held.add(task);
    }

    synchronized int held() {
        return held.size();
    }

    /** Runs what is held, in the calling thread. */
    void release() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized Runnable next() {
        return held.poll();
    }
}
