package no.altinncamel.broker.receive;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices exchanges that Camel drops without completing them: a {@code seda} queue that is full has taken over what is to be done
 * at the end, and throws it away with its copy; so does a {@code pollEnrich} whose aggregation fails or returns {@code null}. Nobody is told, so only
 * the garbage collector knows, and it takes its time.
 */
public final class DroppedExchanges {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedExchanges.class);

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    /** A reference that nobody holds is collected itself, and tells nothing. */
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    private final Queue<Watch> found = new ConcurrentLinkedQueue<>();

    /** An object that lives as long as its exchange. */
    public final class Watch extends PhantomReference<Object> {

        private final Runnable whenDropped;

        private Watch(Object companion, Runnable whenDropped) {
            super(companion, collected);
            this.whenDropped = whenDropped;
        }

        /** @return whether it has not been ended before, by this or because the exchange was dropped */
        public boolean end() {
            return watches.remove(this);
        }
    }

    /**
     * @param companion   an object that is held by its exchange alone
     * @param whenDropped what to do if it goes before its watch has ended; must hold neither it nor the exchange
     */
    public Watch watch(Object companion, Runnable whenDropped) {
        Watch watch = new Watch(companion, whenDropped);
        watches.add(watch);
        return watch;
    }

    /** Whether there is something to {@link #handle()}. Takes no time. */
    public boolean any() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            Watch watch = (Watch) gone;
            if (watches.contains(watch)) {
                found.add(watch);
            }
        }
        return !found.isEmpty();
    }

    /** Does what is to be done for each that was dropped. */
    public void handle() {
        while (any()) {
            Watch watch = found.poll();
            if (watch != null && watch.end()) {
                try {
                    watch.whenDropped.run();
                } catch (RuntimeException e) {
                    LOG.warn("An exchange that was dropped could not be seen to", e);
                }
            }
        }
    }
}
