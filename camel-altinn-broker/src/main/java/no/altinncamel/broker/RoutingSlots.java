package no.altinncamel.broker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * How many files a consumer routes at the same time, and who does it: with one slot the thread that polls, with more a pool of
 * the context's.
 */
final class RoutingSlots {

    /** How often somebody who waits for a free slot looks whether it is still wanted. */
    private static final long STILL_WANTED_MILLIS = 200;

    private final CamelContext context;
    private final int number;
    private final Semaphore free;
    /** Set in a thread that routes a file; it must not wait for its own slot. */
    private final ThreadLocal<Boolean> routing = new ThreadLocal<>();

    private volatile ExecutorService workers;

    RoutingSlots(CamelContext context, int number) {
        this.context = context;
        this.number = number;
        this.free = new Semaphore(number);
    }

    /**
     * @param source whose threads they are
     * @param name   of the threads
     */
    void start(Object source, String name) {
        if (number == 1) {
            return;
        }
        ThreadPoolProfile profile = new ThreadPoolProfile("AltinnBroker");
        profile.setPoolSize(number);
        profile.setMaxPoolSize(number);
        profile.setMaxQueueSize(number);
        // Camel's default, that the caller runs what is rejected, drops it silently once the pool is shut down
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        workers = context.getExecutorServiceManager().newThreadPool(source, name, profile);
    }

    /** Gives threads that are at work some seconds, and then interrupts them; unless the caller is one of them. */
    void stop() {
        ExecutorService pool = workers;
        workers = null;
        if (pool != null && heldByCaller()) {
            context.getExecutorServiceManager().shutdown(pool);
        } else if (pool != null) {
            context.getExecutorServiceManager().shutdownGraceful(pool);
        }
    }

    /** Whether there is only one, so that files are routed in their order by the thread that polls. */
    boolean single() {
        return number == 1;
    }

    /** @return whether there is one; {@code false} when it is no longer wanted */
    boolean take(BooleanSupplier wanted) throws InterruptedException {
        while (wanted.getAsBoolean()) {
            if (free.tryAcquire(STILL_WANTED_MILLIS, TimeUnit.MILLISECONDS)) {
                if (wanted.getAsBoolean()) {
                    return true;
                }
                free.release();
            }
        }
        return false;
    }

    void giveBack() {
        free.release();
    }

    int taken() {
        return number - free.availablePermits();
    }

    /** Routes a file in this thread. */
    void route(Runnable task) {
        routing.set(true);
        try {
            task.run();
        } finally {
            routing.remove();
        }
    }

    /** Whether this thread is routing a file, as when a step of the route stops the consumer. */
    boolean heldByCaller() {
        return routing.get() != null;
    }

    /**
     * Waits until none is taken except by the caller, which comes to pass once nobody wants another one.
     *
     * @return whether it has
     */
    boolean awaitOthersFree(long longest, TimeUnit unit) throws InterruptedException {
        int others = heldByCaller() ? number - 1 : number;
        boolean all = free.tryAcquire(others, longest, unit);
        if (all) {
            free.release(others);
        }
        return all;
    }

    /**
     * Has something done in a thread of the pool.
     *
     * @return {@code false} if it will not be done, as the pool is shut down
     */
    boolean execute(Runnable task) {
        ExecutorService pool = workers;
        if (pool == null) {
            return false;
        }
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
