package no.altinncamel.broker.client.tus;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does several things at once, with the calling thread among the workers: a pool that is full makes it slower, but never
 * stand still. The first failure ends all of them.
 */
public final class PartWorkers {

    private final Queue<Runnable> tasks;
    private final Cancellation cancellation;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private PartWorkers(List<? extends Runnable> tasks, Cancellation cancellation) {
        this.tasks = new ConcurrentLinkedQueue<>(tasks);
        this.cancellation = cancellation;
    }

    /**
     * Returns when all is done and nobody is at work any more.
     *
     * @param executor {@code null} to do it all in the calling thread
     */
    public static void run(List<? extends Runnable> tasks, Executor executor, Cancellation cancellation) {
        PartWorkers workers = new PartWorkers(tasks, cancellation);
        List<Helper> helpers = workers.start(executor, tasks.size() - 1);
        workers.work();
        boolean interrupted = false;
        for (Helper helper : helpers) {
            interrupted |= workers.awaitEnd(helper);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        workers.rethrow();
    }

    /** A worker in a thread of the pool, unless it comes too late. */
    private final class Helper implements Runnable {

        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    work();
                } finally {
                    ended.countDown();
                }
            }
        }
    }

    private List<Helper> start(Executor executor, int wanted) {
        List<Helper> helpers = new ArrayList<>();
        try {
            while (executor != null && helpers.size() < wanted) {
                Helper helper = new Helper();
                executor.execute(helper);
                helpers.add(helper);
            }
        } catch (RejectedExecutionException e) {
            // those that are there do it all
            return helpers;
        }
        return helpers;
    }

    private void work() {
        boolean entered = cancellation.enter();
        try {
            Runnable task = tasks.poll();
            while (task != null && !cancellation.cancelled()) {
                task.run();
                task = tasks.poll();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            cancellation.cancel();
        } finally {
            if (entered) {
                cancellation.leave();
            }
        }
    }

    /** @return whether the calling thread was interrupted, which ends all work */
    private boolean awaitEnd(Helper helper) {
        if (helper.taken.compareAndSet(false, true)) {
            return false;
        }
        boolean interrupted = false;
        while (true) {
            try {
                helper.ended.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                cancellation.cancel();
            }
        }
    }

    private void rethrow() {
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }
}
